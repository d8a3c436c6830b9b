using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Mail.Approval;
using Preau.Shared;

namespace Preau.Mail.Automatic.Newsletters;

/// <summary>Sends an issue that nobody has to look at.</summary>
public sealed record SendIssue(long BlastId) : IJob;

/// <summary>As its page would: with all that is checked there. What stands in the way leaves it a draft that says so; where a second person has to approve it, they are asked.</summary>
public sealed class SendIssueHandler(Database db, ScheduleBlast schedule, Audience audience, Approvals approvals, Words words, TimeProvider clock) : IHandle<SendIssue>
{
    public async Task Run(SendIssue job, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == job.BlastId && b.State == BlastState.Draft && b.PatternOf == null, ct) is not { } blast) return;
        var (outcome, said) = (await schedule.Run(blast, null, (await audience.Count(blast, ct)).Reachable, ct), words.In(blast.Language));
        db.ChangeTracker.Clear();
        switch (outcome)
        {
            case Scheduling.Scheduled: break;
            case Scheduling.Refused refused: await Say(blast, string.Join(' ', refused.Reasons.Select(r => r.Text)), ct); break;
            case Scheduling.Overtaken: await Say(blast, said["It did not leave by itself: somebody changed it in the same moment. Look at it and send it."], ct); break;
            case Scheduling.NeedsApproval needed:
                await Say(blast, said["It did not leave by itself: so many get it that a second person has to approve it."], ct);
                await approvals.Ask(blast, null, needed.People, null, ct);
                break;
            default: throw new UnreachableException();
        }
    }

    /// <summary>Where somebody has sent it meanwhile, nothing stands in its way.</summary>
    private async Task Say(Blast blast, string problem, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Draft).ExecuteUpdateAsync(s => s.SetProperty(b => b.Problem, problem).SetProperty(b => b.ChangedAt, now), ct);
    }
}
