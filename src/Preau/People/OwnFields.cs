using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.People;

/// <summary>Values of the campaign's own fields, as text in and out: what a form or a file says, each in the column of its kind. And who sees and changes which.</summary>
public sealed class OwnFields(Database db, CurrentAccount account, Actor actor)
{
    // As much of a text as an index takes.
    private const int KeyLength = 200;

    private List<CustomField>? all;
    private (bool IsKnown, Role? Role) asking;

    /// <summary>Those in use, whoever asks. For what the program does by itself.</summary>
    public async Task<List<CustomField>> All(CancellationToken ct) =>
        all ??= await db.CustomFields.AsNoTracking().Where(f => f.RetiredAt == null && f.RemovedAt == null).OrderBy(f => f.Position).ThenBy(f => f.Id).ToListAsync(ct);

    /// <summary>Those whose values whoever asks may see.</summary>
    public async Task<List<CustomField>> Seen(CancellationToken ct) => await Asking(ct) is { } role ? (await All(ct)).FindAll(f => f.SeenBy.Includes(role)) : await All(ct);

    /// <summary>Those whose values whoever asks may change.</summary>
    public async Task<List<CustomField>> Changeable(CancellationToken ct) => await Asking(ct) is { } role ? (await All(ct)).FindAll(f => f.SeenBy.Includes(role) && f.ChangedBy.Includes(role)) : await All(ct);

    /// <summary>Retired ones and those on their way out too.</summary>
    public async Task<bool> Sees(CustomField field, CancellationToken ct) => await Asking(ct) is not { } role || field.SeenBy.Includes(role);

    /// <summary>Whether whoever asks may say how a field is asked, and remove it or a choice of it: whoever may change every value of it. Retired ones too.</summary>
    public async Task<bool> MayShape(CustomField field, CancellationToken ct) => await Asking(ct) is not { } role || (field.SeenBy.Includes(role) && field.ChangedBy.Includes(role));

    /// <summary>What was read of the fields may be old: they are read again, by whoever holds the people now.</summary>
    public void Forget() => all = null;

    /// <summary>Those whose values whoever asks must not see; retired ones and those on their way out too.</summary>
    public async Task<List<CustomField>> Hidden(CancellationToken ct) =>
        await Asking(ct) is { } role ? (await db.CustomFields.AsNoTracking().ToListAsync(ct)).FindAll(f => !f.SeenBy.Includes(role)) : [];

    // Work in the background for somebody sees what they see; the program's own sees all.
    private async Task<Role?> Asking(CancellationToken ct)
    {
        if (asking.IsKnown) return asking.Role;
        var role = account.Role ?? (actor is { Kind: ActorKind.Account, AccountId: { } id } ? await db.Memberships.Where(m => m.AccountId == id).Select(m => (Role?)m.Role).SingleOrDefaultAsync(ct) ?? Role.Volunteer : null);
        asking = (true, role);
        return role;
    }

    /// <summary>All rows of a field, by the index of its kind.</summary>
    public static IQueryable<CustomValue> Rows(Database db, CustomField field)
    {
        var id = field.Id;
        var rows = db.CustomValues.Where(v => v.CustomFieldId == id);
        return field.Kind switch
        {
            FieldKind.Text or FieldKind.Choice => rows.Where(v => v.TextKey != null),
            FieldKind.LongText => rows.Where(v => v.LongKey != null),
            FieldKind.Number => rows.Where(v => v.NumberValue != null),
            FieldKind.Money or FieldKind.Several => rows.Where(v => v.WholeValue != null),
            FieldKind.Date => rows.Where(v => v.DateValue != null),
            FieldKind.Boolean => rows.Where(v => v.BooleanValue != null),
            FieldKind.Person => rows.Where(v => v.LinkedPersonId != null),
        };
    }

    /// <summary>A person's values by slug, as forms hold them; of the fields that whoever asks may change.</summary>
    public async Task<Dictionary<string, string?>> Texts(long personId, CancellationToken ct)
    {
        var fields = await Changeable(ct);
        var values = await db.CustomValues.AsNoTracking().Where(v => v.PersonId == personId).ToDictionaryAsync(v => v.CustomFieldId, ct);
        return fields.ToDictionary(f => f.Slug, f => values.TryGetValue(f.Id, out var value) ? Text(f, value) : null, StringComparer.Ordinal);
    }

    /// <summary>Puts the given texts in; empty ones take the value away. Gives the slugs that changed. The caller saves.</summary>
    public async Task<List<string>> Set(long personId, IReadOnlyDictionary<string, string?> texts, CancellationToken ct) => await Set(personId, texts, await Changeable(ct), ct);

    /// <summary>What somebody who may change the field has laid down, whoever carries it out; nothing where the field no longer takes it. The caller saves.</summary>
    public async Task<bool> SetAsLaidDown(long personId, string slug, string text, CancellationToken ct)
    {
        if ((await All(ct)).Find(f => f.Slug == slug) is not { } field || !Put(field, text, new CustomValue())) return false;
        return (await Set(personId, new Dictionary<string, string?>(StringComparer.Ordinal) { [slug] = text }, [field], ct)).Count > 0;
    }

