using Preau.Electors.Votes;
using Preau.Imports.Batches;
using Preau.Imports.Named;
using Preau.People;

namespace Preau.Imports.Choices;

/// <summary>What was chosen for all rows of an import: whom they may mean, and which values give way to what is known.</summary>
internal sealed class RowRules
{
    private const string Address = "address:";

    /// <summary>Fields as provenance names them; null where every column is authoritative, so that most imports never ask.</summary>
    private readonly HashSet<string>? yielding;

    private RowRules(MatchKeys keys, HashSet<string>? yielding, bool isRoll) => (Keys, this.yielding, IsRoll) = (keys, yielding, isRoll);

    public static RowRules Usual { get; } = new(MatchKeys.Usual, null, false);

    public MatchKeys Keys { get; }

    /// <summary>Whether the file is an electoral roll, of whatever country: who comes by it and cannot be reached is known by the roll alone.</summary>
    public bool IsRoll { get; }

    /// <summary>The day of the import: what a file gives no day for began then.</summary>
    public DateOnly Today { get; init; }
    public static RowRules Of(Import import)
    {
        var targets = import.Targets();
        var fields = import.Yielding().Select(h => FieldOf(targets.GetValueOrDefault(h, Targets.Skip))).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new RowRules(import.Keys, fields.Count == 0 ? null : fields, import.OriginKind == ImportOrigin.ElectoralRoll) { Today = DateOnly.FromDateTime(import.CreatedAt.UtcDateTime) };
    }

    /// <summary>The field that a column can overwrite; null for what is added, never overwritten.</summary>
    public static string? FieldOf(string target) => target switch
    {
        "first_name" or "last_name" or "sex" or "language" or "support_level" or "priority" or "employer" or "occupation" => target,
        Targets.BornOn or Targets.BornOnMonthFirst => Targets.BornOn,
        "line1" or "line2" or "postcode" or "city" or "region" or "country" => Address + EnumText<AddressKind>.Of(AddressKind.Home),
        Targets.NewField => null,
        NamedTargets.PointPerson or "point_person_number" => NamedTargets.PointPerson,
        _ when target.StartsWith(VoteTargets.Facts, StringComparison.Ordinal) => target,
        _ when target.StartsWith(Targets.FieldPrefix, StringComparison.Ordinal) => CustomField.Prefix + target[Targets.FieldPrefix.Length..],
        _ => target.Split('@') is [_, var kind] ? Address + kind : null,
    };

    /// <summary>What the row says, less what the person has already and the file may only fill. An address is one value: half of one never joins half of another.</summary>
    public PersonInput Less(PersonInput input, Draft person) => yielding is null ? input : input with
    {
        FirstName = Yields("first_name", person.FirstName.Length > 0) ? null : input.FirstName,
        LastName = Yields("last_name", person.LastName.Length > 0) ? null : input.LastName,
        Sex = Yields("sex", person.Sex is not null) ? null : input.Sex,
        BornOn = Yields(Targets.BornOn, person.BornOn is not null) ? null : input.BornOn,
        Language = Yields("language", person.Language is not null) ? null : input.Language,
        SupportLevel = Yields("support_level", person.SupportLevel is not null) ? null : input.SupportLevel,
        Priority = Yields("priority", person.Priority is not null) ? null : input.Priority,
        Employer = Yields("employer", person.Employer is not null) ? null : input.Employer,
        Occupation = Yields("occupation", person.Occupation is not null) ? null : input.Occupation,
        Addresses = [.. input.Addresses.Where(a => !Yields(Address + EnumText<AddressKind>.Of(a.Kind), person.Addresses.Exists(k => k.Address.Kind == a.Kind)))],
    };

    public bool Yields(CustomField field, Draft person) => yielding is not null && Yields(CustomField.Prefix + field.Slug, person.Values.ContainsKey(field.Id));

    /// <summary>Whether a column only fills what is empty.</summary>
    public bool Yields(string field) => yielding?.Contains(field) == true;

    private bool Yields(string field, bool isKnown) => isKnown && yielding!.Contains(field);
}
