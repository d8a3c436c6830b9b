using MailKit.Net.Smtp;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Preau.Accounts;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Inbox;

/// <summary>Four made-up answers in the sandbox's mailbox: a question, somebody who is away, somebody who wants no more mail, and somebody whom nobody knows; and what the team answers with.</summary>
public sealed class DemoAnswers(Database db, NationSettings settings, MailLinks links, RelayClient relay, FollowInbox follow, TimeProvider clock)
{
    private sealed record Line(string Name, string Address, string? Answers, string Subject, string Text, int MinutesAgo)
    {
        public bool IsAway { get; init; }
    }

    public async Task Run(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        if (await db.Blasts.AsNoTracking().Where(b => b.State == BlastState.Sent && b.Language == "fr" && b.Channel == Law.Channel.Email).OrderByDescending(b => b.SendAt).FirstOrDefaultAsync(ct) is not { } blast || await links.Find(ct) is not { } signer) return;
        await Keep(ct);
        var readers = await db.MailDeliveries.Where(d => d.BlastId == blast.Id && d.State == DeliveryState.Sent && d.ClickedAt != null && d.UnsubscribedAt == null && d.BouncedAt == null && d.ComplainedAt == null)
            .Where(d => db.ConsentStates.Any(s => s.PersonId == d.PersonId && s.Purpose == Purpose.News && s.IsGiven) && db.PersonEmails.Any(e => e.PersonId == d.PersonId && e.Address == d.Address && !db.PersonEmails.Any(o => o.EmailKey == e.EmailKey && o.PersonId != d.PersonId)))
            .OrderBy(d => d.PersonId).Take(3).Join(db.People, d => d.PersonId, p => p.Id, (d, p) => new { p.Id, p.FirstName, p.LastName, d.Address }).ToListAsync(ct);
        if (readers.Count < 3) return;
        var subject = "Re: " + SubjectLine.Plain(blast.Subject);
        string Number(int reader) => $"{signer.MessageName(blast.Id, readers[reader].Id)}@{mail.SenderDomain}";
        Line[] lines =
        [
            new($"{readers[0].FirstName} {readers[0].LastName}", readers[0].Address, Number(0), subject, $"Bonjour,\n\nMerci pour ces nouvelles. Je peux donner un coup de main comme bénévole le samedi matin : à qui dois-je m’adresser ?\n\nBien à vous,\n{readers[0].FirstName}\n\nLe mar. 24 nov. à 18:30, Valmorin en commun a écrit :\n> Bonjour, voici les nouvelles de la semaine.\n", 96),
            new($"{readers[1].FirstName} {readers[1].LastName}", readers[1].Address, Number(1), "Absence du bureau : " + SubjectLine.Plain(blast.Subject), "Je suis absent jusqu’au lundi et lirai votre message à mon retour.", 210) { IsAway = true },
            new($"{readers[2].FirstName} {readers[2].LastName}", readers[2].Address, Number(2), subject, "Désinscrivez-moi s’il vous plaît, merci.", 150),
            new("Odile Marchenoir", "odile.marchenoir@example.net", null, "Rencontre avec la candidate ?", "Bonjour,\n\nJe tiens la librairie de la place et ne reçois pas vos courriels : une voisine m’a donné cette adresse. La candidate viendrait-elle parler de la bibliothèque à notre café des lecteurs ?\n\nOdile Marchenoir", 34),
        ];
        using var smtp = await relay.Open(mail, TimeSpan.FromSeconds(10), ct);
        foreach (var line in lines) await Send(smtp, mail, line, ct);
        await smtp.DisconnectAsync(quit: true, ct);
        await follow.Run(ct);
    }

    private async Task Send(SmtpClient smtp, MailSettings mail, Line line, CancellationToken ct)
    {
        using var message = new MimeMessage { Subject = line.Subject, Date = clock.GetUtcNow().AddMinutes(-line.MinutesAgo), Body = new TextPart("plain") { Text = line.Text } };
        message.From.Add(new MailboxAddress(line.Name, line.Address));
        message.To.Add(new MailboxAddress("", mail.Inbox?.Address ?? ""));
        if (line.Answers is { } answered)
        {
            message.InReplyTo = answered;
            message.References.Add(answered);
        }

        if (line.IsAway) message.Headers.Add("Auto-Submitted", "auto-replied");
        await smtp.SendAsync(message, ct);
    }

    private async Task Keep(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var staff = await db.Memberships.Where(m => m.Role == Role.Staff).OrderBy(m => m.AccountId).Select(m => (long?)m.AccountId).FirstOrDefaultAsync(ct);
        db.AddRange(
            new SavedReply { Name = "Devenir bénévole", Language = "fr", Text = "Bonjour {{ person.first_name | default: \"à vous\" }},\n\nMerci de votre proposition ! Le plus simple est de passer au local, 4 place Jean-Macé, un samedi entre 9 h et 12 h : Karim vous y accueille.\n\nÀ bientôt,\nL’équipe de campagne", ChangedAt = now.AddDays(-20) },
            new SavedReply { Name = "Thank you for writing", Language = "en", Text = "Hello {{ person.first_name | default: \"there\" }},\n\nThank you for writing to us. We have read your message and will come back to you this week.\n\nThe campaign team", ChangedAt = now.AddDays(-20) },
            new InboxRule { Phrases = "bénévole\ncoup de main\ntracter", TagName = "bénévole", AssigneeId = staff, ChangedAt = now.AddDays(-20) });
        await db.SaveChangesAsync(ct);
    }
}
