using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Mail.Returns;

/// <summary>
/// The breaker: a mail that too many call spam, or that goes to too many addresses where nobody is, stops before it costs the campaign its good name with mail services.
/// Once for each reason: who lets it go on then does so knowing that.
/// </summary>
public sealed class WatchReturns(Database db, PauseBlast pause, Words words)
{
    public const int ComplaintsFrom = 1000, BouncesFrom = 200;

    /// <summary>In basis points of what was handed over. Large mail services take no more than the first, and wish for a third of it.</summary>
    public const int MostComplaints = 30, ManyComplaints = 10, MostBounces = 500;

    private const int Complaints = 1, Bounces = 2;

    public async Task Run(long blastId, CancellationToken ct)
    {
        if (await db.BlastTotals.AsNoTracking().SingleOrDefaultAsync(t => t.BlastId == blastId, ct) is not { } total) return;
        int[] over = [IsOver(total.Complained, total.Sent, ComplaintsFrom, MostComplaints) ? Complaints : 0, IsOver(total.BouncedHard, total.Sent, BouncesFrom, MostBounces) ? Bounces : 0];
        if (over.Sum() == 0) return;
        db.ChangeTracker.Clear();
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == blastId && b.State == BlastState.Sending, ct) is not { } blast) return;
        if (Array.Find(over, r => (r & ~blast.Tripped) != 0) is > 0 and var reason) await pause.Run(blast, Say(words.In(blast.Language), reason, total), reason, ct);
    }

    /// <summary>Near enough to what mail services take to say so.</summary>
    public static bool IsNear(BlastTotal total) => IsOver(total.Complained, total.Sent, ComplaintsFrom, ManyComplaints);

    private static bool IsOver(long count, long sent, int from, int most) => sent >= from && count * 10_000 > sent * most;

    private static string Say(Words said, int reason, BlastTotal total) => reason == Complaints
        ? said["{0:N0} of {1:N0} who got this mail called it spam. Above three in a thousand, large mail services put what a campaign sends among the spam, for everybody. Ask yourself whether these people wanted it; if you let it go on, it is not stopped for this again.", total.Complained, total.Sent]
        : said["{0:N0} of {1:N0} mails came back because nobody is at the address. So many say that the addresses are old or made up, and mail services take it as a sign of spam. Look where they come from; if you let it go on, it is not stopped for this again.", total.BouncedHard, total.Sent];
}
