using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.Templates;

[Needs(Permission.ImportPeople)]
public sealed class ShowPage(Database db, OwnFields fields, TargetWords labels, Words words, TimeProvider clock) : PageModel
{
    private Dictionary<string, string> own = [];

    [FromRoute]
    public long Id { get; set; }

    public TemplateFile Kept { get; private set; } = new("", "", [], []);

    [BindProperty]
    public string? Name { get; set; }

    /// <summary>What a column becomes, in words; a field of this campaign's own by its name.</summary>
    public string Becomes(string target) => target.StartsWith(Targets.FieldPrefix, StringComparison.Ordinal) && target != Targets.NewField
        ? own.GetValueOrDefault(target[Targets.FieldPrefix.Length..], words["A new field of your own"]) : labels.Of(target);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is not { } template) return NotFound();
        Name = template.Name;
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(ct) is not { } template) return NotFound();
        var name = Name?.Trim() ?? "";
        var key = NameKey.Of(name);
        if (key.Length == 0 || name.Length > TemplateFile.MaxName) ModelState.AddModelError(nameof(Name), words["Give the template a name of at most 80 characters."]);
        else if (await db.ImportTemplates.AnyAsync(t => t.NameKey == key && t.Id != Id, ct)) ModelState.AddModelError(nameof(Name), words["Another template has this name."]);
        if (!ModelState.IsValid) return this.Again();
        (template.Name, template.ChangedAt) = (name, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        this.Say(words["The template is called “{0}” now.", name]);
        return Redirect($"~/imports/templates/{Id}");
    }

    private async Task<ImportTemplate?> Load(CancellationToken ct)
    {
        if (await db.ImportTemplates.SingleOrDefaultAsync(t => t.Id == Id, ct) is not { } template) return null;
        Kept = TemplateFile.Stored(template);
        own = (await fields.Seen(ct)).ToDictionary(f => f.Slug, f => f.Name, StringComparer.Ordinal);
        return template;
    }
}
