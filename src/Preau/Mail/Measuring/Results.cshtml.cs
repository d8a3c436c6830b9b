using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Experiments;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>One thing that people did, in both groups, and what that says.</summary>
public sealed record ResultLine(string Name, string Written, string Held, string Sentence);

/// <summary>What a mail did, measured by those who did not get it: a part of its report that is asked for once the report is there, since it is counted.</summary>
[Needs(Permission.ViewMail)]
public sealed class ResultsPage(Database db, ReadOutcomes read, DifferenceWords said, CurrentNation nation, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };
    public Outcomes? Outcomes { get; private set; }
    public IReadOnlyList<ResultLine> Lines { get; private set; } = [];
    public DateTimeOffset Now { get; private set; }
    public bool IsOpen => Outcomes is { } outcomes && Now < outcomes.Until;

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id && b.HeldOutShare > 0, ct) is not { } blast) return NotFound();
        (Blast, Now, Outcomes) = (blast, clock.GetUtcNow(), await read.Run(blast, ct));
        if (Outcomes is { } found) Lines = Of(found);
        return Request.Headers["HX-Request-Type"] == "partial" ? Partial("_Results", this) : Page();
    }

    private IReadOnlyList<ResultLine> Of(Outcomes found)
    {
        ResultLine Line(string name, Func<Outcome, long> did) => new(name, Share(found.Written, did), Share(found.Held, did), said.OfHoldOut(CompareArms.Shares(found.Written.Arm(did), found.Held.Arm(did))));
        List<ResultLine> lines = [Line(words["Signed"], o => o.Signed), Line(words["Signed up on a page"], o => o.SignedUp)];
        if (!account.Can(Permission.ViewGifts)) return lines;
        var money = CompareArms.Means(found.Written.Money, found.Held.Money);
        return
        [
            .. lines, Line(words["Gave"], o => o.Gave), new(words["Money given"], Money(found.Written), Money(found.Held), said.OfMoney(money, nation.Facts.Currency)),
            Line(words["Did at least one of these"], o => o.Acted),
        ];
    }

    private static string Share(Outcome outcome, Func<Outcome, long> did) =>
        string.Create(CultureInfo.CurrentCulture, $"{did(outcome):N0} ({outcome.Arm(did).Share:P1})");

    private string Money(Outcome outcome) => new Money(outcome.Cents, nation.Facts.Currency).Brief();
}
