using System.Globalization;
using Preau.Electors.Votes;
using Preau.Imports.Batches;
using Preau.People;

namespace Preau.Imports.Choices;

/// <summary>The first people whom a file would bring, and the first whom it would change, with every value before and after.</summary>
internal sealed class TrialSamples
{
    public const int Kept = 50;
    private const int Longest = 200;
    private readonly List<TrialSample> added = [];
    private readonly List<TrialSample> changed = [];

    // How much of somebody an earlier row showed: each row that changes somebody counts, and stands with what it changes.
    private readonly Dictionary<Draft, int> shown = [];

    // Fields that the import would make have numbers for the trial alone.
    private readonly Dictionary<long, string> slugs = [];
    private (int Emails, int Phones, int Addresses, int Numbers, int Tags, int Notes, int Consents) from;

    public IReadOnlyList<TrialSample> New => added;

    public IReadOnlyList<TrialSample> Changed => changed;

    private bool IsFull => added.Count >= Kept && changed.Count >= Kept;

    /// <summary>Before a row is taken: what the batch holds so far is not of this row.</summary>
    public void Before(Batch batch)
    {
        if (!IsFull) from = (batch.Emails.Count, batch.Phones.Count, batch.Addresses.Count, batch.Numbers.Count, batch.Tags.Count, batch.Notes.Count, batch.Consents.Count);
    }

    public void After(Batch batch, ReadRow row, RowOutcome outcome, Draft? person)
    {
        if (IsFull || person is null) return;
        foreach (var (field, _) in row.Fields) slugs[field.Id] = field.Slug;
        if (outcome == RowOutcome.Created && person.IsNew && added.Count < Kept)
        {
            added.Add(new TrialSample(row.Line, null, person.FullName, [.. Own(person), .. Added(batch, person)]));
        }
        else if (outcome == RowOutcome.Changed && changed.Count < Kept)
        {
            changed.Add(person.IsNew
                ? new TrialSample(row.Line, null, person.FullName, [.. Own(person), .. Added(batch, person)])
                : new TrialSample(row.Line, person.Id, person.FullName, [.. Touched(person, shown.GetValueOrDefault(person)), .. batch.Roll?.Differences(person) ?? [], .. Added(batch, person)]));
        }

        if (!person.IsNew) shown[person] = person.Touches.Count;
    }

    /// <summary>What is new of somebody who is not known yet, apart from the names that stand above it.</summary>
    private IEnumerable<TrialChange> Own(Draft person)
    {
        if (person.Sex is { } sex) yield return new("sex", null, EnumText<Sex>.Of(sex));
        if (person.BornOn is { } day) yield return new("born_on", null, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (person.Language is { } language) yield return new("language", null, language);
        if (person.SupportLevel is { } level) yield return new("support_level", null, level.ToString(CultureInfo.InvariantCulture));
        if (person.Employer is { } employer) yield return new("employer", null, Brief(employer));
        if (person.Occupation is { } occupation) yield return new("occupation", null, Brief(occupation));
        foreach (var (id, value) in person.Values) yield return new(Custom(id), null, Brief(OwnFields.Text(value)));
    }

    private IEnumerable<TrialChange> Touched(Draft person, int shownSoFar)
    {
        foreach (var touch in person.Touches.Skip(shownSoFar))
        {
            var field = touch.Table switch
            {
                "person" when touch.Field != "is_roll_only" => touch.Field,
                "person_address" when person.Addresses.Find(a => !a.IsNew && a.Address.Id.ToString(CultureInfo.InvariantCulture) == touch.Key) is { } address => "address:" + EnumText<AddressKind>.Of(address.Address.Kind),
                RestoreVotes.FactsTable => VoteTargets.Facts + touch.Field,
                "custom_value" => Custom(long.Parse(touch.Key!, CultureInfo.InvariantCulture)),
                _ => null,
            };
            if (field is not null) yield return new(field, Brief(touch.Before), Brief(touch.After));
        }
    }

    private IEnumerable<TrialChange> Added(Batch batch, Draft person)
    {
        foreach (var (_, email, _, _, _) in batch.Emails.Skip(from.Emails)) yield return new("email", null, email.Address);
        foreach (var (_, phone, _, _) in batch.Phones.Skip(from.Phones)) yield return new("phone", null, phone.Number);
        foreach (var (_, draft) in batch.Addresses.Skip(from.Addresses).Where(a => a.Address.IsNew)) yield return new("address:" + EnumText<AddressKind>.Of(draft.Address.Kind), null, Brief(Text(draft.Address)));
        foreach (var (_, source, value) in batch.Numbers.Skip(from.Numbers)) yield return new(Targets.ExternalPrefix + source, null, Brief(value));
        foreach (var (_, tag) in batch.Tags.Skip(from.Tags)) yield return new("tag", null, tag.Name);
        foreach (var (_, text) in batch.Notes.Skip(from.Notes)) yield return new("note", null, Brief(text));
        foreach (var day in batch.Votes?.DaysOf(person) ?? []) yield return new(VoteTargets.HeldOn, null, day);
        foreach (var (_, purpose, isGiven) in batch.Consents.Skip(from.Consents)) yield return new(Targets.ConsentPrefix + EnumText<Purpose>.Of(purpose), null, isGiven ? "true" : "false");
    }

    private static string Text(PersonAddress address) => string.Join(", ", ((string?[])[address.Line1, address.Line2, $"{address.Postcode} {address.City}".Trim(), address.Region, address.Country]).Where(p => !string.IsNullOrEmpty(p)));

    private string Custom(long id) => CustomField.Prefix + slugs.GetValueOrDefault(id, "");

    private static string? Brief(string? text) => text is null || text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
}
