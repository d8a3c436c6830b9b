using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail;
using Preau.Nations;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>
/// A blast's text as one person would get it, to a telephone of the team. It leaves by the gateway, marked as a test, and stands in the audit trail; nothing is counted,
/// no conversation begins, and its links lead where they lead. A number that is shut gets no test either.
/// </summary>
public sealed class SendTestText(
    Database db, RenderText render, TextGateways gateways, TextPaces paces, NationSettings settings, Suppressions suppressions, LeftNumbers left, CurrentAccount me, MistakeWords mistakes, TextWords said, TestLimit limit, CurrentNation nation, Words words)
{
    /// <summary>Of one account: enough to write a text, too few to write to people.</summary>
    public const int MostAnHour = 20;

    private const string Deed = "texts.tested", Reference = "test-";

    /// <summary>Whether a report is of a test, which nobody waits for.</summary>
    public static bool IsTest(string reference) => reference.StartsWith(Reference, StringComparison.Ordinal);

    /// <summary>On the record that alone has the account's mail address; null where there is none.</summary>
    public async Task<string?> OwnNumber(CancellationToken ct)
    {
        if (!EmailAddress.TryParse(me.Email, out var email)) return null;
        var people = await db.PersonEmails.Where(e => e.EmailKey == email.Key).Select(e => e.PersonId).Distinct().Take(2).ToListAsync(ct);
        return people is [var person] ? await db.PersonPhones.Where(p => p.PersonId == person && !p.IsBad && p.Kind != PhoneKind.Landline).OrderBy(p => p.Position).ThenBy(p => p.Id).Select(p => p.Number).FirstOrDefaultAsync(ct) : null;
    }

    /// <param name="blast">As it stands, in the version that is looked at.</param>
    /// <param name="personId">Whose names are put in; null is somebody of whom nothing is known.</param>
    /// <param name="to">As it was typed.</param>
    /// <param name="ct">Gives up, until the gateway is asked.</param>
    public Task<(bool IsSent, string Sentence)> Run(Blast blast, long? personId, string to, CancellationToken ct) => Run(to, blast.Id, blast.SenderName, async () =>
    {
        var rendered = await render.Run(blast, personId, isTest: true, ct);
        return rendered.Text is { } body ? (words.In(blast.Language)["[Test] {0}", body], "") : (null, string.Join(' ', rendered.Problems.Select(mistakes.Of)));
    }, ct);

    /// <summary>A few words, to see whether the gateway does what it is asked.</summary>
    public Task<(bool IsSent, string Sentence)> Run(string to, CancellationToken ct) =>
        Run(to, null, null, () => Task.FromResult<(string?, string)>((words.In(nation.Facts.Language)["[Test] {0}", words.In(nation.Facts.Language)["The texts of {0} arrive.", nation.Facts.Name]], "")), ct);

    private async Task<(bool IsSent, string Sentence)> Run(string to, long? blastId, string? from, Func<Task<(string? Text, string Problem)>> write, CancellationToken ct)
    {
        if (!PhoneNumber.TryParse(to, nation.Facts.Country, out var phone)) return (false, words["Nothing was sent: “{0}” is not a telephone number.", to.Trim()]);
        if (await WhyNot(phone.Key, ct) is { } why) return (false, words["Nothing was sent: {0}", why]);
        if (await gateways.Current(ct) is not { } gateway) return (false, words["No gateway for text messages is set up yet: Settings, Text messages."]);
        var (text, problem) = await write();
        if (text is null) return (false, words["Nothing was sent: {0}", problem]);
        if (SmsText.Of(text).Segments > TextMessage.MostSegments) return (false, words["This takes more than {0} SMS: shorten it.", TextMessage.MostSegments]);
        db.Trail.Note(Deed, 1, subjectId: blastId);
        await db.SaveChangesAsync(ct);
        await paces.Of(await settings.Get<TextSettings>(ct), nation.Id).Turn();
        // From here on it may be on its way.
        return await gateway.Send(new OutgoingSms($"{Reference}{Guid.NewGuid():n}", phone.Key, text, from), CancellationToken.None) switch
        {
            SmsOutcome.Accepted => (true, words["The gateway took the test. Look at the telephone {0}.", PhoneNumber.Display(phone.Key, nation.Facts.Country)]),
            SmsOutcome.Refused refused => (false, words["The gateway did not take the test: {0}", refused.Answer]),
            SmsOutcome.Unknown unknown => (false, words["The test may have left or not: {0}", unknown.Answer]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<string?> WhyNot(string number, CancellationToken ct)
    {
        if (await suppressions.Contains(SuppressedChannel.Text, number, ct)) return said.Why(TextWords.Stopped);
        if (await suppressions.Contains(SuppressedChannel.Phone, number, ct)) return said.Why(TextWords.Erased);
        // Whoever writes the text may look at it on their own telephone, also where they want none as a reader.
        if (await OwnNumber(ct) is not { } own || !PhoneNumber.TryParse(own, nation.Facts.Country, out var mine) || mine.Key != number)
        {
            if (await left.IsClosed(0, number, ct)) return said.Why(TextWords.LeftNumber);
            if (await db.People.AnyAsync(p => p.ArchivedAt != null && db.PersonPhones.Any(n => n.PersonId == p.Id && n.PhoneKey == number), ct)) return said.Why(TextWords.Archived);
        }

        return await limit.WhyNot(Deed, 1, MostAnHour, ct);
    }
}
