using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Mail.Automatic;

/// <summary>A person's turns in automatic mails: answers on the timeline (what a step sent stands there as a mail), in the file for the person, gone when they are erased.</summary>
public sealed class AutomaticPart(Database db, AutomaticWords said, Words words) : IPersonPart
{
    private static readonly TurnState[] Told = [TurnState.Sent, TurnState.Leaving, TurnState.Refused, TurnState.Skipped];

    public string Name => "automatic";

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(AutomaticTurn)];

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Mail)) return [];
        var turns = await (
            from turn in db.AutomaticTurns.AsNoTracking()
            join mail in db.AutomaticMails on turn.AutomaticMailId equals mail.Id
            join blast in db.Blasts on mail.BlastId equals blast.Id
            where turn.PersonId == personId && mail.Kind == AutomaticKind.Answer && Told.Contains(turn.State) && (ask.Until == null || turn.At <= ask.Until)
            orderby turn.At descending, turn.AutomaticMailId descending
            select new { turn.At, turn.AutomaticMailId, turn.State, turn.Answer, blast.Subject, blast.Sentence }).Take(ask.Count).ToListAsync(ct);
        return
        [
            .. turns.Select(t => new TimelineEntry(t.At, $"automatic:{t.AutomaticMailId:D12}", TimelineKind.Mail, Text(t.State, SubjectLine.Plain(t.Subject)),
                t.State == TurnState.Skipped ? said.Why(t.Answer ?? "") : t.State == TurnState.Refused ? t.Answer : words["In answer to what they did on “{0}”", t.Sentence ?? ""], $"/mail/automatic/{t.AutomaticMailId}")),
        ];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var turns = await db.AutomaticTurns.AsNoTracking().Where(t => t.PersonId == personId).OrderBy(t => t.DueAt)
            .Join(db.AutomaticMails, t => t.AutomaticMailId, m => m.Id, (t, m) => new { Turn = t, m.Kind, m.BlastId }).Join(db.Blasts, t => t.BlastId, b => b.Id, (t, b) => new { t.Kind, b.Subject, t.Turn.State, t.Turn.DueAt, t.Turn.At, t.Turn.FirstName, t.Turn.LastName, t.Turn.Address, t.Turn.Answer }).ToListAsync(ct);
        return turns.Count == 0 ? null : turns;
    }

    public Task Erase(long personId, CancellationToken ct) => db.AutomaticTurns.Where(t => t.PersonId == personId).ExecuteDeleteAsync(ct);

    /// <summary>Both had a turn in the same mail: the one that came to something stays, so that it does not come again to the same reader.</summary>
    public bool Prefers(PersonRow kept, PersonRow gone) => IsWaiting(kept) && !IsWaiting(gone);

    private static bool IsWaiting(PersonRow row) => EnumText<TurnState>.Parse(row.Text("state")) == TurnState.Waiting;

    private string Text(TurnState state, string subject) => state switch
    {
        TurnState.Sent => words["Got the answer “{0}”", subject],
        TurnState.Leaving => words["May have got the answer “{0}”", subject],
        TurnState.Refused => words["The answer “{0}” was refused by the relay", subject],
        TurnState.Skipped or TurnState.Waiting or TurnState.Reached or TurnState.Given => words["Did not get the answer “{0}”", subject],
    };
}
