using Microsoft.AspNetCore.Mvc;

namespace Preau.Settings;

/// <summary>The first hour on Home, until all of it is done: <c>@await Component.InvokeAsync("Checklist")</c>.</summary>
public sealed class ChecklistViewComponent(Readiness readiness) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync()
    {
        var steps = await readiness.Steps(HttpContext.RequestAborted);
        return steps.All(s => s.IsDone) ? Content("") : View("/Settings/_Checklist.cshtml", steps);
    }
}
