using Microsoft.EntityFrameworkCore;
using Preau.Audit;
using Preau.Shared;

namespace Preau.People;

/// <summary>What the fields are called that a line of the audit trail names of a person. An own field is named to whoever may see its values, and nobody else.</summary>
public sealed class NamedFields(Database db, OwnFields own, PersonWords names, Words words) : IAuditFields
{
    private Dictionary<string, CustomField>? fields;

    public IReadOnlyCollection<string> Subjects { get; } = ["person", "person_email", "person_phone", "person_address", "custom_value"];

    public async Task<string> Of(AuditLine line, CancellationToken ct) =>
        line.Action.StartsWith("custom_value.", StringComparison.Ordinal) ? await OwnName(line.SubjectId, ct) : await Said(line.Details, ct);

    /// <summary>«first_name, name_key, custom:size» as «First name, T-shirt».</summary>
    public async Task<string> Said(string? details, CancellationToken ct)
    {
        var said = new List<string>();
        foreach (var field in (details ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            if (field.StartsWith(CustomField.Prefix, StringComparison.Ordinal)) said.Add(await OwnName(field[CustomField.Prefix.Length..], ct));
            else said.Add(OfRow(field));
        }

        return string.Join(", ", said.Where(s => s.Length > 0).Distinct(StringComparer.Ordinal));
    }

    private string OfRow(string field) => field switch
    {
        // Keys and dates that follow from other fields say nothing to a reader.
        "name_key" or "given_key" or "email_key" or "phone_key" or "city_key" or "changed_at" or "is_roll_only" => "",
        "address" => words["Mail address"],
        "number" => words["Telephone"],
        "kind" => words["Kind"],
        "position" => words["Order"],
        "is_bad" => words["Marked as bad"],
        "bad_reason" => words["Reason"],
        "is_shut" => words["Suppression"],
        "line1" => words["Street and number"],
        "line2" => words["Building, floor"],
        "postcode" => words["Postcode"],
        "city" => words["City"],
        "city_code" => words["Code of the commune"],
        "region" => words["Region"],
        "country" => words["Country"],
        "undone" => words["undone"],
        _ => names.Field(field),
    };

    private async Task<string> OwnName(string slug, CancellationToken ct)
    {
        fields ??= await db.CustomFields.AsNoTracking().ToDictionaryAsync(f => f.Slug, StringComparer.Ordinal, ct);
        return fields.TryGetValue(slug, out var field) ? await own.Sees(field, ct) ? field.Name : "" : slug;
    }

    private async Task<string> OwnName(long? id, CancellationToken ct)
    {
        fields ??= await db.CustomFields.AsNoTracking().ToDictionaryAsync(f => f.Slug, StringComparer.Ordinal, ct);
        return fields.Values.FirstOrDefault(f => f.Id == id) is { } field && await own.Sees(field, ct) ? field.Name : "";
    }
}
