using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Segments;

[Needs(Permission.EditSegments)]
public sealed class NewPage(SaveSegment save, MakeBuilder builder, Words words) : PageModel
{
    [BindProperty(Name = "")]
    public SegmentForm Form { get; set; } = new();

    public Builder? Builder { get; private set; }

    public async Task OnGet(CancellationToken ct) => Builder = await builder.Run(Form, isCounted: false, ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await builder.TakesPlain(Request.Form, Form, ct))
        {
            ModelState.Clear();
            Builder = await builder.Run(Form, isCounted: true, ct);
            return Page();
        }

        if (ModelState.IsValid)
        {
            switch (await save.Run(null, Form, ct))
            {
                case SegmentSaved.Saved saved:
                    this.Say(words["Saved."]);
                    return Redirect($"~/segments/{saved.Segment.Id}");
                case SegmentSaved.Refused refused:
                    foreach (var reason in refused.Reasons) ModelState.AddModelError("", reason);
                    break;
            }
        }

        Builder = await builder.Run(Form, isCounted: false, ct);
        return this.Again();
    }
}
