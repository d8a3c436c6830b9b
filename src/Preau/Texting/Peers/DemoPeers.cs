using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>A texting campaign that the demo's volunteer sends for: some people have answered, some wait to be written to. Made up as everything here.</summary>
public sealed class DemoPeers(Database db, TextFoot foot, FindConversation find, TimeProvider clock) : IDemoSeed
{
    private const string Opening = "Bonjour {{ person.first_name | default: \"à vous\" }}, c’est {{ volunteer.first_name }}, de l’équipe. Réunion jeudi 19 h au préau Jean-Macé : on vous y voit ?";
    private const int Given = 10, InPool = 30;

    public string Name => "texting";
    public int Order => 76;

    public async Task Run(CancellationToken ct)
    {
        if (await db.Memberships.Where(m => m.Role == Role.Volunteer && !m.IsPending).Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => new { a.Id, a.Name }).FirstOrDefaultAsync(ct) is not { } volunteer) return;
        var now = clock.GetUtcNow();
        var campaign = new TextCampaign { Name = "Invitation à la réunion de jeudi", Language = "fr", Opening = Opening, State = TextCampaignState.Open, CreatedAt = now.AddDays(-1), ChangedAt = now.AddHours(-3), FrozenAt = now.AddHours(-3) };
        campaign.Keep([new("Où ?", "Préau de l’école Jean-Macé, entrée par la cour."), new("Qui êtes-vous ?", "{{ volunteer.first_name }}, bénévole de la campagne. Vous aviez accepté de recevoir nos SMS.")]);
        db.Add(campaign);
        Script(campaign.Id);
        db.Add(new CampaignTexter { TextCampaignId = campaign.Id, AccountId = volunteer.Id, JoinedAt = now.AddHours(-3), SeenAt = now });
        var people = await db.PersonPhones.Where(n => n.Kind == PhoneKind.Mobile && !n.IsBad)
            .Where(n => db.ConsentStates.Any(s => s.PersonId == n.PersonId && s.Purpose == Purpose.Sms && s.IsGiven) && db.People.Any(p => p.Id == n.PersonId && p.ArchivedAt == null && (p.Language == null || p.Language == "fr")))
            // Nobody of the demo's conversations, nor of its phones that misbehave.
            .Where(n => !db.Conversations.Any(c => c.NumberKey == n.PhoneKey) && !n.PhoneKey.EndsWith("991") && !n.PhoneKey.EndsWith("992"))
            .OrderBy(n => n.PersonId).ThenBy(n => n.Id).Select(n => new { n.PersonId, n.PhoneKey, db.People.First(p => p.Id == n.PersonId).FirstName }).Take(200).ToListAsync(ct);
        foreach (var (index, person) in people.DistinctBy(p => p.PersonId).DistinctBy(p => p.PhoneKey, StringComparer.Ordinal).Take(Given + InPool).Index())
        {
            var contact = new CampaignContact { TextCampaignId = campaign.Id, PersonId = person.PersonId, NumberKey = person.PhoneKey, AccountId = index < Given ? volunteer.Id : null, AssignedAt = index < Given ? now.AddHours(-3) : null };
            db.Add(contact);
            var answer = index switch { 0 => "Oui, avec plaisir ! C’est où exactement ?", 1 => "Qui êtes-vous ?", _ => null };
            if (index < 4) await Write(contact, person.FirstName, volunteer.Id, volunteer.Name, answer, now.AddMinutes(-90 + index * 3), ct);
        }

        await db.SaveChangesAsync(ct);
    }

    private void Script(long campaignId)
    {
        var first = new ScriptQuestion { TextCampaignId = campaignId, Text = "Vient jeudi ?" };
        var second = new ScriptQuestion { TextCampaignId = campaignId, Text = "Peut aider à installer ?", Position = 1 };
        db.AddRange(first, second);
        db.AddRange(
            new ScriptAnswer { ScriptQuestionId = first.Id, Label = "Oui", Reply = "Merci ! Nous installons les chaises à 18 h : auriez-vous une demi-heure pour nous aider ?", NextId = second.Id, Tag = "vient jeudi" },
            new ScriptAnswer { ScriptQuestionId = first.Id, Position = 1, Label = "Peut-être", Reply = "Très bien, nous vous gardons une place. Bonne journée !" },
            new ScriptAnswer { ScriptQuestionId = first.Id, Position = 2, Label = "Non", Reply = "Pas de souci, merci de votre réponse. Une prochaine fois peut-être !" },
            new ScriptAnswer { ScriptQuestionId = second.Id, Label = "Oui", Reply = "Formidable, merci ! À jeudi, 18 h.", Tag = "bénévole" },
            new ScriptAnswer { ScriptQuestionId = second.Id, Position = 1, Label = "Non", Reply = "C’est déjà très bien de venir. À jeudi !" });
    }

    private async Task Write(CampaignContact contact, string firstName, long account, string volunteer, string? answer, DateTimeOffset at, CancellationToken ct)
    {
        var conversation = await find.Hold(contact.NumberKey, ct);
        (conversation.PersonId, conversation.LastAt) = (contact.PersonId, answer is null ? Conversation.Never : at.AddMinutes(20));
        (contact.Stage, contact.SentAt, contact.ArrivedAt) = (ContactStage.Sent, at, at.AddSeconds(4));
        var text = $"Bonjour {(firstName.Length > 0 ? firstName : "à vous")}, c’est {VolunteerDrop.Of(volunteer).FirstName}, de l’équipe. Réunion jeudi 19 h au préau Jean-Macé : on vous y voit ?" + foot.In("fr");
        db.Add(new TextMessage { ConversationId = conversation.Id, PersonId = contact.PersonId, NumberKey = contact.NumberKey, Text = text, IsSigned = true, State = TextState.Delivered, AuthorId = account, CampaignContactId = contact.Id, IsOpening = true, At = at, StartedAt = at, EndedAt = at.AddSeconds(4) });
        if (answer is null) return;
        (contact.Stage, contact.AnsweredAt) = (ContactStage.NeedsAnswer, conversation.LastAt);
        (conversation.LastInAt, conversation.IsUnread) = (conversation.LastAt, true);
        db.Add(new TextMessage { ConversationId = conversation.Id, PersonId = contact.PersonId, NumberKey = contact.NumberKey, IsIncoming = true, Text = answer, State = TextState.Received, CampaignContactId = contact.Id, At = conversation.LastAt });
    }
}
