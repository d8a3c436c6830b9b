using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;

namespace Preau.Texting.Peers;

/// <summary>Writes down what somebody answered to a question, with what that says of them. Said otherwise later, the later answer holds, and the tag of the earlier one goes.</summary>
public sealed class RecordAnswer(Database db, CurrentAccount me, TexterDesk desk, SavePerson save, TagPeople tags, OwnFields own, TimeProvider clock)
{
    private const string Source = "panel";

    /// <returns>The answer; null where it is none of this campaign's script.</returns>
    public async Task<ScriptAnswer?> Run(TextCampaign campaign, CampaignContact contact, long answerId, CancellationToken ct)
    {
        if (await db.ScriptAnswers.AsNoTracking().SingleOrDefaultAsync(a => a.Id == answerId && db.ScriptQuestions.Any(q => q.Id == a.ScriptQuestionId && q.TextCampaignId == campaign.Id), ct) is not { } answer) return null;
        if (await db.People.IgnoreQueryFilters([Conventions.AssignedFilter]).SingleOrDefaultAsync(p => p.Id == contact.PersonId, ct) is not { } person) return null;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        if (await db.ContactAnswers.SingleOrDefaultAsync(a => a.CampaignContactId == contact.Id && a.ScriptQuestionId == answer.ScriptQuestionId, ct) is { } known)
        {
            if (known.ScriptAnswerId != answer.Id) await TakeBack(person, known.ScriptAnswerId, ct);
            (known.ScriptAnswerId, known.AccountId, known.At) = (answer.Id, me.Id, now);
        }
        else
        {
            db.Add(new ContactAnswer { CampaignContactId = contact.Id, ScriptQuestionId = answer.ScriptQuestionId, ScriptAnswerId = answer.Id, AccountId = me.Id, At = now });
        }

        await save.Apply(person, new PersonInput { SupportLevel = answer.SupportLevel, Tags = answer.Tag.Length > 0 ? [answer.Tag] : [] }, Source, Overwrite.Replace, ct);
        if (answer.Field.Length > 0 && await own.SetAsLaidDown(person.Id, answer.Field, answer.Value, ct)) await save.Remember(person.Id, [CustomField.Prefix + answer.Field], Source, ct);
        await desk.Seen(campaign.Id, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return answer;
    }

    private async Task TakeBack(Person person, long answerId, CancellationToken ct)
    {
        if (await db.ScriptAnswers.Where(a => a.Id == answerId).Select(a => a.Tag).SingleAsync(ct) is { Length: > 0 } name && await tags.Named(name, ct) is { } tag) await tags.Remove(person.Id, tag.Id, ct);
    }
}
