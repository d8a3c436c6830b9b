using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Mail.Domain;
using Preau.Mail.Inbox;
using Preau.Mail.Returns;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail.Pacing;

/// <param name="What">What it is about.</param>
/// <param name="Text">What is wrong with it.</param>
/// <param name="Path">Where it is mended.</param>
/// <param name="IsSetting">Whoever may change settings mends it there.</param>
public sealed record HealthTrouble(string What, string Text, string Path, bool IsSetting = true);

/// <summary>What stands in the way of mails and texts, whatever became of those that have left: the mailboxes that are read, the gateway, and messages that do not go on.</summary>
public sealed class ReadTroubles(Database db, NationSettings settings, GatewayTrouble gateway, Providers providers, CurrentNation nation, Words words)
{
    private const int BlastsShown = 5;

    public async Task<IReadOnlyList<HealthTrouble>> Run(CancellationToken ct)
    {
        var found = new List<HealthTrouble>();
        var mail = await settings.Get<MailSettings>(ct);
        foreach (var blast in await db.Blasts.AsNoTracking().Where(b => (b.State == BlastState.Sending || b.State == BlastState.Paused) && b.EndedAt == null && b.Problem != null && b.Problem != DailyQuota.Rests).OrderByDescending(b => b.Id).Take(BlastsShown).ToListAsync(ct))
            found.Add(new(blast.Heading, words["It does not go on: {0}", blast is { State: BlastState.Sending, IsText: false } ? RelayTrouble.In(words, blast.Problem ?? "") : blast.Problem ?? ""], $"/mail/{blast.Id}", IsSetting: false));
        if (mail.Returns is { } returns && await Trouble(returns.Name, ct) is { } unread) found.Add(new(words["Return mailbox"], words["It cannot be read, so that addresses where nobody is are written to again: {0}", words[unread]], "/settings/mail/returns"));
        if (providers.Of(mail) is not null && await providers.Trouble(ct) is { } silent) found.Add(new(words["Your provider"], words["It cannot be asked about mails of which nobody knows whether they left: {0}", words[silent]], "/settings/mail/returns"));
        if (mail.Inbox is { } inbox && await Trouble(FollowInbox.PlaceOf(inbox), ct) is { } unheard) found.Add(new(words["Mailbox of the inbox"], words["It cannot be read, so that nobody sees what people answer: {0}", words[unheard]], "/settings/mail/inbox"));
        switch (await gateway.Run(ct))
        {
            case { At: null }: found.Add(new(words["Text messages"], words["The gateway lacks something that it needs: no text leaves."], "/settings/texts")); break;
            case { At: { } at, Answer: { Length: > 0 } answer }: found.Add(new(words["Text messages"], words["The gateway did not take the last text, on {0}, and said: “{1}”.", When(at), answer], "/settings/texts")); break;
            case { At: { } at }: found.Add(new(words["Text messages"], words["The gateway did not take the last text, on {0}.", When(at)], "/settings/texts")); break;
        }

        return found;
    }

    private Task<string?> Trouble(string mailbox, CancellationToken ct) => db.ReturnMailboxes.Where(m => m.Name == mailbox).Select(m => m.Trouble).SingleOrDefaultAsync(ct);

    private string When(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, nation.Facts.Zone).ToString("g", CultureInfo.CurrentCulture);

    /// <summary>The records of the sender's domain as they stood last, in the order in which they are looked at.</summary>
    public async Task<IReadOnlyList<DomainRecord>> Records(CancellationToken ct) => (await settings.Get<MailSettings>(ct)).SenderDomain is { } domain
        ? [.. (await db.DomainRecords.AsNoTracking().Where(r => r.Domain == domain).ToListAsync(ct)).OrderBy(r => r.Part)] : [];
}
