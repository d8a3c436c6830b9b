using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting.Keywords;

/// <summary>The demo's keyword, and somebody who texted it yesterday. Any phone of the sandbox can text it too.</summary>
public sealed class DemoKeyword(Database db, ConsentLedger ledger, TagPeople tags, TextFoot foot, TimeProvider clock) : IDemoSeed
{
    private const string Word = "VOLONTAIRE";

    public string Name => "keywords";
    public int Order => 77;

    public async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keyword = new TextKeyword
        {
            Word = Word, WordKey = KeywordKey.Of(Word) ?? "", Language = "fr", Tags = "bénévole", IsSignUp = true, IsOn = true, CreatedAt = now.AddDays(-12), ChangedAt = now.AddDays(-12),
            Wording = "Envoyez VOLONTAIRE au numéro de la campagne : nous vous écrirons par SMS quand il y a un coup de main à donner. STOP arrête tout.",
            Answer = "Bienvenue dans l’équipe ! Nous vous écrirons dès qu’il y a un coup de main à donner. Comment vous appelez-vous ?",
        };
        db.Add(keyword);
        var last = await db.PersonPhones.Where(n => n.Kind == PhoneKind.Mobile && !n.IsBad && db.People.Any(p => p.Id == n.PersonId && p.ArchivedAt == null && !p.IsRollOnly && (p.Language == null || p.Language == "fr")))
            .Where(n => !db.ConsentStates.Any(s => s.PersonId == n.PersonId && s.Purpose == Purpose.Sms) && !db.PersonPhones.Any(o => o.PhoneKey == n.PhoneKey && o.PersonId != n.PersonId) && !db.Conversations.Any(c => c.NumberKey == n.PhoneKey))
            .OrderBy(n => n.PersonId).ThenBy(n => n.Id).Select(n => new { n.PersonId, n.PhoneKey }).FirstOrDefaultAsync(ct);
        if (last is not null)
        {
            (keyword.Texts, keyword.Agreed) = (1, 1);
            await ledger.Give(last.PersonId, Purpose.Sms, keyword.Language, keyword.Wording, keyword.Source, ct);
            foreach (var tag in keyword.TagNames) await tags.Add(last.PersonId, tag, ct);
            Converse(keyword, last.PersonId, last.PhoneKey, now.AddDays(-1));
        }

        await db.SaveChangesAsync(ct);
    }

    private void Converse(TextKeyword keyword, long person, string number, DateTimeOffset at)
    {
        var conversation = new Conversation { NumberKey = number, PersonId = person, LastAt = at, LastInAt = at };
        db.Add(conversation);
        db.Add(new TextMessage { ConversationId = conversation.Id, PersonId = person, NumberKey = number, IsIncoming = true, Text = "Volontaire !", State = TextState.Received, Keyword = keyword.Word, At = at });
        db.Add(new TextMessage { ConversationId = conversation.Id, PersonId = person, NumberKey = number, Text = keyword.Answer + foot.In(keyword.Language), IsSigned = true, State = TextState.Delivered, Keyword = keyword.Word, At = at.AddSeconds(2) });
    }
}
