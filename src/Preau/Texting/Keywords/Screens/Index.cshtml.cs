using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Texting.Keywords;

/// <summary>The keywords, with how many texted each.</summary>
[Needs(Permission.EditMail)]
public sealed class IndexPage(Database db, NationSettings settings, CurrentNation nation) : PageModel
{
    public IReadOnlyList<TextKeyword> Keywords { get; private set; } = [];

    /// <summary>Where to; empty while none is set.</summary>
    public string Number { get; private set; } = "";

    public async Task OnGet(CancellationToken ct)
    {
        Keywords = await db.TextKeywords.AsNoTracking().OrderBy(k => k.WordKey).Take(TextKeyword.Most).ToListAsync(ct);
        Number = (await settings.Get<TextSettings>(ct)).Sender is { Length: > 0 } sender ? sender.StartsWith('+') ? PhoneNumber.Display(sender, nation.Facts.Country) : sender : "";
    }
}
