using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Segments;

[Needs(Permission.EditSegments)]
public sealed class EditPage(Database db, SaveSegment save, MakeBuilder builder, Words words) : PageModel
{
    [BindProperty(Name = "")]
    public SegmentForm Form { get; set; } = new();

    public long Id { get; private set; }
    public Builder? Builder { get; private set; }

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } segment) return NotFound();
        Id = id;
        Form = new SegmentForm { Name = segment.Name, Tree = segment.Tree };
        Builder = await builder.Run(Form, isCounted: false, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Segments.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } segment) return NotFound();
        Id = id;
        if (await builder.TakesPlain(Request.Form, Form, ct))
        {
            ModelState.Clear();
            Builder = await builder.Run(Form, isCounted: true, ct);
            return Page();
        }

        if (ModelState.IsValid)
        {
            switch (await save.Run(segment, Form, ct))
            {
                case SegmentSaved.Saved:
                    this.Say(words["Saved."]);
                    return Redirect($"~/segments/{id}");
                case SegmentSaved.Refused refused:
                    foreach (var reason in refused.Reasons) ModelState.AddModelError("", reason);
                    break;
            }
        }

        Builder = await builder.Run(Form, isCounted: false, ct);
        return this.Again();
    }
}
