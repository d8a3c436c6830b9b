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

    [StringLength(4000), Display(Name = "Choices")]
    public string? Choices { get; set; }
}

[Needs(Permission.EditPeople)]
public sealed class FieldsPage(Database db, OwnFields own, Words words, CurrentAccount account) : PageModel
{
    public const int Limit = 200;

    [BindProperty]
    public OwnFieldForm Form { get; set; } = new();

    public IReadOnlyList<CustomField> Fields { get; private set; } = [];
    public IReadOnlyList<Tab> Tabs => PeopleTabs.Of(words, account, "fields");

    public async Task OnGet(CancellationToken ct) => Fields = await own.All(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Fields = await own.All(ct);
        var choices = string.Join('\n', (Form.Choices ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var slug = Slug.Of(Form.Name).Replace('-', '_');
        if (slug.Length == 0 && ModelState.IsValid) ModelState.AddModelError("Form.Name", words["The name needs a letter or a figure."]);
        if (Fields.FirstOrDefault(f => NameKey.Of(f.Name) == NameKey.Of(Form.Name)) is { } same) ModelState.AddModelError("Form.Name", words["There is a field “{0}” already.", same.Name]);
        if (Form.Kind == FieldKind.Choice && choices.Length == 0) ModelState.AddModelError("Form.Choices", words["Write the choices, one a line."]);
        if (Fields.Count >= Limit) ModelState.AddModelError("", words["A campaign can have {0} fields of its own.", Limit]);
        if (!ModelState.IsValid) return this.Again();
        db.Add(new CustomField
        {
            Slug = Slug.Free(slug, s => Fields.Any(f => f.Slug == s)), Name = Form.Name.Trim(), Kind = Form.Kind,
            Choices = Form.Kind == FieldKind.Choice ? choices : "", Position = Fields.Count == 0 ? 0 : Fields[^1].Position + 1,
        });
        await db.SaveChangesAsync(ct);
        this.Say(words["The field “{0}” is added.", Form.Name.Trim()]);
        return LocalRedirect("~/fields");
    }
}
