using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting.Keywords;

/// <summary>
/// A text begins with a keyword: whoever wrote it is added where nobody has the number, gets the tags, agrees to texts where the keyword says so, and one answer leaves.
/// The text that came in is the proof of it, and the words that stood beside the keyword are kept with the consent.
/// </summary>
public sealed class HearKeyword(Database db, SavePerson save, ConsentLedger ledger, Suppressions suppressions, TextFoot foot, CurrentNation nation, TimeProvider clock)
{
    /// <summary>A number is answered once in so long for the same keyword, or two machines would answer each other for ever.</summary>
    public static readonly TimeSpan AnswerGap = TimeSpan.FromHours(24);

    /// <returns>The keyword that is switched on and stands first; null where there is none, or the text speaks of stopping as well.</returns>
    public async Task<TextKeyword?> In(string text, CancellationToken ct) =>
        KeywordKey.First(text) is { } key && !StopWord.IsIn(text) ? await db.TextKeywords.AsNoTracking().SingleOrDefaultAsync(k => k.WordKey == key && k.IsOn, ct) : null;

    /// <summary>The caller has written the text down, holds the conversation, and saves.</summary>
    public async Task Run(TextKeyword keyword, Conversation conversation, TextMessage text, CancellationToken ct)
    {
        var number = text.NumberKey;
        // Whoever asked that nothing be known of them is not brought back by a word that asks for nothing.
        if (!keyword.IsSignUp && await suppressions.Contains(SuppressedChannel.Phone, number, ct)) return;
        await db.TextKeywords.Where(k => k.Id == keyword.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.Texts, k => k.Texts + 1), ct);
        if (await Who(conversation, number, ct) is not { IsKnown: true } who) await Answer(keyword, conversation, number, ct);
        else await Welcome(keyword, conversation, text, who.PersonId, ct);
    }

    /// <summary>It is settled now who wrote from a number that several have: what their keywords say happens to them, but for a yes that was taken back since. The caller saves.</summary>
    public async Task Settle(long personId, IReadOnlyCollection<TextMessage> texts, CancellationToken ct)
    {
        var heard = texts.Where(t => t is { IsIncoming: true, Keyword: not null }).ToList();
        var stop = texts.Where(t => t.IsIncoming && StopWord.Is(t.Text)).Select(t => t.At).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        foreach (var text in heard.DistinctBy(t => t.Keyword, StringComparer.Ordinal))
        {
            var key = KeywordKey.First(text.Text);
            if (await db.TextKeywords.AsNoTracking().SingleOrDefaultAsync(k => k.WordKey == key && k.Word == text.Keyword, ct) is not { } keyword) continue;
            var said = heard.Where(t => t.Keyword == text.Keyword).Max(t => t.At);
            var isTakenBack = stop > said || await ledger.SaidNoSince(personId, Purpose.Sms, said, ct);
            await Join(keyword, await db.People.SingleAsync(p => p.Id == personId, ct), text.NumberKey, keyword.IsSignUp && !isTakenBack, ct);
        }
    }

    private async Task Welcome(TextKeyword keyword, Conversation conversation, TextMessage text, long? known, CancellationToken ct)
    {
        var person = known is { } id ? await db.People.SingleAsync(p => p.Id == id, ct) : (await save.Run(new PersonInput { Language = keyword.Language }, keyword.Source, Overwrite.FillBlanks, ct)).Person;
        await Join(keyword, person, text.NumberKey, keyword.IsSignUp, ct);
        db.Trail.Record("text_keyword.heard", [person.Id], subjectId: keyword.Id);
        await db.SaveChangesAsync(ct);
        (conversation.PersonId, text.PersonId) = (person.Id, person.Id);
        if (known is null) await db.TextKeywords.Where(k => k.Id == keyword.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.Newcomers, k => k.Newcomers + 1), ct);
        await Answer(keyword, conversation, text.NumberKey, ct);
    }

    private async Task Join(TextKeyword keyword, Person person, string number, bool agrees, CancellationToken ct)
    {
        var input = new PersonInput { Language = keyword.Language, Phones = PhoneNumber.TryParse(number, nation.Facts.Country, out var phone) ? [phone] : [], Tags = [.. keyword.TagNames] };
        // Whoever comes back from the archive has agreed to nothing but what this says.
        if (person.ArchivedAt is not null)
        {
            await ledger.WithdrawAll(person.Id, keyword.Source, ct);
            // What is asked next is asked of the store.
            await db.SaveChangesAsync(ct);
        }

        await save.Apply(person, input, keyword.Source, Overwrite.FillBlanks, ct);
        if (!agrees) return;
        if (!await ledger.Has(person.Id, Purpose.Sms, ct)) await db.TextKeywords.Where(k => k.Id == keyword.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.Agreed, k => k.Agreed + 1), ct);
        await ledger.Tick(person.Id, Purpose.Sms, keyword.Language, keyword.Wording, keyword.Source, ct);
        // Nobody but who holds the telephone can text from it: their new yes opens a number that answered STOP.
        await suppressions.CameBack(input, [Purpose.Sms], ct);
    }

    private async Task Answer(TextKeyword keyword, Conversation conversation, string number, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = now - AnswerGap;
        if (await db.TextMessages.AnyAsync(t => t.NumberKey == number && !t.IsIncoming && t.Keyword == keyword.Word && t.At > since, ct)) return;
        var answer = new TextMessage
        {
            ConversationId = conversation.Id, PersonId = conversation.PersonId, NumberKey = number, Text = keyword.Answer + foot.In(keyword.Language), IsSigned = true, Keyword = keyword.Word, At = now.AddMilliseconds(1),
        };
        db.Add(answer);
        db.Enqueue(new SendText(answer.Id));
    }

    /// <summary>Whose the number is; nobody's, so that somebody new is to be written down; or not known, because several have it.</summary>
    private async Task<(bool IsKnown, long? PersonId)> Who(Conversation conversation, string number, CancellationToken ct)
    {
        var people = await db.People.Where(p => db.PersonPhones.Any(n => n.PersonId == p.Id && n.PhoneKey == number)).OrderBy(p => p.Id).Select(p => new { p.Id, IsHere = p.ArchivedAt == null }).Take(20).ToListAsync(ct);
        if (people.Find(p => p.Id == conversation.PersonId) is { } meant) return (true, meant.Id);
        var here = people.FindAll(p => p.IsHere);
        return here.Count > 1 ? (false, null) : (true, (here.Count == 1 ? here : people).FirstOrDefault()?.Id);
    }
}
