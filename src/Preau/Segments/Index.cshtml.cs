using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Segments;

public sealed record SegmentRow(Segment Segment, SegmentCount? Count, string Sentence);

[Needs(Permission.ViewSegments)]
public sealed class IndexPage(Database db, SegmentSentence sentence) : PageModel
{
    private const int Shown = 200;

    public IReadOnlyList<SegmentRow> Rows { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        var segments = await db.Segments.AsNoTracking().OrderBy(s => s.Name).Take(Shown).ToListAsync(ct);
        var counts = await db.SegmentCounts.AsNoTracking().ToDictionaryAsync(c => c.SegmentId, ct);
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var rows = new List<SegmentRow>();
        foreach (var segment in segments) rows.Add(new(segment, counts.GetValueOrDefault(segment.Id), await sentence.Of(SegmentTree.Read(segment.Tree, out _) ?? SegmentGroup.Everybody, language, ct)));
        Rows = rows;
    }
}
