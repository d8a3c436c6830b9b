using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Segments;

[Needs(Permission.EditSegments)]
public sealed class NewPage(SaveSegment save, SegmentFields fields, Words words) : PageModel
{
    [BindProperty(Name = "")]
    public SegmentForm Form { get; set; } = new();

    public Builder Builder { get; private set; } = new(new SegmentForm(), "[]", "{}");

    public async Task OnGet(CancellationToken ct) => Builder = await Builder.Of(Form, fields, words, ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
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

        Builder = await Builder.Of(Form, fields, words, ct);
        return this.Again();
    }
}
