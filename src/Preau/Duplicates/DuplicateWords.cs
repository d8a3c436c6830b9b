using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Audit;
using Preau.People;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>What the screens of two records say, in the user's language.</summary>
public sealed class DuplicateWords(Database db, OwnFields own, FieldWords fields, PickPerson pick, Words words, PersonWords names)
{
    public string Of(Reason reason) => reason switch
    {
        Reason.Mail => words["same mail address"],
        Reason.Phone => words["same telephone"],
        Reason.Name => words["same name"],
        Reason.NearName => words["nearly the same name"],
        Reason.OtherName => words["another name of theirs on the roll"],
        Reason.Born => words["same date of birth"],
        Reason.Street => words["same street and postcode"],
        Reason.Postcode => words["same postcode"],
        Reason.OtherFirstName => words["other first name"],
        Reason.OtherLastName => words["other last name"],
        Reason.OtherBorn => words["other date of birth"],
        Reason.OtherSex => words["other sex"],
        Reason.OtherNumber => words["other number in the same system"],
    };

    public async Task<string> Label(MergeField field, CancellationToken ct)
    {
        if (!field.Field.StartsWith(CustomField.Prefix, StringComparison.Ordinal)) return names.Field(field.Field);
        var slug = field.Field[CustomField.Prefix.Length..];
        return (await own.Seen(ct)).Find(f => f.Slug == slug)?.Name ?? slug;
    }

    /// <summary>Whether the value is for the eyes and hands of whoever compares the two.</summary>
    public async Task<bool> IsSeen(string field, CancellationToken ct) => !field.StartsWith(CustomField.Prefix, StringComparison.Ordinal) || (await own.Seen(ct)).Exists(f => f.Slug == field[CustomField.Prefix.Length..]);

    /// <summary>A value as people read it; nothing where there is none.</summary>
    public async Task<string> Value(string field, object? value, CancellationToken ct) => (field, value) switch
    {
        (_, null or "") => "",
        ("sex", string sex) => names.Of(EnumText<Sex>.Parse(sex)),
        ("language", string language) => names.Language(language),
        ("support_level", long level) => names.Support((int)level),
        ("priority", long level) => names.Priority((int)level),
        ("assignee_id", long id) => await db.Accounts.Where(a => a.Id == id).Select(a => a.Name).SingleOrDefaultAsync(ct) ?? "",
        (_, string text) when field.StartsWith(CustomField.Prefix, StringComparison.Ordinal) && (await own.Seen(ct)).Find(f => f.Slug == field[CustomField.Prefix.Length..]) is { Kind: FieldKind.Money } money => fields.Shown(money, text),
        (_, long id) when field.StartsWith(CustomField.Prefix, StringComparison.Ordinal) => (await pick.Names([id], ct)).GetValueOrDefault(id) is { Length: > 0 } name ? name : words["No name"],
        (_, DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture),
        (_, DateTime at) => at.ToString("d MMM yyyy", CultureInfo.CurrentCulture),
        (_, bool flag) => flag ? words["yes"] : words["no"],
        (_, double number) => number.ToString("G15", CultureInfo.CurrentCulture),
        (_, var other) => Convert.ToString(other, CultureInfo.CurrentCulture) ?? "",
    };

    /// <summary>What the rows of a table are, many of them; null for those that nobody looks for.</summary>
    public string? Rows(string table) => table switch
    {
        "person_email" => words["Mail addresses"],
        "person_phone" => words["Telephones"],
        "person_address" => words["Addresses"],
        "person_tag" => words["Tags"],
        "person_external_id" => words["Numbers in other systems"],
        "consent_entry" => words["Lines about consent"],
        "note" => words["Notes"],
        "support_change" => words["Changes of the support level"],
        "gift" => words["Gifts"],
        "action_taken" => words["Actions on the site"],
        "relation" => words["Relations"],
        "mail_delivery" => words["Mails"],
        "mail_click" => words["Links followed in mails"],
        "import_touch" => words["Changes by files"],
        "merge" or "merged_person" or "duplicate" => null,
        _ => AuditWords.Subject(table, words),
    };

    /// <summary>A field that an undo left, by the name of its column.</summary>
    public string Field(string name) => names.Field(name);
}
