using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Mail;
using Preau.Nations;
using Preau.People;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Donations.Acknowledging;

/// <summary>Tells a donor by mail that the gift is there. Saved with the fact that it is.</summary>
public sealed record MailAcknowledgement(long GiftId) : IJob;

/// <summary>Hands the mail over once: it is written down first that it leaves, so that a run after a sudden end finds that it may have left, and lets it be.</summary>
public sealed class MailAcknowledgementHandler(Database db, Acknowledgements acknowledgements, Suppressions suppressions, NationSettings settings, PostLetter post, TimeProvider clock) : IHandle<MailAcknowledgement>
{
    public async Task Run(MailAcknowledgement job, CancellationToken ct)
    {
        if (await db.Gifts.AsNoTracking().SingleOrDefaultAsync(g => g.Id == job.GiftId && g.Acknowledgement == AcknowledgementState.Waiting, ct) is not { } gift) return;
        var letter = gift.Status == GiftStatus.Received ? await acknowledgements.Of(gift.Id, ct) : null;
        if (letter is null || letter.Email.Length == 0)
        {
            // The money went back, or is disputed, before the mail could leave.
            await Move(gift.Id, AcknowledgementState.Waiting, AcknowledgementState.None, null, ct);
            return;
        }

        if (EmailAddress.KeyOf(letter.Email) is { } key && await IsShut(key, gift.PersonId, ct))
        {
            await Move(gift.Id, AcknowledgementState.Waiting, AcknowledgementState.Shut, null, ct);
            return;
        }

        if (!(await settings.Get<MailSettings>(ct)).IsComplete)
        {
            await Move(gift.Id, AcknowledgementState.Waiting, AcknowledgementState.NoRelay, null, ct);
            return;
        }

        if (!await Move(gift.Id, AcknowledgementState.Waiting, AcknowledgementState.Leaving, null, ct)) return;
        // A mail that began to leave is not cut off because the program stops: that would leave its end unknown.
        var end = await post.Run(new PostedLetter(letter.Email, letter.Name, letter.Subject, letter.Text) { PersonId = gift.PersonId }, CancellationToken.None);
        await End(gift.Id, end);
        if (end is HandoverEnd.Later later) throw new TryLater(RelayAnswers.Logged(later.Answer));
    }

    /// <summary>Whoever called us spam or asked to be erased is not thanked there either; whether somebody is there at all, their own record says.</summary>
    private async Task<bool> IsShut(string key, long personId, CancellationToken ct) =>
        (await suppressions.Among([key], ct)).Count > 0 || await db.PersonEmails.AnyAsync(e => e.PersonId == personId && e.EmailKey == key && e.IsBad, ct);

    private Task<bool> End(long giftId, HandoverEnd end)
    {
        var (state, answer) = end switch
        {
            HandoverEnd.Sent => (AcknowledgementState.Sent, null),
            HandoverEnd.Refused refused => (AcknowledgementState.Refused, refused.Answer),
            HandoverEnd.Later later => (AcknowledgementState.Waiting, later.Answer),
            HandoverEnd.Unknown unknown => (AcknowledgementState.Leaving, unknown.Answer),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return Move(giftId, AcknowledgementState.Leaving, state, answer, CancellationToken.None);
    }

    /// <summary>False where another run was quicker.</summary>
    private async Task<bool> Move(long giftId, AcknowledgementState from, AcknowledgementState to, string? answer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.Gifts.Where(g => g.Id == giftId && g.Acknowledgement == from).ExecuteUpdateAsync(set => set
            .SetProperty(g => g.Acknowledgement, to).SetProperty(g => g.AcknowledgementAt, now).SetProperty(g => g.AcknowledgementAnswer, answer), ct);
        if (moved > 0 && to is AcknowledgementState.Sent) db.Trail.Note("acknowledgement.sent", 1, subjectId: giftId);
        if (moved > 0 && to is AcknowledgementState.Refused) db.Trail.Note("acknowledgement.refused", 1, subjectId: giftId);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return moved > 0;
    }
}
