using Microsoft.EntityFrameworkCore;
using Preau.Electors;
using Preau.Law;
using Preau.Mail.Pacing;
using Preau.People;
using Preau.Shared;
using Preau.Texting.Peers;

namespace Preau.Texting;

/// <summary>May this number be written to, now? Asked by the form, and again right before a text is handed over: the one place that has the last word.</summary>
public sealed class LastTextCheck(Database db, CampaignLaw law, CheckTexts check, TextHours hours, ContactPressure pressure, QuietPeople quiet, Suppressions suppressions, LeftNumbers left, TimeProvider clock)
{
    /// <summary>How long somebody who wrote to us waits for an answer; within it they need not have agreed to texts.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromDays(30);

    /// <summary>In a texting campaign, whoever wrote so lately is awake.</summary>
    private static readonly TimeSpan AwakeFor = TimeSpan.FromHours(1);

    public async Task<string?> WhyNot(TextMessage text, CancellationToken ct)
    {
        if (text is { IsOpening: true, PersonId: { } person })
        {
            var isTargeted = await db.CampaignContacts.AnyAsync(c => c.Id == text.CampaignContactId && db.TextCampaigns.Any(t => t.Id == c.TextCampaignId && (t.SegmentId != null || t.Tree != null)), ct);
            return await WhyNotFirst(text.NumberKey, person, text.CampaignContactId, isTargeted, ct);
        }

        return await WhyNot(text.NumberKey, text.PersonId, text.IsConfirmation, ct) ?? (text.CampaignContactId is not null && await IsAsleep(text.NumberKey, ct) ? TextWords.Hours : null);
    }

    /// <summary>The first text of a campaign, which nobody asked for: all that is asked of a text to many as well, and the hours at which one may leave.</summary>
    public async Task<string?> WhyNotFirst(string numberKey, long personId, long? contactId, bool isTargeted, CancellationToken ct)
    {
        if (await WhyNot(numberKey, personId, isConfirmation: false, ct) is { } why) return why;
        if (!await db.CampaignContacts.Where(c => c.Id == contactId).AllAsync(GivePeople.IsNobodysTwin(db), ct)) return TextWords.HeldOut;
        if ((await check.Run([personId], isTargeted, ct))[personId].Reason is { } reason) return reason;
        if (await pressure.IsOver(personId, ct)) return ContactPressure.Reason;
        return await hours.Opens(numberKey, clock.GetUtcNow(), ct) is null ? null : TextWords.Hours;
    }

    /// <summary>Whether it is night where the number is, and nobody there wrote within the hour.</summary>
    public async Task<bool> IsAsleep(string numberKey, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = now - AwakeFor;
        return hours.IsNight(numberKey, now) && !await db.Conversations.AnyAsync(c => c.NumberKey == numberKey && c.LastInAt > since, ct);
    }

    /// <returns>Null where it may be, else why not, as <see cref="TextWords"/> knows it.</returns>
    public async Task<string?> WhyNot(string numberKey, long? personId, bool isConfirmation, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!(await Law(personId, isConfirmation, ct)).IsAllowed) return TextWords.Law;
        if (isConfirmation) return null;
        if (await suppressions.Contains(SuppressedChannel.Text, numberKey, ct)) return TextWords.Stopped;
        if (await suppressions.Contains(SuppressedChannel.Phone, numberKey, ct)) return TextWords.Erased;
        var since = now - AnswerWithin;
        var isAnswer = await db.Conversations.AnyAsync(c => c.NumberKey == numberKey && c.LastInAt > since, ct);
        if (personId is { } person) return await WhyNotPerson(person, numberKey, isAnswer, ct);
        // Nobody knows which of them wrote: a no of any of them counts.
        foreach (var one in await db.PersonPhones.Where(p => p.PhoneKey == numberKey).Select(p => p.PersonId).Distinct().ToListAsync(ct))
        {
            if (await WhyNotPerson(one, numberKey, isAnswer, ct) is { } why) return why;
        }

        return isAnswer ? null : TextWords.Stranger;
    }

    /// <summary>What the law says of a text to this person now. That a STOP was heard is no propaganda, and the only thing that a shut number still gets.</summary>
    public async Task<Decision> Law(long? personId, bool isConfirmation, CancellationToken ct) =>
        await law.MayWrite(Channel.Sms, await quiet.TerritoryOf(personId, ct), isPropaganda: !isConfirmation, ct);

    private async Task<string?> WhyNotPerson(long personId, string numberKey, bool isAnswer, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().IgnoreQueryFilters([Conventions.AssignedFilter]).SingleOrDefaultAsync(p => p.Id == personId, ct) is not { } person) return TextWords.Gone;
        if (person.ArchivedAt is not null) return TextWords.Archived;
        if (person.IsRollOnly) return TextWords.RollOnly;
        var phones = await db.PersonPhones.AsNoTracking().Where(p => p.PersonId == personId && p.PhoneKey == numberKey).ToListAsync(ct);
        if (phones.Count == 0) return TextWords.OtherNumber;
        if (phones.TrueForAll(p => p.IsBad)) return TextWords.BadNumber;
        if (phones.TrueForAll(p => p.Kind == PhoneKind.Landline)) return TextWords.Landline;
        var said = await db.ConsentStates.Where(s => s.PersonId == personId).ToDictionaryAsync(s => s.Purpose, s => s.IsGiven, ct);
        if (!said.GetValueOrDefault(Purpose.Sms, true) && !(await ConsentLedger.PutOut(db, [personId], Purpose.Sms, ct)).Contains(personId)) return TextWords.Withdrawn;
        var need = law.ConsentFor(Channel.Sms, isTargeted: false);
        if (need.IsForbidden) return TextWords.Law;
        if (need.MinimumAge is { } age && person.BornOn is { } born && born.AddYears(age) > law.Today) return TextWords.Young;
        // Whoever wrote from it is answered.
        if (isAnswer) return null;
        if (!need.Purposes.All(p => said.GetValueOrDefault(p))) return TextWords.NoConsent;
        return await left.IsClosed(personId, numberKey, ct) ? TextWords.LeftNumber : null;
    }
}
