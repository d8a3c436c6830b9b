using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>Texts to and from a person: beside the profile, on the timeline, in the file for the person, gone when they are erased.</summary>
public sealed class TextingPart(Database db, CurrentAccount me, TextWords said, Words words) : IPersonPart
{
    public string Name => "texts";

    public PersonPanel? Panel => new(TextsPanel.Name, words["Text messages"]);

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(Conversation), typeof(TextMessage)];

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Text) || !me.Can(Permission.WriteTexts)) return [];
        var lines = await db.TextMessages.AsNoTracking().Where(t => t.PersonId == personId && (ask.Until == null || t.At <= ask.Until)).OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Take(ask.Count)
            .Select(t => new { Text = t, By = db.Accounts.Where(a => a.Id == t.AuthorId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        return [.. lines.Select(l => new TimelineEntry(l.Text.At, $"text:{l.Text.Id:D12}", TimelineKind.Text, l.Text.IsIncoming ? words["Wrote a text"] : words["A text to them: {0}", said.Of(l.Text.State)], l.Text.Text, $"/texts/{l.Text.ConversationId}", l.By))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var alone = Alone(personId);
        var texts = await db.TextMessages.AsNoTracking().Where(t => t.PersonId == personId || (t.PersonId == null && alone.Contains(t.NumberKey))).OrderBy(t => t.At).ThenBy(t => t.Id)
            .Select(t => new { t.At, t.IsIncoming, Number = t.NumberKey, t.Text, t.State, t.Reason }).ToListAsync(ct);
        return texts.Count == 0 ? null : texts;
    }

    /// <summary>Numbers that nobody else has.</summary>
    private IQueryable<string> Alone(long personId) => db.PersonPhones.Where(p => p.PersonId == personId && !db.PersonPhones.Any(o => o.PhoneKey == p.PhoneKey && o.PersonId != personId)).Select(p => p.PhoneKey);

    /// <summary>What was written with others who have the same telephone stays theirs.</summary>
    public async Task Erase(long personId, CancellationToken ct)
    {
        var ids = await db.TextMessages.Where(t => t.PersonId == personId).Select(t => t.ConversationId).Union(db.Conversations.Where(c => c.PersonId == personId).Select(c => c.Id)).ToListAsync(ct);
        var theirs = db.Conversations.Where(c => c.PersonId == personId).Select(c => c.Id);
        await db.TextMessages.Where(t => t.PersonId == personId || (t.PersonId == null && theirs.Contains(t.ConversationId))).ExecuteDeleteAsync(ct);
        // What nobody was named in, as when two had the telephone, is theirs once nobody else has it.
        var alone = Alone(personId);
        await db.TextMessages.Where(t => t.PersonId == null && alone.Contains(t.NumberKey)).ExecuteDeleteAsync(ct);
        await db.Conversations.Where(c => c.PersonId == null && alone.Contains(c.NumberKey)).ExecuteDeleteAsync(ct);
        await db.Conversations.Where(c => ids.Contains(c.Id) && !db.TextMessages.Any(t => t.ConversationId == c.Id)).ExecuteDeleteAsync(ct);
        await db.Conversations.Where(c => c.PersonId == personId).ExecuteUpdateAsync(s => s.SetProperty(c => c.PersonId, (long?)null), ct);
    }
}
