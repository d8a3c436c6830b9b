using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports.Templates;

public sealed record TemplateRow(ImportTemplate Template, int Columns, string? By);

[Needs(Permission.ImportPeople)]
[RequestSizeLimit(2 * TemplateFile.MaxBytes)]
public sealed class IndexPage(Database db, SaveTemplate templates, CurrentAccount me, Words words) : PageModel
{
    public IReadOnlyList<TemplateRow> Rows { get; private set; } = [];

    [BindProperty]
    public IFormFile? Json { get; set; }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var problem = Json is null || Json.Length == 0 ? words["Choose a file that is not empty."] : Json.Length > TemplateFile.MaxBytes ? words["This file is too large to be a template."] : null;
        if (problem is null)
        {
            await using var content = Json!.OpenReadStream();
            var bytes = new byte[Json.Length];
            await content.ReadExactlyAsync(bytes, ct);
            var (file, refusal, about) = TemplateFile.Read(bytes);
            if (file is not null && NameKey.Of(file.Name).Length > 0)
            {
                var template = await templates.Run(file, me.Id, ct);
                await db.SaveChangesAsync(ct);
                this.Say(words["The template “{0}” is kept.", template.Name]);
                return Redirect($"~/imports/templates/{template.Id}");
            }

            problem = words[refusal ?? "The template has no name, or one of more than 80 characters.", about];
        }

        ModelState.AddModelError(nameof(Json), problem);
        await Load(ct);
        return this.Again();
    }

    private async Task Load(CancellationToken ct)
    {
        var all = await templates.All(ct);
        var accounts = all.Select(t => t.AccountId).OfType<long>().Distinct().ToArray();
        var names = await db.Accounts.Where(a => EF.Parameter(accounts).Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        Rows = [.. all.Select(t => new TemplateRow(t, TemplateFile.Stored(t).Columns.Count, t.AccountId is { } by ? names.GetValueOrDefault(by) : null))];
    }
}
