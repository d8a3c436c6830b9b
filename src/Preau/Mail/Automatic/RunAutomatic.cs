using Microsoft.EntityFrameworkCore;
using Preau.Donations;
using Preau.Jobs;
using Preau.Mail.Limits;
using Preau.Mail.Measuring;

namespace Preau.Mail.Automatic;

/// <summary>Looks for whose turn it is.</summary>
public sealed record RunAutomatic : IJob;

/// <summary>
/// Makes those of each step whose day has come the audience of a blast of their own, and leaves the rest to the one engine: the last question, the journal, the report. Taking people into
/// the audience and starting it are one transaction, so that a run that is cut off took nobody, or all of them once.
/// </summary>
public sealed class RunAutomaticHandler(Database db, BlastChecks checks, VersionsOf versions, BlastLimits limits, CalendarTurns calendar, AutomaticWords said, TimeProvider clock) : IHandle<RunAutomatic>
{
    private const int PeopleABlast = 5000;

    public async Task Run(RunAutomatic job, CancellationToken ct)
    {
        foreach (var step in await db.AutomaticMails.AsNoTracking().Where(m => m.IsOn && m.Kind != AutomaticKind.Answer).OrderBy(m => m.Id).ToListAsync(ct))
        {
            if (step.IsYearly) await calendar.Run(step, ct);
            while (await Send(step, ct)) db.ChangeTracker.Clear();
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> Send(AutomaticMail step, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = db.AutomaticTurns.Where(t => t.AutomaticMailId == step.Id && t.State == TurnState.Waiting && t.DueAt <= now);
        var ids = await due.OrderBy(t => t.PersonId).Select(t => t.PersonId).Take(PeopleABlast).ToArrayAsync(ct);
        if (ids.Length == 0) return false;
        var pattern = await db.Blasts.AsNoTracking().SingleAsync(b => b.Id == step.BlastId, ct);
        // What stands in the way is shown with the step; whoever waits, waits.
        if ((await checks.Run(pattern, null, ct)).Any(p => p.IsBlocking)) return false;
        var sentence = await said.Sentence(step, pattern.Language, ct);
        var frozen = await limits.Freeze((await versions.Run(pattern, ct)).Written, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Paused or rewritten meanwhile: the next run looks again, and checks what is written then.
        if (await db.AutomaticMails.Where(m => m.Id == step.Id && m.IsOn && m.ChangedAt == step.ChangedAt).ExecuteUpdateAsync(s => s.SetProperty(m => m.IsOn, true), ct) == 0) return false;
        if (!await db.Blasts.AnyAsync(b => b.Id == pattern.Id && b.ChangedAt == pattern.ChangedAt, ct)) return false;
        var taken = due.Where(t => EF.Parameter(ids).Contains(t.PersonId));
        if (step.TellsOfGifts)
        {
            var kept = db.KeptGifts(step);
            await taken.Where(t => !kept.Any(g => g.PersonId == t.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TurnState.Skipped).SetProperty(t => t.Answer, GiftsBehind.Gone).SetProperty(t => t.At, now), ct);
        }

        await Reached(step, taken).ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TurnState.Reached).SetProperty(t => t.At, now), ct);
        if (await taken.AnyAsync(ct))
        {
            var blast = new Blast
            {
                Subject = pattern.Subject, Preheader = pattern.Preheader, Body = pattern.Body, Format = pattern.Format, Language = pattern.Language, SenderName = pattern.SenderName, ReplyTo = pattern.ReplyTo,
                StepId = step.Id, TellsOfGifts = pattern.TellsOfGifts, Sentence = sentence, Limits = frozen, HeldOutShare = pattern.HeldOutShare, State = BlastState.Scheduled, SendAt = now, AuthorId = pattern.AuthorId, CreatedAt = now, ChangedAt = now,
            };
            db.Add(blast);
            await versions.Copy(pattern, blast, change: null, ct);
            db.Enqueue(new StartBlast(blast.Id), now);
            await db.SaveChangesAsync(ct);
            await taken.ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TurnState.Given).SetProperty(t => t.At, now).SetProperty(t => t.BlastId, blast.Id), ct);
        }

        await transaction.CommitAsync(ct);
        return ids.Length == PeopleABlast;
    }

    /// <summary>Those who did already what the step is to move them to.</summary>
    private IQueryable<AutomaticTurn> Reached(AutomaticMail step, IQueryable<AutomaticTurn> turns) => step.Goal switch
    {
        FollowGoal.None => turns.Where(t => false),
        // What is promised may never be paid. They came to a step behind a gift when that gift was paid: another one counts that was paid after it, whenever it was begun.
        FollowGoal.Gift => turns.Where(t => db.Gifts.Any(g => g.PersonId == t.PersonId && g.Status == GiftStatus.Received && (!step.TellsOfGifts || g.ReceivedAt > t.At))),
        FollowGoal.Page => turns.Where(t => db.ActionsTaken.Any(a => a.PersonId == t.PersonId && a.PageGroupId == step.GoalGroupId)),
    };
}
