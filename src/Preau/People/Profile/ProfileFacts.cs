using Microsoft.EntityFrameworkCore;

namespace Preau.People.Profile;

/// <summary>Everything that the summary of a person shows, read at once.</summary>
public sealed record ProfileFacts(Person Person)
{
    private const int HistoryLength = 12;

    public static readonly ProfileFacts None = new(new Person());

    public IReadOnlyList<PersonEmail> Emails { get; private init; } = [];

    /// <summary>Addresses that get nothing sent to many, by their keys, since somebody else left the list there.</summary>
    public IReadOnlySet<string> LeftAt { get; private init; } = new HashSet<string>(StringComparer.Ordinal);

    public IReadOnlyList<PersonPhone> Phones { get; private init; } = [];
    public IReadOnlyList<PersonAddress> Addresses { get; private init; } = [];
    public IReadOnlyList<Tag> Tags { get; private init; } = [];
    public IReadOnlyList<ConsentLine> Consents { get; private init; } = [];
    public IReadOnlyList<FieldLine> Fields { get; private init; } = [];
    public string? AssigneeName { get; private init; }
    public IReadOnlyList<SupportLine> Support { get; private init; } = [];

    /// <summary>Where values came from, by field.</summary>
    public IReadOnlyDictionary<string, Provenance> Origins { get; private init; } = new Dictionary<string, Provenance>(StringComparer.Ordinal);

    /// <summary>Where one value came from: its own line, else that of all the person came with, else the person's.</summary>
    public (string Source, DateTimeOffset At) OriginOf(string field) =>
        Origins.TryGetValue(field, out var own) || Origins.TryGetValue(Provenance.Everything, out own) ? (own.Source, own.At) : (Person.Source, Person.CreatedAt);

    /// <summary>Whether somebody said no to it, whoever asked.</summary>
    public bool Refuses(Purpose purpose) => Consents.Any(c => c.Purpose == purpose && c.IsGiven == false);

    /// <summary>One place is shown once, whatever it is kept as.</summary>
    public IEnumerable<IGrouping<(string, string, string, string), PersonAddress>> Places => Addresses.GroupBy(a => (a.Line1, a.Line2, a.Postcode, a.CityKey));

    public static ProfileFacts Just(Person person) => new(person);

    /// <param name="withSupport">Whether the reader learns who wrote down which level.</param>
    public static async Task<ProfileFacts> Of(Database db, LeftAddresses left, Person person, OwnLines own, bool withSupport, CancellationToken ct)
    {
        var id = person.Id;
        var states = await db.ConsentStates.Where(s => s.PersonId == id).ToDictionaryAsync(s => s.Purpose, ct);
        var entries = await db.ConsentEntries.Where(e => e.PersonId == id).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(60)
            .Select(e => new { e.Purpose, e.IsGiven, e.Source, e.At, Wording = db.ConsentWordings.Where(w => w.Version == e.Wording).Select(w => w.Text).FirstOrDefault() }).ToListAsync(ct);
        var given = (await db.ConsentEntries.Where(e => e.PersonId == id && e.IsGiven).Select(e => e.Purpose).Distinct().ToListAsync(ct)).ToHashSet();
        var emails = await db.PersonEmails.AsNoTracking().Where(e => e.PersonId == id).OrderBy(e => e.Position).ToListAsync(ct);
        return new(person)
        {
            Emails = emails,
            LeftAt = await left.Closed(id, emails.Select(e => e.EmailKey), ct),
            Phones = await db.PersonPhones.AsNoTracking().Where(e => e.PersonId == id).OrderBy(e => e.Position).ToListAsync(ct),
            Addresses = await db.PersonAddresses.AsNoTracking().Where(e => e.PersonId == id).OrderBy(e => e.Position).ToListAsync(ct),
            Tags = await db.PersonTags.Where(t => t.PersonId == id).Join(db.Tags, p => p.TagId, t => t.Id, (p, t) => t).OrderBy(t => t.NameKey).AsNoTracking().ToListAsync(ct),
            Consents =
            [
                .. Enum.GetValues<Purpose>().Select(purpose =>
                {
                    var lines = entries.Where(e => e.Purpose == purpose).Reverse().ToList();
                    // Where nothing stands, the undo itself says why.
                    var last = ConsentLedger.Standing(lines, e => e.Source).LastOrDefault() ?? lines.LastOrDefault();
                    var state = states.GetValueOrDefault(purpose);
                    var hasLeft = state is { IsGiven: false } && ConsentLedger.LeftByThemselves(lines, e => (e.IsGiven, e.Source));
                    return new ConsentLine(purpose, state?.IsGiven, given.Contains(purpose), state?.At, last?.Source, last?.Wording, hasLeft);
                }),
            ],
            Support = withSupport ? await SupportHistory.Of(db, id, HistoryLength, ct) : [],
            Origins = await db.Provenances.AsNoTracking().Where(p => p.PersonId == id).ToDictionaryAsync(p => p.Field, StringComparer.Ordinal, ct),
            Fields = await own.Of(id, ct),
            AssigneeName = person.AssigneeId is null ? null : await db.Accounts.Where(a => a.Id == person.AssigneeId).Select(a => a.Name).SingleOrDefaultAsync(ct),
        };
    }
}

/// <param name="IsGiven">Null when nobody ever asked.</param>
/// <param name="WasGiven">A no after it is a withdrawal.</param>
/// <param name="HasLeft">Whether they said no by themselves, so that nobody else writes their yes down.</param>
public sealed record ConsentLine(Purpose Purpose, bool? IsGiven, bool WasGiven, DateTimeOffset? At, string? Source, string? Wording, bool HasLeft);
