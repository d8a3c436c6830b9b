using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Mail.Automatic.Newsletters;

/// <summary>Sends an issue that nobody has to look at.</summary>
public sealed record SendIssue(long BlastId) : IJob;

/// <summary>As its page would: with all that is checked there. What stands in the way leaves it a draft that says so.</summary>
public sealed class SendIssueHandler(Database db, ScheduleBlast schedule, Audience audience, TimeProvider clock) : IHandle<SendIssue>
{
    public async Task Run(SendIssue job, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == job.BlastId && b.State == BlastState.Draft && b.PatternOf == null, ct) is not { } blast) return;
        if (await schedule.Run(blast, null, (await audience.Count(blast, ct)).Reachable, ct) is not Scheduling.Refused refused) return;
        db.ChangeTracker.Clear();
        var (problem, now) = (string.Join(' ', refused.Reasons.Select(r => r.Text)), clock.GetUtcNow());
        await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Draft).ExecuteUpdateAsync(s => s.SetProperty(b => b.Problem, problem).SetProperty(b => b.ChangedAt, now), ct);
    }
}
