using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Preau.People.Profile;

/// <summary>A panel that has something to show, under the name that it is jumped to by.</summary>
public sealed record ShownPanel(string Id, string Title, IHtmlContent Content);

/// <summary>Draws the panels of a person before the page that holds them, so that nothing leads to one that is empty.</summary>
public sealed class ShownPanels(IViewComponentHelper components, IEnumerable<IPersonPart> parts)
{
    public async Task<IReadOnlyList<ShownPanel>> Of(ViewContext page, long personId)
    {
        (components as IViewContextAware)?.Contextualize(page);
        var shown = new List<ShownPanel>();
        foreach (var part in parts)
        {
            if (part.Panel is not { } panel) continue;
            using var drawn = new StringWriter();
            (await components.InvokeAsync(panel.Component, new { personId })).WriteTo(drawn, HtmlEncoder.Default);
            if (!string.IsNullOrWhiteSpace(drawn.ToString())) shown.Add(new(part.Name, panel.Title, new HtmlString(drawn.ToString())));
        }

        return shown;
    }
}
