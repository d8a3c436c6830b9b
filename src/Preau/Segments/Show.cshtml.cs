using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;

namespace Preau.Segments;

[Needs(Permission.ViewSegments)]
public sealed class ShowPage(Database db, ReadSegment read, SegmentMembers members, SegmentSentence sentence, SegmentWords said, IEnumerable<ISegmentUse> uses) : PageModel
{
    /// <summary>The id of the last member of the part before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public Segment Segment { get; private set; } = new() { Name = "", Tree = "" };
    public string Sentence { get; private set; } = "";
    public long Count { get; private set; }
    public IReadOnlyList<MemberRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>What the segment is for.</summary>
    public IEnumerable<SegmentWork> Works => uses.Select(u => u.Work(Segment.Id)).OfType<SegmentWork>();

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } segment) return NotFound();
        Segment = segment;
        switch (await read.Run(segment.Tree, ct))
        {
            case SegmentAnswer.Wrong wrong:
                Problems = [.. wrong.Problems.Select(said.Of)];
                break;
            case SegmentAnswer.Fine fine:
                Sentence = await sentence.Of(fine.Tree, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ct);
                Count = await members.Count(fine.Tree, ct);
                var rows = await members.Page(fine.Tree, After, ct);
                Rows = [.. rows.Take(SegmentMembers.PageSize)];
                Pager = new Pager(After is null ? null : $"/segments/{id}", rows.Count > SegmentMembers.PageSize ? $"/segments/{id}?after={Rows[^1].Id.ToString(CultureInfo.InvariantCulture)}" : null);
                break;
        }

        return Page();
    }
}
