using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Preau.Shared;

namespace Preau.People.Bulk;

/// <summary>
/// What many people can be given at once. Not their names, ways to reach them and addresses: those are each person's, and a town without its street and
/// postcode would make addresses where nobody lives.
/// </summary>
public sealed class BulkFields(OwnFields own, FieldWords fields, PersonWords said, Words words)
{
    private IReadOnlyList<BulkField> all = [];

    public async Task<IReadOnlyList<BulkField>> All(CancellationToken ct) => all = [.. Columns(), .. (await own.Changeable(ct)).Select(OfOwn)];

    /// <summary>Of those that were read before in this scope.</summary>
    public BulkField? Known(string? name) => all.FirstOrDefault(f => f.Name == name);

    /// <summary>The same, as it is now that the people are held.</summary>
    public async Task<BulkField?> Anew(string? name, CancellationToken ct)
    {
        own.Forget();
        return await Named(name, ct);
    }

    public async Task<BulkField?> Named(string? name, CancellationToken ct) => (await All(ct)).FirstOrDefault(f => f.Name == name);

    private IEnumerable<BulkField> Columns() =>
    [
        new ColumnField<int?>(nameof(Person.SupportLevel), t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= 1 and <= 5 ? level : null, Number)
        {
            Name = "support_level", Label = words["Support level"], Choices = [.. Enumerable.Range(1, 5).Select(l => new SelectListItem(said.Support(l), Number(l)))],
        },
        new ColumnField<int?>(nameof(Person.Priority), t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= 1 and <= 5 ? level : null, Number)
        {
            Name = "priority", Label = words["Priority"], Choices = [.. Enumerable.Range(1, 5).Select(l => new SelectListItem(said.Priority(l), Number(l)))],
        },
        new ColumnField<string>(nameof(Person.Language), t => Words.Languages.Contains(t, StringComparer.Ordinal) ? t : null, t => t)
        {
            Name = "language", Label = words["Language"], Choices = [new(words["French"], "fr"), new(words["English"], "en")],
        },
        new ColumnField<Sex?>(nameof(Person.Sex), t => EnumText<Sex>.TryParse(t, out var sex) ? sex : null, s => s is { } sex ? EnumText<Sex>.Of(sex) : "")
        {
            Name = "sex", Label = words["Sex"], Choices = [.. Enum.GetValues<Sex>().Select(s => new SelectListItem(said.Of(s), EnumText<Sex>.Of(s)))],
        },
        new ColumnField<string>(nameof(Person.Employer), Short, t => t) { Name = "employer", Label = words["Employer"] },
        new ColumnField<string>(nameof(Person.Occupation), Short, t => t) { Name = "occupation", Label = words["Occupation"] },
    ];

    private OwnValueField OfOwn(CustomField field) => new(field, fields)
    {
        Name = CustomField.Prefix + field.Slug, Label = field.Name,
        Input = field.Kind switch
        {
            FieldKind.Number => "number",
            FieldKind.Money => "money",
            FieldKind.Date => "date",
            FieldKind.LongText => "textarea",
            FieldKind.Text or FieldKind.Choice or FieldKind.Several or FieldKind.Boolean or FieldKind.Person => "text",
        },
        Choices = field.Kind switch
        {
            FieldKind.Choice => [.. OwnFields.ChoicesOf(field).Select(c => new SelectListItem(c, c))],
            FieldKind.Boolean => [new(words["Yes"], "true"), new(words["No"], "false")],
            FieldKind.Text or FieldKind.LongText or FieldKind.Number or FieldKind.Money or FieldKind.Date or FieldKind.Several or FieldKind.Person => null,
        },
    };

    private static string? Short(string text) => text.Length is > 0 and <= 200 ? text : null;

    private static string Number(int? level) => level?.ToString(CultureInfo.InvariantCulture) ?? "";
}