    private async Task<List<string>> Set(long personId, IReadOnlyDictionary<string, string?> texts, List<CustomField> fields, CancellationToken ct)
    {
        var changed = new List<string>();
        if (texts.Count == 0) return changed;
        var known = await db.CustomValues.Where(v => v.PersonId == personId).ToDictionaryAsync(v => v.CustomFieldId, ct);
        foreach (var field in fields.Where(f => texts.ContainsKey(f.Slug)))
        {
            var text = texts[field.Slug];
            known.TryGetValue(field.Id, out var row);
            if ((row is null ? "" : Text(field, row)) == (text?.Trim() ?? "")) continue;
            if (string.IsNullOrWhiteSpace(text))
            {
                if (row is not null) db.Remove(row);
            }
            else
            {
                var value = new CustomValue { PersonId = personId, CustomFieldId = field.Id };
                if (!Put(field, text, value)) throw new ArgumentException($"{field.Slug} does not take that value.", nameof(texts));
                if (row is not null && Text(row) == Text(value)) continue;
                if (row is null) db.Add(value);
                else row.Take(value);
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
        { LinkedPersonId: { } id } => id.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>The same with the choices of today, where they are being changed for very many people and the value may still say those before.</summary>
    public static string Text(CustomField field, CustomValue value) => field.IsBeingReworked ? field.Kind switch
    {
        FieldKind.Choice => FieldChoice.Find(FieldChoice.Of(field), Text(value))?.Name ?? "",
        FieldKind.Several when value.WholeValue is { } bits => string.Join(", ", FieldChoice.Of(field).Where(c => (bits & c.Bit) != 0).Select(c => c.Name)),
        _ => Text(value),
    } : Text(value);

    /// <summary>Writes a text into the column of the field's kind; false when it does not fit or breaks a rule of the field.</summary>
    public static bool Put(CustomField field, string text, CustomValue value) => Read(field, text, value) && FieldRules.Broken(field, value) == BrokenRule.None;

    /// <summary>As <see cref="Put"/>, whatever the rules say: for what stood there before they were made.</summary>
    public static bool Read(CustomField field, string text, CustomValue value)
    {
        text = text.Trim();
        switch (field.Kind)
        {
            case FieldKind.Text when text.Length is > 0 and <= FieldRules.LongestText:
                var key = NameKey.Of(text);
                (value.TextValue, value.TextKey, value.LongKey) = (text, key.Length > KeyLength ? key[..KeyLength] : key, key.Length > KeyLength ? key : null);
                return true;
            case FieldKind.LongText when text.Length is > 0 and <= FieldRules.LongestLongText:
                (value.TextValue, value.LongKey) = (text, NameKey.Of(text));
                return true;
            case FieldKind.Choice when FieldChoice.Find(FieldChoice.Of(field), text) is { } choice:
                (value.TextValue, value.TextKey) = (choice.Name, NameKey.Of(choice.Name));
                return true;
            case FieldKind.Several:
                return ReadSeveral(field, text, value);
            case FieldKind.Number when double.TryParse(Bare(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                value.NumberValue = number;
                return true;
            case FieldKind.Money when !Money.HasTwoReadings(text, field.Currency) && Money.TryParse(text, field.Currency, out var money):
                (value.WholeValue, value.TextValue) = (money.Cents, money.Plain());
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
            case FieldKind.Person when long.TryParse(text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0:
                value.LinkedPersonId = id;
                return true;
            default:
                return false;
        }
    }

    // «Bleu, rouge» in any order, as files and people write them; kept in the order of the field.
    private static bool ReadSeveral(CustomField field, string text, CustomValue value)
    {
        var choices = FieldChoice.Of(field);
        var chosen = new HashSet<FieldChoice>();
        foreach (var name in text.Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (FieldChoice.Find(choices, name) is not { } choice) return false;
            chosen.Add(choice);
        }

        if (chosen.Count == 0) return false;
        (value.WholeValue, value.TextValue) = (chosen.Aggregate(0L, (bits, c) => bits | c.Bit), string.Join(", ", choices.Where(chosen.Contains).Select(c => c.Name)));
        return true;
    }

    /// <summary>Whether a value is what a text said, though a choice of it may be called otherwise since.</summary>
    public static bool Is(CustomField field, CustomValue value, string? text)
    {
        var said = new CustomValue();
        return Text(value) == text || (text is not null && Read(field, text, said) && Text(said) == Text(value));
    }

    /// <summary>Brings a value that was read with older choices to those of today; false when one of its choices is gone.</summary>
    public static bool Renew(CustomField older, CustomField today, CustomValue value)
    {
        var choices = FieldChoice.Of(today);
        var chosen = FieldChoice.Of(older).Where(c => older.Kind == FieldKind.Several ? (value.WholeValue & c.Bit) != 0 : c.Keys.Contains(value.TextKey, StringComparer.Ordinal)).Select(c => choices.FirstOrDefault(t => t.Code == c.Code)).ToList();
        return chosen.Count > 0 && !chosen.Contains(null) && Read(today, string.Join(", ", chosen.Select(c => c!.Name)), value);
    }

    private static string Bare(string text) => string.Concat(text.Replace(',', '.').Where(c => !char.IsWhiteSpace(c)));

    public static string[] ChoicesOf(CustomField field) => [.. FieldChoice.Of(field).Select(c => c.Name)];
}
