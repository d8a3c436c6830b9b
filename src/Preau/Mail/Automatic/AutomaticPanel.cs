using Microsoft.AspNetCore.Mvc;
using Preau.Accounts;
using Preau.Site;
using Preau.Site.Editing;

namespace Preau.Mail.Automatic;

public sealed record AutomaticOfPage(SitePage Page, IReadOnlyList<AutomaticRow> Rows);

/// <summary>Beside the editor of a page on which people act: what goes out after it by itself.</summary>
[ViewComponent(Name = Name)]
public sealed class AutomaticPanel(ReadAutomatic read, CurrentAccount account) : ViewComponent
{
    public const string Name = "automatic-panel";

    public async Task<IViewComponentResult> InvokeAsync(SitePage page) =>
        account.Can(Permission.ViewMail) && (page.Kind != PageKind.Donation || account.Can(Permission.ViewGifts)) ? View("/Mail/Automatic/_AutomaticPanel.cshtml", new AutomaticOfPage(page, await read.Run(page.Id, HttpContext.RequestAborted))) : Content("");
}

public sealed record AutomaticBeside(PageKind Kind) : IPagePanel
{
    public string Component => AutomaticPanel.Name;
}
