using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Mail.Checks;

/// <summary>Whether a message goes to many more than one would think: a segment that is nearly everybody, or an audience beyond those of the last ones.</summary>
public sealed class HowBroad(Database db, Words words)
{
    private const int Noticed = 100, MostPercent = 80, MostTimes = 3, Last = 9, LastFrom = 3;

    public async Task<IReadOnlyList<BlastProblem>> Run(Blast blast, AudienceCount count, CancellationToken ct)
    {
        var problems = new List<BlastProblem>();
        if (count.Reachable < Noticed) return problems;
        var purpose = blast.IsText ? Purpose.Sms : Purpose.News;
        if (blast.IsTargeted && await db.ConsentStates.LongCountAsync(s => s.Purpose == purpose && s.IsGiven, ct) is > 0 and var all && count.Reachable * 100 > all * MostPercent)
            problems.Add(new(words["The segment holds {0} of all who agreed to be written to. Is it the one you meant? Choosing people by what is known of them asks for more of their consent (GDPR, art. 9) and is told to each of them: where nearly everybody is meant, choose nobody.", ((double)count.Reachable / all).ToString("P0", CultureInfo.CurrentCulture)], IsBlocking: false));
        var before = await db.Blasts.Where(b => b.Channel == blast.Channel && b.FrozenAt != null).OrderByDescending(b => b.Id).Take(Last).Join(db.BlastTotals, b => b.Id, t => t.BlastId, (b, t) => t.Audience).ToListAsync(ct);
        if (before.Count >= LastFrom && before.Order().ElementAt(before.Count / 2) is > 0 and var usual && count.Reachable > usual * MostTimes)
            problems.Add(new(words["It goes to {0} people; most of the last ones went to about {1}. If that is not what you meant, look at the segment.", count.Reachable.ToString("N0", CultureInfo.CurrentCulture), usual.ToString("N0", CultureInfo.CurrentCulture)], IsBlocking: false));
        return problems;
    }
}
