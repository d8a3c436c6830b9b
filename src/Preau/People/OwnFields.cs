using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People;

/// <summary>Values of the campaign's own fields, as text in and out: what a form or a file says, each in the column of its kind.</summary>
public sealed class OwnFields(Database db)
{
    private List<CustomField>? all;

    public async Task<List<CustomField>> All(CancellationToken ct) => all ??= await db.CustomFields.AsNoTracking().OrderBy(f => f.Position).ThenBy(f => f.Id).ToListAsync(ct);

    /// <summary>A person's values by slug, as forms hold them.</summary>
    public async Task<Dictionary<string, string?>> Texts(long personId, CancellationToken ct)
    {
        var fields = await All(ct);
        var values = await db.CustomValues.AsNoTracking().Where(v => v.PersonId == personId).ToDictionaryAsync(v => v.CustomFieldId, ct);
        return fields.ToDictionary(f => f.Slug, f => values.TryGetValue(f.Id, out var value) ? Text(value) : null, StringComparer.Ordinal);
    }

    /// <summary>Whether a text fits the field; empty always does.</summary>
    public static bool Fits(CustomField field, string? text) => string.IsNullOrWhiteSpace(text) || Put(field, text, new CustomValue());

    /// <summary>Puts the given texts in; empty ones take the value away. Gives the slugs that changed. The caller saves.</summary>
    public async Task<List<string>> Set(long personId, IReadOnlyDictionary<string, string?> texts, CancellationToken ct)
    {
        var changed = new List<string>();
        if (texts.Count == 0) return changed;
        var known = await db.CustomValues.Where(v => v.PersonId == personId).ToDictionaryAsync(v => v.CustomFieldId, ct);
        foreach (var field in (await All(ct)).Where(f => texts.ContainsKey(f.Slug)))
        {
            var text = texts[field.Slug];
            known.TryGetValue(field.Id, out var row);
            if ((row is null ? "" : Text(row)) == (text?.Trim() ?? "")) continue;
            if (string.IsNullOrWhiteSpace(text))
            {
                if (row is not null) db.Remove(row);
            }
            else
            {
                if (row is null) db.Add(row = new CustomValue { PersonId = personId, CustomFieldId = field.Id });
                if (!Put(field, text, row)) throw new ArgumentException($"{field.Slug} does not take that value.", nameof(texts));
            }
            changed.Add(field.Slug);
        }
        return changed;
    }

    public static string Text(CustomValue value) => value switch
    {
        { TextValue: { } text } => text,
        { NumberValue: { } number } => number.ToString("R", CultureInfo.InvariantCulture),
        { DateValue: { } day } => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        { BooleanValue: { } flag } => flag ? "true" : "false",
        _ => "",
    };

    /// <summary>Writes a text into the column of the field's kind; false when it does not fit, and then nothing is written.</summary>
    public static bool Put(CustomField field, string text, CustomValue value)
    {
        text = text.Trim();
        switch (field.Kind)
        {
            case FieldKind.Text when text.Length <= 2000:
                (value.TextValue, value.TextKey) = (text, NameKey.Of(text) is { Length: > 200 } key ? key[..200] : NameKey.Of(text));
                return true;
            case FieldKind.Choice when Array.Find(ChoicesOf(field), c => NameKey.Of(c) == NameKey.Of(text)) is { } choice:
                (value.TextValue, value.TextKey) = (choice, NameKey.Of(choice));
                return true;
            case FieldKind.Number when double.TryParse(text.Replace(',', '.').Replace(" ", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                value.NumberValue = number;
                return true;
            case FieldKind.Date when DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                value.DateValue = day;
                return true;
            case FieldKind.Boolean when text.ToLowerInvariant() is "true" or "yes" or "oui" or "1" or "vrai" or "x":
                value.BooleanValue = true;
                return true;
            case FieldKind.Boolean when text.ToLowerInvariant() is "false" or "no" or "non" or "0" or "faux":
                value.BooleanValue = false;
                return true;
            default:
                return false;
        }
    }

    public static string[] ChoicesOf(CustomField field) => field.Choices.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
