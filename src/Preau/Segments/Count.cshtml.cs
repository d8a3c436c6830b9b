using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;

namespace Preau.Segments;

/// <summary>The number while somebody is choosing: a fragment that the builder asks for.</summary>
[Needs(Permission.ViewSegments)]
public sealed class CountPage(ReadSegment read, SegmentMembers members, SegmentSentence sentence, SegmentWords said) : PageModel
{
    [BindProperty]
    public string? Tree { get; set; }

    public long Count { get; private set; }
    public string Sentence { get; private set; } = "";
    public IReadOnlyList<string> Problems { get; private set; } = [];

    public IActionResult OnGet() => Redirect("~/segments/new");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        switch (await read.Run(Tree, ct))
        {
            case SegmentAnswer.Wrong wrong:
                Problems = [.. wrong.Problems.Select(said.Of)];
                break;
            case SegmentAnswer.Fine fine:
                Count = await members.Count(fine.Tree, ct);
                Sentence = await sentence.Of(fine.Tree, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ct);
                break;
        }

        return Page();
    }
}
