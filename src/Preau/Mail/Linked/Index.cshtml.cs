using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Linked;

/// <param name="By">Who uploaded it.</param>
/// <param name="Links">What links to it.</param>
public sealed record LinkedRow(LinkedFile File, string? By, IReadOnlyList<FileLink> Links)
{
    public const int Shown = 3;
}

/// <summary>All files that mails link to, and where another one comes in; the editor posts its files here, too.</summary>
[Needs(Permission.EditMail)]
[RequestSizeLimit(LinkFile.MaxRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = LinkFile.MaxRequest)]
public sealed class IndexPage(Database db, LinkFile link, FileLinks links, NationDirectory directory, CurrentNation nation, Words words) : PageModel
{
    public IReadOnlyList<LinkedRow> Rows { get; private set; } = [];

    /// <summary>Of the site, where the files are.</summary>
    public string Site { get; private set; } = "";

    public Task OnGet(CancellationToken ct) => Load(ct);

    /// <param name="file">What was chosen.</param>
    /// <param name="language">Of the text that its link stands in.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IActionResult> OnPost(IFormFile? file, string? language, CancellationToken ct)
    {
        var isEditor = Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);
        switch (await link.Run(file, ct))
        {
            case Linking.Done { File: var kept } when isEditor:
                return new JsonResult(new { href = kept.Path, text = LinkFile.Text(kept, language is not null && Words.Languages.Contains(language, StringComparer.Ordinal) ? words.In(language) : words) });
            case Linking.Done { File: var kept }:
                this.Say(words["“{0}” is there. Copy its link into the text.", kept.Name]);
                return Redirect("~/mail/files");
            case Linking.Refused refused when isEditor:
                return new JsonResult(new { error = refused.Reason }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
            case Linking.Refused refused:
                ModelState.AddModelError(nameof(file), refused.Reason);
                await Load(ct);
                return this.Again();
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task Load(CancellationToken ct)
    {
        Site = await directory.AddressOf(nation.Facts, Surface.Site, ct);
        var files = await db.LinkedFiles.AsNoTracking().OrderByDescending(f => f.CreatedAt).ThenByDescending(f => f.Id).Take(LinkFile.Most * 2)
            .Select(f => new { File = f, By = db.Accounts.Where(a => a.Id == f.AccountId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        if (files.Count == 0) return;
        var found = await links.Run(ct);
        Rows = [.. files.Select(f => new LinkedRow(f.File, f.By, [.. found[f.File.Key]]))];
    }
}
