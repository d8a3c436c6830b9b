using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Site;

namespace Preau.Mail.Blocks;

/// <summary>The blocks that the campaign keeps; the editor of a mail posts another one here.</summary>
[Needs(Permission.EditMail)]
public sealed class KeptPage(Database db, KeepBlock keep, SiteViews views, CurrentNation nation) : PageModel
{
    public IReadOnlyList<SavedBlock> Blocks { get; private set; } = [];
    public MailLook Look { get; private set; } = MailLook.Plain;

    public async Task OnGet(CancellationToken ct)
    {
        Blocks = await db.SavedBlocks.AsNoTracking().OrderBy(b => b.NameKey).ThenBy(b => b.Id).Take(KeepBlock.Most).ToListAsync(ct);
        Look = MailLook.Of((await views.Site(nation.Facts.Language, null, ct)).Colours);
    }

    /// <summary>What a block says, in a line.</summary>
    public static string Plain(SavedBlock block, MailLook look)
    {
        var text = PlainText.Of(new AngleSharp.Html.Parser.HtmlParser().ParseDocument(MailSource.Html(MailFormat.Blocks, block.Body, look)).Body!);
        return text.Length <= 200 ? text : text[..200] + "…";
    }

    public async Task<IActionResult> OnPost(string? name, string? tree, CancellationToken ct)
    {
        var (kept, whyNot) = await keep.Run(name, tree, ct);
        if (kept is null) return new JsonResult(new { problem = whyNot }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        return new JsonResult(new { name = kept.Name, tree = kept.Body });
    }
}
