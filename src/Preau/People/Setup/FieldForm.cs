using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Preau.Shared;

namespace Preau.People.Setup;

/// <summary>What is said of a field once it is there; what does not belong to its kind is not asked.</summary>
public sealed class FieldForm
{
    /// <summary>To translate.</summary>
    public const string IsBuiltIn = "“{0}” is what everybody’s record has already, without your adding it. Fill it in there, or choose another name.";

    [Required, StringLength(80), Display(Name = "Name of the field")]
    public string Name { get; set; } = "";

    [StringLength(80), Display(Name = "Under the heading")]
    public string? GroupName { get; set; }

    [StringLength(300), Display(Name = "Help")]
    public string? Help { get; set; }

    [Display(Name = "Who sees it")]
    public FieldAudience SeenBy { get; set; }

    [Display(Name = "Who changes it")]
    public FieldAudience ChangedBy { get; set; } = FieldAudience.Staff;

    [Display(Name = "Must be filled in on the form of a person")]
    public bool IsRequired { get; set; }

    [StringLength(40)]
    public string? Least { get; set; }

    [StringLength(40)]
    public string? Most { get; set; }

    [Range(1, FieldRules.LongestLongText), Display(Name = "Longest text, in characters")]
    public int? Longest { get; set; }

    [Display(Name = "What it takes")]
    public FieldPattern Pattern { get; set; }

    /// <summary>The names of the choices that are there, by their numbers.</summary>
    public Dictionary<int, string?> Names { get; set; } = [];

    [StringLength(4000), Display(Name = "Choices to add")]
    public string? More { get; set; }

    public static FieldForm Of(CustomField field) => new()
    {
        Name = field.Name, GroupName = field.GroupName, Help = field.Help, SeenBy = field.SeenBy, ChangedBy = field.ChangedBy, IsRequired = field.IsRequired, Least = field.Least, Most = field.Most,
        Longest = field.Longest, Pattern = field.Pattern, Names = FieldChoice.Of(field).ToDictionary(c => c.Number, c => (string?)c.Name),
    };

    /// <summary>Says what is wrong, beside the input that it is about. Bounds are brought into the form that files have.</summary>
    public void Check(CustomField field, IEnumerable<CustomField> others, ModelStateDictionary state, Words words)
    {
        if (others.FirstOrDefault(f => f.Id != field.Id && NameKey.Of(f.Name) == NameKey.Of(Name)) is { } same) state.AddModelError("Form.Name", words["There is a field “{0}” already.", same.Name]);
        // One that was made before this was asked keeps its name.
        if (NameKey.Of(field.Name) != NameKey.Of(Name) && BuiltInNames.Has(Name)) state.AddModelError("Form.Name", words[IsBuiltIn, Name.Trim()]);
        if (!SeenBy.Covers(ChangedBy)) state.AddModelError("Form.ChangedBy", words["Whoever changes a field must see it."]);
        if (field.Kind is FieldKind.Number or FieldKind.Money or FieldKind.Date) (Least, Most) = (Bound(field, Least, "Form.Least", state, words), Bound(field, Most, "Form.Most", state, words));
        if (field.Kind is not (FieldKind.Choice or FieldKind.Several)) return;
        var choices = FieldChoice.Of(field);
        if (field.IsBeingReworked && (choices.Any(c => NameOf(c) != c.Name) || FieldChoice.Typed(More).Length > 0)) state.AddModelError("", words["The choices of this field are being changed for everybody who has them. Wait until that is done."]);
        CheckChoices(field, [.. choices.Select(NameOf)], FieldChoice.Typed(More), state, words);
        // Values know a choice by its name: two that change names with each other would become one.
        if (choices.FirstOrDefault(c => choices.Any(o => o != c && NameKey.Of(o.Name) == NameKey.Of(NameOf(c)))) is { } taken) state.AddModelError("", words["“{0}” is what another choice is called now. Rename that one first.", NameOf(taken)]);
    }

    /// <summary>What a choice is to be called.</summary>
    public string NameOf(FieldChoice choice) => Names.TryGetValue(choice.Number, out var name) ? name?.Trim().Replace('\t', ' ') ?? "" : choice.Name;

    public static void CheckChoices(CustomField field, IReadOnlyList<string> there, IReadOnlyList<string> more, ModelStateDictionary state, Words words)
    {
        string[] all = [.. there, .. more];
        var place = more.Count > 0 || there.Count == 0 ? "Form.More" : "";
        if (all.Any(c => NameKey.Of(c).Length == 0)) state.AddModelError(place, words["A choice needs a letter or a figure."]);
        else if (all.GroupBy(c => NameKey.Of(c), StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) state.AddModelError(place, words["“{0}” is there twice.", twice.First()]);
        if (all.Any(c => c.Length > FieldChoice.MaxName)) state.AddModelError(place, words["A choice has {0} characters at most.", FieldChoice.MaxName]);
        if (all.Length == 0) state.AddModelError(place, words["Write the choices, one a line."]);
        if (field.Kind != FieldKind.Several) return;
        if (all.FirstOrDefault(c => c.AsSpan().ContainsAny(',', ';')) is { } comma) state.AddModelError(place, words["“{0}” has a comma or a semicolon in it, which separate several choices in files.", comma]);
        if (all.Length > FieldChoice.MostOfSeveral) state.AddModelError(place, words["A field of several choices has {0} of them at most.", FieldChoice.MostOfSeveral]);
    }

    public void CopyTo(CustomField field)
    {
        (field.Name, field.GroupName, field.Help) = (Name.Trim(), GroupName?.Trim() ?? "", Help?.Trim() ?? "");
        (field.SeenBy, field.ChangedBy, field.IsRequired) = (SeenBy, ChangedBy, IsRequired);
        if (field.Kind is FieldKind.Number or FieldKind.Money or FieldKind.Date) (field.Least, field.Most) = (Least, Most);
        if (field.Kind is FieldKind.Text or FieldKind.LongText) field.Longest = Longest;
        if (field.Kind == FieldKind.Text) field.Pattern = Pattern;
    }

    private static string? Bound(CustomField field, string? text, string name, ModelStateDictionary state, Words words)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var value = new CustomValue();
        if (OwnFields.Read(field, text, value)) return OwnFields.Text(value);
        state.AddModelError(name, words["“{0}” does not fit in “{1}”.", text, field.Name]);
        return text;
    }
}
