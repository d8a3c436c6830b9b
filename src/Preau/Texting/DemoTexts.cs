using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail;
using Preau.Nations;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>The demo's number in the sandbox, and three conversations: one that is answered, one that waits for an answer, one that ended with STOP; and a text to many that is ready to leave. All of it is made up.</summary>
public sealed class DemoTexts(Database db, NationSettings settings, TextGateways gateways, TextFoot foot, ConsentLedger ledger, Suppressions suppressions, TimeProvider clock) : IDemoSeed
{
    private sealed record Line(bool IsIncoming, int MinutesAgo, string Text);

    private static readonly Line[][] Conversations =
    [
        [
            new(false, 2890, "Bonjour, c’est Karim de l’équipe. Vous aviez proposé de tenir le stand samedi : toujours possible de 9 h à 11 h ?"),
            new(true, 2875, "Oui avec plaisir, je viens avec ma sœur"),
            new(false, 2871, "Merci à vous deux ! Le stand est à gauche de la fontaine."),
        ],
        [
            new(false, 195, "Bonjour, la réunion de jeudi est à 19 h sous le préau de Jean-Macé. Vous venez ?"),
            new(true, 41, "Je sors du travail à 19h, c’est grave si j’arrive à la moitié ?"),
        ],
        [
            new(false, 1510, "Bonjour, une place s’est libérée dans le covoiturage pour la réunion de jeudi. Elle vous irait ?"),
            new(true, 1490, "STOP"),
        ],
    ];

    public string Name => "texts";
    public int Order => 75;

    public async Task Run(CancellationToken ct)
    {
        var kept = await settings.Get<TextSettings>(ct);
        (kept.Gateway, kept.Sender, kept.HundredCost) = (TextGatewayKind.Sandbox, TextGateways.SandboxSender, 490);
        gateways.MakeSecret(kept);
        await settings.Set(kept, ct);
        var author = await db.Memberships.Where(m => m.Role != Role.Finance && m.Role != Role.Volunteer).OrderBy(m => m.AccountId).Select(m => (long?)m.AccountId).FirstOrDefaultAsync(ct);
        var people = await db.PersonPhones.Where(n => n.Kind == PhoneKind.Mobile && !n.IsBad)
            .Where(n => db.ConsentStates.Any(s => s.PersonId == n.PersonId && s.Purpose == Purpose.Sms && s.IsGiven) && db.People.Any(p => p.Id == n.PersonId && p.ArchivedAt == null && (p.Language == null || p.Language == "fr")))
            .Where(n => !db.PersonPhones.Any(o => o.PhoneKey == n.PhoneKey && o.PersonId != n.PersonId)).OrderBy(n => n.PersonId).ThenBy(n => n.Id).Select(n => new { n.PersonId, n.PhoneKey }).Take(20).ToListAsync(ct);
        foreach (var (person, lines) in people.DistinctBy(p => p.PersonId).Zip(Conversations)) await Write(person.PersonId, person.PhoneKey, lines, author, ct);
        Draft(author);
        await db.SaveChangesAsync(ct);
    }

    private void Draft(long? author)
    {
        var now = clock.GetUtcNow();
        db.Add(new Blast
        {
            Channel = Law.Channel.Sms, Subject = "Rappel : réunion de jeudi", Body = "Bonjour {{ person.first_name | default: \"à vous\" }}, réunion jeudi à 19 h au préau Jean-Macé. Le programme : https://valmorin.example/programme",
            Language = "fr", AuthorId = author, CreatedAt = now.AddHours(-2), ChangedAt = now.AddHours(-1),
        });
    }

    private async Task Write(long person, string key, Line[] lines, long? author, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var below = await foot.Below(key, person, ct);
        var last = now.AddMinutes(-lines[^1].MinutesAgo);
        var conversation = new Conversation { NumberKey = key, PersonId = person, LastAt = last, LastInAt = now.AddMinutes(-lines.Last(l => l.IsIncoming).MinutesAgo), IsUnread = lines[^1].IsIncoming && !StopWord.IsAlone(lines[^1].Text) };
        if (!conversation.IsUnread) conversation.ReadAt = conversation.LastInAt;
        db.Add(conversation);
        foreach (var (index, line) in lines.Index())
        {
            var isSigned = index == 0;
            db.Add(new TextMessage
            {
                ConversationId = conversation.Id, PersonId = person, NumberKey = key, IsIncoming = line.IsIncoming, Text = line.Text + (isSigned ? below : ""), IsSigned = isSigned,
                State = line.IsIncoming ? TextState.Received : TextState.Delivered, AuthorId = line.IsIncoming ? null : author, At = now.AddMinutes(-line.MinutesAgo),
            });
        }

        if (!StopWord.Is(lines[^1].Text)) return;
        await ledger.Withdraw(person, Purpose.Sms, "text", ct);
        await suppressions.Add(SuppressedChannel.Text, key, Suppressions.Stopped, ct);
        conversation.ConfirmedAt = last;
        db.Add(new TextMessage { ConversationId = conversation.Id, PersonId = person, NumberKey = key, Text = await foot.Confirmation(person, ct), IsConfirmation = true, State = TextState.Delivered, At = last.AddSeconds(2) });
    }
}
