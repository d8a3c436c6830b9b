using Microsoft.EntityFrameworkCore;
using Preau.Electors;
using Preau.Law;
using Preau.People;

namespace Preau.Mail.Inbox;

/// <summary>
/// May this conversation be answered, now? Asked by the form, and again right before an answer is handed over: the one place that has the last word. Whoever wrote to us
/// is answered for 30 days, also when they get no mails to many any more; an erasure and the law always count.
/// </summary>
public sealed class LastAnswerCheck(Database db, CampaignLaw law, LastCheck check, QuietPeople quiet, Suppressions suppressions, TimeProvider clock)
{
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromDays(30);

    /// <returns>Null where it may be, else why not, as <see cref="InboxWords"/> knows it.</returns>
    public async Task<string?> WhyNot(MailThread thread, CancellationToken ct)
    {
        if (!(await Law(thread, ct)).IsAllowed) return InboxWords.Law;
        if (thread.LastInAt is not { } wrote) return InboxWords.Machine;
        var shut = await suppressions.WhyShut(SuppressedChannel.Mail, thread.AddressKey, ct);
        if (Suppressions.IsErased(shut)) return InboxWords.Erased;
        if (shut == Suppressions.Complained) return InboxWords.Complained;
        if (thread.PersonId is { } person)
        {
            if (await db.People.AsNoTracking().Where(p => p.Id == person).Select(p => new { p.ArchivedAt }).SingleOrDefaultAsync(ct) is not { } known) return InboxWords.Gone;
            if (known.ArchivedAt is not null) return InboxWords.Archived;
        }

        else if (await db.People.AnyAsync(p => p.ArchivedAt != null && db.PersonEmails.Any(e => e.PersonId == p.Id && e.EmailKey == thread.AddressKey), ct)
            && !await db.People.AnyAsync(p => p.ArchivedAt == null && db.PersonEmails.Any(e => e.PersonId == p.Id && e.EmailKey == thread.AddressKey), ct))
        {
            return InboxWords.Archived;
        }

        if (clock.GetUtcNow() - wrote <= AnswerWithin) return null;
        // At the address that they wrote from, whatever other ones they have.
        return thread.PersonId is { } reader && (await check.Run([reader], isTargeted: false, ct))[reader].Reason is null && (await check.Answer(reader, thread.Address, ct)).Reason is null ? null : InboxWords.Stale;
    }

    /// <summary>The program cannot read whether an answer is propaganda: the silence before a vote holds for it, too.</summary>
    public async Task<Decision> Law(MailThread thread, CancellationToken ct) => await law.MayWrite(Channel.Email, await quiet.TerritoryOf(thread.PersonId, ct), isPropaganda: true, ct);
}
