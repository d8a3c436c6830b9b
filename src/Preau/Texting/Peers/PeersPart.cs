using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Texting.Peers;

/// <summary>In which texting campaigns somebody is, and what they answered: in the file for the person, gone when they are erased. The texts are those of their conversations.</summary>
public sealed class PeersPart(Database db) : IPersonPart
{
    public string Name => "texting_campaigns";

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(CampaignContact)];

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var contacts = await db.CampaignContacts.AsNoTracking().Where(c => c.PersonId == personId).OrderBy(c => c.Id).Select(c => new
        {
            Number = c.NumberKey, c.Stage, c.Reason, c.SentAt, c.ArrivedAt, c.AnsweredAt, c.EndedAt, Chosen = db.TextCampaigns.Where(t => t.Id == c.TextCampaignId).Select(t => t.Sentence).FirstOrDefault(),
            Answers = db.ContactAnswers.Where(a => a.CampaignContactId == c.Id).OrderBy(a => a.At)
                .Select(a => new { a.At, Question = db.ScriptQuestions.Where(q => q.Id == a.ScriptQuestionId).Select(q => q.Text).First(), Answer = db.ScriptAnswers.Where(s => s.Id == a.ScriptAnswerId).Select(s => s.Label).First() }).ToList(),
        }).ToListAsync(ct);
        return contacts.Count == 0 ? null : contacts;
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        var contacts = db.CampaignContacts.Where(c => c.PersonId == personId);
        await db.ContactAnswers.Where(a => contacts.Any(c => c.Id == a.CampaignContactId)).ExecuteDeleteAsync(ct);
        await db.TextMessages.Where(t => t.CampaignContactId != null && contacts.Any(c => c.Id == t.CampaignContactId)).ExecuteUpdateAsync(s => s.SetProperty(t => t.CampaignContactId, (long?)null), ct);
        await contacts.ExecuteDeleteAsync(ct);
    }
}
