using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Preau.Electors;
using Preau.Jobs;
using Preau.Law;
using Preau.Liquid;
using Preau.Nations;
using Preau.People;
using Preau.Settings;

namespace Preau.Mail.Automatic;

/// <summary>Answers what somebody did on a page. Saved with what they did.</summary>
public sealed record AnswerAction(long AutomaticMailId, long PersonId) : IJob;

/// <summary>Hands the answer over once: it is written down first that it leaves, so that a run after a sudden end finds that it may have left, and lets it be.</summary>
public sealed class AnswerActionHandler(Database db, LastCheck check, CampaignLaw law, QuietPeople quiet, CompileMail compile, WhyWritten why, AutomaticWords said, NationSettings settings, PostLetter post, TimeProvider clock) : IHandle<AnswerAction>
{
    /// <summary>To one address. Somebody who fills strangers' addresses in on page after page reaches no mailbox more often.</summary>
    public const int MostAnHour = 3;

    public async Task Run(AnswerAction job, CancellationToken ct)
    {
        if (await db.AutomaticTurns.AsNoTracking().SingleOrDefaultAsync(t => t.AutomaticMailId == job.AutomaticMailId && t.PersonId == job.PersonId && t.Round == 0 && t.State == TurnState.Waiting, ct) is not { Address: { } address } turn) return;
        var mail = await db.AutomaticMails.AsNoTracking().SingleAsync(m => m.Id == turn.AutomaticMailId, ct);
        if (await WhyNot(mail, turn, address, ct) is { } reason)
        {
            await Move(turn, TurnState.Waiting, TurnState.Skipped, reason, ct);
            return;
        }

        if (!(await settings.Get<MailSettings>(ct)).IsComplete) throw new TryLater("The mail relay is not set yet.");
        var blast = await db.Blasts.AsNoTracking().SingleAsync(b => b.Id == mail.BlastId, ct);
        if (await Write(mail, blast, turn, address, ct) is not { } letter)
        {
            await Move(turn, TurnState.Waiting, TurnState.Skipped, "text", ct);
            return;
        }

        if (!await Move(turn, TurnState.Waiting, TurnState.Leaving, null, ct)) return;
        // A mail that began to leave is not cut off because the program stops: that would leave its end unknown.
        var end = await post.Run(letter, CancellationToken.None);
        await End(turn, end);
        if (end is HandoverEnd.Later later) throw new TryLater(RelayAnswers.Logged(later.Answer));
    }

    private async Task<string?> WhyNot(AutomaticMail mail, AutomaticTurn turn, string address, CancellationToken ct)
    {
        if (!mail.IsOn) return "off";
        if (mail.TellsOfGifts && !await db.KeptGifts(mail).AnyAsync(g => g.PersonId == turn.PersonId, ct)) return GiftsBehind.Gone;
        if (await check.Answer(turn.PersonId, address, ct) is { Reason: { } reason }) return reason;
        // Whether its text is propaganda the program cannot read.
        if (!(await law.MayWrite(Channel.Email, await quiet.TerritoryOf(turn.PersonId, ct), isPropaganda: true, ct)).IsAllowed) return QuietPeople.Reason;
        var since = clock.GetUtcNow().AddHours(-1);
        var went = await db.AutomaticTurns.CountAsync(t => t.AddressKey == turn.AddressKey && t.At > since && t.State != TurnState.Waiting && t.State != TurnState.Skipped, ct);
        return went >= MostAnHour ? "hourly" : null;
    }

    /// <summary>Null where its text cannot be written out.</summary>
    private async Task<PostedLetter?> Write(AutomaticMail mail, Blast blast, AutomaticTurn turn, string address, CancellationToken ct)
    {
        blast.Sentence = await said.Sentence(mail, blast.Language, ct);
        if (await compile.Run(blast, ct) is not Compiling.Done { Template: var template }) return null;
        var person = new PersonDrop { FirstName = turn.FirstName ?? "", LastName = turn.LastName ?? "", Email = address, Language = blast.Language };
        try
        {
            var words = await template.Fill(person, (await why.For(blast, [turn.PersonId], ct)).Of(turn.PersonId), "", n => n < template.Links.Count ? template.Links[n] : null);
            return new PostedLetter(address, person.FullName, words.Subject, template.Plain(words)) { Html = template.Html(words), SenderName = blast.SenderName, ReplyTo = blast.ReplyTo, PersonId = turn.PersonId };
        }
        catch (LiquidStopped)
        {
            return null;
        }
    }

    private Task<bool> End(AutomaticTurn turn, HandoverEnd end)
    {
        var (state, answer) = end switch
        {
            HandoverEnd.Sent => (TurnState.Sent, null),
            HandoverEnd.Refused refused => (TurnState.Refused, refused.Answer),
            HandoverEnd.Later later => (TurnState.Waiting, later.Answer),
            HandoverEnd.Unknown unknown => (TurnState.Leaving, unknown.Answer),
            _ => throw new UnreachableException(),
        };
        return Move(turn, TurnState.Leaving, state, answer, CancellationToken.None);
    }

    /// <summary>False where another run was quicker.</summary>
    private async Task<bool> Move(AutomaticTurn turn, TurnState from, TurnState to, string? answer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.AutomaticTurns.Where(t => t.AutomaticMailId == turn.AutomaticMailId && t.PersonId == turn.PersonId && t.Round == turn.Round && t.State == from)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.State, to).SetProperty(t => t.At, now).SetProperty(t => t.Answer, answer), ct);
        if (moved > 0 && to is TurnState.Sent) db.Trail.Record("automatic_mail.sent", [turn.PersonId], subjectId: turn.AutomaticMailId);
        if (moved > 0 && to is TurnState.Refused) db.Trail.Record("automatic_mail.refused", [turn.PersonId], subjectId: turn.AutomaticMailId);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return moved > 0;
    }
}
