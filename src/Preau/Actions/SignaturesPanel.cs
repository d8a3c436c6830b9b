using Microsoft.AspNetCore.Mvc;
using Preau.Site;
using Preau.Site.Editing;

namespace Preau.Actions;

public sealed record SignaturesOfPage(SitePage Page, long Count);

/// <summary>Beside the editor of a sign-up page or petition: how many came, and the way to them.</summary>
[ViewComponent(Name = Name)]
public sealed class SignaturesPanel(ActionTotals totals) : ViewComponent
{
    public const string Name = "signatures-panel";

    public async Task<IViewComponentResult> InvokeAsync(SitePage page) =>
        View("/Actions/_SignaturesPanel.cshtml", new SignaturesOfPage(page, await totals.Of(page.GroupId, HttpContext.RequestAborted)));
}

public sealed record SignaturesBeside(PageKind Kind) : IPagePanel
{
    public string Component => SignaturesPanel.Name;
}
