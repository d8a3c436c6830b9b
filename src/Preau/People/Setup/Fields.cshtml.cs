using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.People.Setup;

public sealed class OwnFieldForm
{
    [Required, StringLength(80), Display(Name = "Name of the field")]
    public string Name { get; set; } = "";

    [Display(Name = "Kind")]
    public FieldKind Kind { get; set; }

    [StringLength(80), Display(Name = "Under the heading")]
    public string? GroupName { get; set; }

    [Display(Name = "Who sees it")]
    public FieldAudience SeenBy { get; set; } = FieldAudience.Everybody;

    [Display(Name = "Who changes it")]
    public FieldAudience ChangedBy { get; set; } = FieldAudience.Staff;

    [StringLength(4000), Display(Name = "Choices")]
    public string? Choices { get; set; }
}

[Needs(Permission.EditPeople)]
public sealed class FieldsPage(Database db, OwnFields own, CurrentNation nation, Words words, CurrentAccount account) : PageModel
{
    public const int Limit = 200;

    [BindProperty]
    public OwnFieldForm Form { get; set; } = new();

    /// <summary>Those that whoever looks may see; under their headings.</summary>
    public IReadOnlyList<IGrouping<string, CustomField>> Groups { get; private set; } = [];

    /// <summary>Those of them that whoever looks may change.</summary>
    public HashSet<long> Shaped { get; } = [];
    public IReadOnlyList<CustomField> Retired { get; private set; } = [];
    public IReadOnlyList<Tab> Tabs => PeopleTabs.Of(words, account, "fields");

    public async Task OnGet(CancellationToken ct) => await Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var there = await Load(ct);
        var slug = CustomField.SlugOf(Form.Name);
        var field = new CustomField
        {
            Slug = Slug.Free(slug, s => there.Exists(f => f.Slug == s)), Name = Form.Name.Trim(), Kind = Form.Kind, GroupName = Form.GroupName?.Trim() ?? "", SeenBy = Form.SeenBy, ChangedBy = Form.ChangedBy,
            Currency = Form.Kind == FieldKind.Money ? nation.Facts.Currency : "", Position = there.Count == 0 ? 0 : there[^1].Position + 1,
        };
        if (slug.Length == 0 && ModelState.IsValid) ModelState.AddModelError("Form.Name", words["The name needs a letter or a figure."]);
        if (there.Find(f => f.RemovedAt is null && NameKey.Of(f.Name) == NameKey.Of(Form.Name)) is { } same) ModelState.AddModelError("Form.Name", words["There is a field “{0}” already.", same.Name]);
        if (BuiltInNames.Has(Form.Name)) ModelState.AddModelError("Form.Name", words[FieldForm.IsBuiltIn, Form.Name.Trim()]);
        if (!Form.SeenBy.Covers(Form.ChangedBy)) ModelState.AddModelError("Form.ChangedBy", words["Whoever changes a field must see it."]);
        if (field.Kind is FieldKind.Choice or FieldKind.Several) CheckChoices(field);
        if (there.Count >= Limit) ModelState.AddModelError("", words["A campaign can have {0} fields of its own.", Limit]);
        if (!ModelState.IsValid) return this.Again();
        db.Add(field);
        await db.SaveChangesAsync(ct);
        this.Say(words["The field “{0}” is added.", field.Name]);
        return LocalRedirect("~/fields");
    }

    private void CheckChoices(CustomField field)
    {
        var typed = FieldChoice.Typed(Form.Choices);
        var found = new Microsoft.AspNetCore.Mvc.ModelBinding.ModelStateDictionary();
        FieldForm.CheckChoices(field, [], typed, found, words);
        foreach (var error in found.Values.SelectMany(v => v.Errors).Take(1)) ModelState.AddModelError("Form.Choices", error.ErrorMessage);
        field.Choices = string.Join('\n', typed);
    }

    private async Task<List<CustomField>> Load(CancellationToken ct)
    {
        var all = await db.CustomFields.AsNoTracking().OrderBy(f => f.Position).ThenBy(f => f.Id).ToListAsync(ct);
        var seen = new List<CustomField>();
        foreach (var field in all.Where(f => f.RemovedAt is null)) if (await own.Sees(field, ct)) seen.Add(field);
        foreach (var field in seen) if (await own.MayShape(field, ct)) Shaped.Add(field.Id);
        Groups = [.. seen.Where(f => f.RetiredAt is null).GroupBy(f => f.GroupName, StringComparer.Ordinal)];
        Retired = seen.FindAll(f => f.RetiredAt is not null);
        return all;
    }
}
