using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Preau.Texting;

/// <summary>What was made of a report.</summary>
public enum ReportHeard
{
    Yes,

    /// <summary>It names no text.</summary>
    Nameless,
}

/// <summary>What a gateway tells, in whatever way it says so: one way from here on. Whether the gateway waits for the answer or not, what it told is written down.</summary>
public sealed class ToldByGateway(Database db, TakeReport take, ReportOfBlast ofBlast, StopNumber stop, Actor actor, CurrentNation nation, IServiceScopeFactory scopes)
{
    // Not every gateway tells again what it could not tell: the store is asked so often, for three seconds.
    private const int MostTries = 15;
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(200);

    /// <summary>A text to many may begin the same conversation at this very moment: then it is there when it is looked for again.</summary>
    public async Task Incoming(IncomingSms sms)
    {
        for (var tries = 1; ; tries++)
        {
            await using var scope = scopes.Enter(nation.Facts);
            try
            {
                await scope.ServiceProvider.GetRequiredService<TakeIncoming>().Run(sms, CancellationToken.None);
                return;
            }
            catch (Exception problem) when (problem is DbException or DbUpdateException && tries < MostTries)
            {
                await Task.Delay(Gap, CancellationToken.None);
            }
        }
    }

    /// <param name="reference">Our own name of the text.</param>
    /// <param name="number">Where it went; null where that is not told.</param>
    /// <param name="report">What became of it.</param>
    public async Task<ReportHeard> Report(string reference, string? number, SmsReport report)
    {
        actor.IsProgram();
        if (long.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            await take.Run(id, report, CancellationToken.None);
            return ReportHeard.Yes;
        }

        if (SendTestText.IsTest(reference)) return ReportHeard.Yes;
        if (ReportOfBlast.Read(reference) is not var (blastId, personId)) return ReportHeard.Nameless;
        // A network may be quicker than we write down that the text left. Not every gateway tells again.
        for (var tries = 1; ; tries++)
        {
            if (await ofBlast.Run(blastId, personId, number, report, CancellationToken.None)) return ReportHeard.Yes;
            if (tries == MostTries) break;
            await Task.Delay(Gap, CancellationToken.None);
        }

        db.Enqueue(new HearReport(blastId, personId, report));
        await db.SaveChangesAsync(CancellationToken.None);
        return ReportHeard.Yes;
    }

    /// <summary>The gateway lets nothing more through to a number, since its owner told it STOP. Believed once of a text that went there: whoever says it again has said it.</summary>
    /// <param name="reference">Our own name of the text.</param>
    /// <param name="number">Where it went.</param>
    public async Task Stopped(string reference, string number)
    {
        actor.IsProgram();
        var (id, blast) = (long.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out var own) ? own : 0, ReportOfBlast.Read(reference));
        var (blastId, personId) = blast ?? (0, 0);
        if (!await db.TextMessages.AnyAsync(t => t.NumberKey == number && !t.IsIncoming && t.State != TextState.Refused && (t.Id == id || (t.BlastId == blastId && t.PersonId == personId)), CancellationToken.None)
            && !await ofBlast.IsInHand(blastId, personId, number, CancellationToken.None))
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        await stop.Told(number, CancellationToken.None);
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }
}
