using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People;

/// <summary>What a template may say of the person it is for, under the names that campaign themes know. Read-only, and without what must not
/// choose words: opinion, score, anything of the roll.</summary>
public sealed class PersonDrop
{
    // Not as such for templates: what is made of them is.
    private Sex? sex;
    private KnownMembership? membership;
    private KnownGifts? gifts;
    private string? written;

    public long Id { get; init; }
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string FullName => $"{FirstName} {LastName}".Trim();
    public string Email { get; init; } = "";
    public string PhoneNumber { get; init; } = "";
    public string MobileNumber { get; init; } = "";
    public string Language { get; init; } = "";

    /// <summary>In the language of the text, and never blank.</summary>
    public string Greeting => People.Greeting.Of(Written, sex, FirstName);
    public string FormalGreeting => People.Greeting.Formal(Written, sex, FirstName, LastName);
    public string Employer { get; init; } = "";
    public string Occupation { get; init; } = "";
    public string Address1 { get; init; } = "";
    public string City { get; init; } = "";
    public string Zip { get; init; } = "";
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The campaign's own fields, by slug.</summary>
    public IReadOnlyDictionary<string, string> CustomValues { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The facts (<see cref="PersonFact"/>): blank where the text was not known to name them, and where nothing is known.</summary>
    public bool IsMember => membership is not null;
    public string MemberOf => membership is null ? "" : string.Join(", ", membership.Of);
    public string MemberUntil => Day(membership?.Until);
    public string LastGift => gifts?.Last.Brief(Culture) ?? "";
    public string LastGiftOn => Day(gifts?.On);
    public string GivenThisYear => gifts is { ThisYear.IsZero: false } ? gifts.ThisYear.Brief(Culture) : "";

    private string Written => written ?? Language;
    private CultureInfo Culture => CultureOf(Written);

    /// <summary>The same for a text in this language, which need not be theirs.</summary>
    public PersonDrop In(string language)
    {
        if (Written == language) return this;
        var same = (PersonDrop)MemberwiseClone();
        same.written = language;
        return same;
    }

    public PersonDrop Is(Sex? known)
    {
        sex = known;
        return this;
    }

    public void Learn(KnownMembership known) => membership = known;

    public void Learn(KnownGifts known) => gifts = known;

    public static CultureInfo CultureOf(string language) => CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB");

    private string Day(DateOnly? day) => day?.ToString(Written == "fr" && day.Value.Day == 1 ? "'1er' MMMM yyyy" : "d MMMM yyyy", Culture) ?? "";
}

/// <summary>Reads drops for many people at once: a mail to a hundred thousand asks by the thousand.</summary>
public sealed class PersonDrops(Database db, OwnFields own, IEnumerable<IPersonFact> sources, CurrentNation nation)
{
    public Task<IReadOnlyDictionary<long, PersonDrop>> Of(IReadOnlyCollection<long> personIds, CancellationToken ct) => Of(personIds, PersonFact.None, ct);

    /// <param name="personIds">Some hundreds at most.</param>
    /// <param name="facts">What the text names; nothing else is looked up.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyDictionary<long, PersonDrop>> Of(IReadOnlyCollection<long> personIds, PersonFact facts, CancellationToken ct)
    {
        var ids = personIds as long[] ?? [.. personIds];
        // Whoever asks: a volunteer's text names people whom the organiser gave them, not those of their list.
        var people = await db.People.AsNoTracking().IgnoreQueryFilters([Conventions.AssignedFilter]).Where(p => EF.Parameter(ids).Contains(p.Id)).ToListAsync(ct);
        var emails = (await db.PersonEmails.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId) && !e.IsBad).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var phones = (await db.PersonPhones.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId) && !e.IsBad).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var addresses = (await db.PersonAddresses.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.PersonId)).OrderBy(a => a.Position).ToListAsync(ct)).ToLookup(a => a.PersonId);
        var tags = (await db.PersonTags.Where(t => EF.Parameter(ids).Contains(t.PersonId)).Join(db.Tags, p => p.TagId, t => t.Id, (p, t) => new { p.PersonId, t.Name }).ToListAsync(ct)).ToLookup(t => t.PersonId, t => t.Name);
        var fields = (await own.All(ct)).Where(f => f.IsForTemplates).ToDictionary(f => f.Id);
        var values = (await db.CustomValues.AsNoTracking().Where(v => EF.Parameter(ids).Contains(v.PersonId)).ToListAsync(ct)).ToLookup(v => v.PersonId);
        var drops = people.ToDictionary(p => p.Id, p =>
        {
            var address = addresses[p.Id].FirstOrDefault(a => a.Kind != AddressKind.Registered) ?? addresses[p.Id].FirstOrDefault();
            return new PersonDrop
            {
                Id = p.Id, FirstName = p.FirstName, LastName = p.LastName, Language = p.Language ?? nation.Facts.Language, Employer = p.Employer ?? "", Occupation = p.Occupation ?? "",
                Email = emails[p.Id].FirstOrDefault()?.Address ?? "",
                PhoneNumber = Shown(phones[p.Id].FirstOrDefault(n => n.Kind != PhoneKind.Mobile)), MobileNumber = Shown(phones[p.Id].FirstOrDefault(n => n.Kind == PhoneKind.Mobile)),
                Address1 = address?.Line1 ?? "", City = address?.City ?? "", Zip = address?.Postcode ?? "",
                Tags = [.. tags[p.Id].Order(StringComparer.Ordinal)],
                CustomValues = values[p.Id].Where(v => fields.ContainsKey(v.CustomFieldId)).ToDictionary(v => fields[v.CustomFieldId].Slug, v => Text(fields[v.CustomFieldId], v, p.Language ?? nation.Facts.Language), StringComparer.Ordinal),
            }.Is(p.Sex);
        });
        if (facts != PersonFact.None) await Tell(drops, ids, facts, ct);
        return drops;
    }

    /// <summary>To write to somebody by what is known of them is to choose them by it: of those who did not agree to that nothing is told.</summary>
    private async Task Tell(Dictionary<long, PersonDrop> drops, long[] ids, PersonFact facts, CancellationToken ct)
    {
        var agreed = await db.ConsentStates.Where(s => EF.Parameter(ids).Contains(s.PersonId) && s.Purpose == Purpose.Targeted && s.IsGiven).Select(s => s.PersonId).ToArrayAsync(ct);
        if (agreed.Length == 0) return;
        foreach (var source in sources.Where(s => facts.HasFlag(s.Fact))) await source.Tell(agreed, drops, ct);
    }

    // A person that is a value is somebody else's business.
    private static string Text(CustomField field, CustomValue value, string language) => value switch
    {
        { LinkedPersonId: not null } => "",
        { WholeValue: { } cents } when field.Kind == FieldKind.Money => new Money(cents, field.Currency).Brief(PersonDrop.CultureOf(language)),
        _ => OwnFields.Text(value),
    };

    private string Shown(PersonPhone? phone) => phone is null ? "" : Shared.PhoneNumber.Display(phone.Number, nation.Facts.Country);
}
