using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Preau.People.Meanwhile;
using Preau.Shared;

namespace Preau.People;

/// <summary>The own fields of a form: what is drawn, and what was typed read and checked.</summary>
public sealed class OwnForm(OwnFields own, FieldWords said, PickPerson pick, Words words)
{
    /// <summary>The fields that whoever fills the form may change, as it holds them.</summary>
    public async Task<OwnPart> Part(IReadOnlyDictionary<string, string?> texts, ModelStateDictionary state, CancellationToken ct)
    {
        var fields = await own.Changeable(ct);
        var names = await pick.Names(fields.Where(f => f.Kind == FieldKind.Person).Select(f => long.TryParse(texts.GetValueOrDefault(f.Slug), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0), ct);
        return new OwnPart(
            [.. fields.Select(f => new OwnInput(f, Value(f, texts.GetValueOrDefault(f.Slug), names), said.Hint(f), state.TryGetValue(Name(f), out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null))]);
    }

    /// <summary>Boxes that were ticked become one text, names become numbers; what is wrong is said beside its field. What nobody touched is not asked about.</summary>
    /// <param name="personId">Whose values stand there already; null of a new person.</param>
    /// <param name="form">Holds the texts, and what stood there when it was opened: others may have changed that since.</param>
    /// <param name="state">Is told what is wrong.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Check(long? personId, OpenedForm form, ModelStateDictionary state, CancellationToken ct)
    {
        var (texts, ticked, opened) = (form.Own, form.Several, form.Opened());
        var stored = personId is { } known ? await own.Texts(known, ct) : [];
        foreach (var field in await own.Changeable(ct))
        {
            if (field.Kind == FieldKind.Several && ticked.TryGetValue(field.Slug, out var boxes)) texts[field.Slug] = string.Join(", ", (boxes ?? []).Where(b => !string.IsNullOrEmpty(b)));
            if (!texts.TryGetValue(field.Slug, out var text)) continue;
            var there = stored.GetValueOrDefault(field.Slug);
            var isUntouched = opened.TryGetValue(CustomField.Prefix + field.Slug, out var was) && IsSame(field, text ?? "", was) && (was.Length > 0 || there is not null);
            if (isUntouched || (there is not null && IsSame(field, text, there)))
            {
                texts[field.Slug] = there;
                continue;
            }

            if (field.Kind == FieldKind.Person && !string.IsNullOrWhiteSpace(text))
            {
                switch (await pick.Read(text, ct))
                {
                    case Picking.One one:
                        texts[field.Slug] = text = one.Id.ToString(CultureInfo.InvariantCulture);
                        break;
                    case Picking.Several several:
                        state.AddModelError(Name(field), words["Several people are called “{0}”. Write the number of the one you mean: {1}", text, string.Join(" · ", several.People.Select(p => $"{p.Written} {p.Beside}".Trim()))]);
                        continue;
                    default:
                        state.AddModelError(Name(field), words["Nobody is found by “{0}”.", text]);
                        continue;
                }
            }

            if (said.WhyNot(field, text) is { } wrong) state.AddModelError(Name(field), wrong);
        }
    }

    // A browser sends lines with other ends; a person stands in the box with their name behind the number, where whoever fills the form sees them.
    private static bool IsSame(CustomField field, string? text, string was) => text is not null && (field.Kind switch
    {
        FieldKind.Person => text.Trim().TrimStart('#').Split(' ')[0] == was,
        FieldKind.LongText => text.ReplaceLineEndings("\n").Trim() == was.ReplaceLineEndings("\n").Trim(),
        FieldKind.Text or FieldKind.Number or FieldKind.Money or FieldKind.Date or FieldKind.Choice or FieldKind.Several or FieldKind.Boolean => text.Trim() == was,
    });

    public static string Name(CustomField field) => $"Form.Own[{field.Slug}]";

    private static string Value(CustomField field, string? text, IReadOnlyDictionary<long, string> names) =>
        field.Kind == FieldKind.Person && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && names.TryGetValue(id, out var name) ? $"#{text} {name}" : text ?? "";
}

/// <param name="Value">As its input holds it.</param>
public sealed record OwnInput(CustomField Field, string Value, string Hint, string? Error)
{
    public string Id => "own-" + Field.Slug;
    public string Name => OwnForm.Name(Field);

    public bool Has(string choice) => Field.Kind == FieldKind.Choice ? choice == Value : Value.Split(", ").Contains(choice, StringComparer.Ordinal);
}

public sealed record OwnPart(IReadOnlyList<OwnInput> Inputs)
{
    public static readonly OwnPart None = new([]);

    public IEnumerable<IGrouping<string, OwnInput>> Groups => Inputs.GroupBy(i => i.Field.GroupName, StringComparer.Ordinal);
}
