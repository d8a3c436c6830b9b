using System.Buffers;
using System.Diagnostics;
using Preau.Liquid;
using Preau.Mail.Limits;
using Preau.Mail.Seeds;
using Preau.Nations;
using Preau.People;
using Preau.Settings;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

public abstract record TestSending
{
    /// <param name="Answers">What the relay said, address by address.</param>
    public sealed record Done(IReadOnlyDictionary<string, RelayTest> Answers) : TestSending;

    public sealed record Wrong(IReadOnlyList<LiquidProblem> Problems) : TestSending;

    /// <param name="Sentence">Why nothing was sent.</param>
    public sealed record Refused(string Sentence) : TestSending;
}

/// <summary>The blast as one person would get it, to those who are to look at it. Nothing is counted, and its way to leave takes nobody off a list.</summary>
public sealed class SendTest(Database db, CompileMail compile, MailLinks links, PersonDrops drops, BlastLimits limits, WhyWritten why, NationSettings settings, Seal seal, SiteViews views, TestRelay relay, TestMailboxes mailboxes, TestLimit limit, Words labels, TimeProvider clock)
{
    /// <summary>That are typed.</summary>
    public const int MostAddresses = 10;

    /// <summary>Mails of one account: enough to write a mail, too few to write to people.</summary>
    public const int MostAnHour = 200;

    private const string Deed = "mail.tested";

    /// <param name="blast">As it stands.</param>
    /// <param name="personId">Whose names are put in; null is somebody of whom nothing is known.</param>
    /// <param name="to">At most <see cref="SeedSettings.Most"/>, parsed.</param>
    /// <param name="version">Which of its versions this is, as people speak of it; null where it has one.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<TestSending> Run(Blast blast, long? personId, IReadOnlyCollection<string> to, string? version, CancellationToken ct) => await compile.Run(blast, ct) switch
    {
        Compiling.Done done => await Send(blast, done.Template, personId, to, version, ct),
        Compiling.Wrong wrong => new TestSending.Wrong(wrong.Problems),
        _ => throw new UnreachableException(),
    };

    private async Task<TestSending> Send(Blast blast, MailTemplate template, long? personId, IReadOnlyCollection<string> to, string? version, CancellationToken ct)
    {
        // An address that is typed twice, or is a seed as well, gets one.
        to = [.. to.DistinctBy(a => EmailAddress.KeyOf(a) ?? a, StringComparer.Ordinal)];
        if ((await mailboxes.WhyNot(to, ct) ?? await limit.WhyNot(Deed, to.Count, MostAnHour, ct)) is { } reason) return new TestSending.Refused(reason);
        var signer = await links.Prepare(ct);
        db.Trail.Note(Deed, to.Count, subjectId: blast.Id);
        await db.SaveChangesAsync(ct);
        var person = personId is { } id && (await drops.Of([id], blast.Facts, ct)).GetValueOrDefault(id) is { } known ? known : new PersonDrop();
        var mail = await settings.Get<MailSettings>(ct);
        var limited = await limits.For(blast, person.Id, ct);
        MailWords words;
        try
        {
            words = await template.Fill(person, (await why.For(blast, [person.Id], ct)).Of(person.Id) + limited.Told, signer.Leave(blast.Id, 0), n => n < template.Links.Count ? template.Links[n] : null, limited.Groups);
        }
        catch (LiquidStopped stopped)
        {
            return new TestSending.Wrong([LiquidProblem.Of(stopped)]);
        }

        var body = new ArrayBufferWriter<byte>();
        new LetterBody(template).Write(words, body);
        var head = new LetterHead(mail, signer, blast, (await views.Site(blast.Language, null, ct)).Name);
        using var key = CampaignKey.Open(mail, seal, clock);
        var said = labels.In(blast.Language);
        var reader = person.Id == 0 ? said["as somebody of whom nothing is known"] : said["as {0}", person.FullName.Length > 0 ? person.FullName : person.Email];
        var label = version is null ? reader : $"{version}, {reader}";
        var answers = new Dictionary<string, RelayTest>(StringComparer.OrdinalIgnoreCase);
        foreach (var address in to.Take(SeedSettings.Most))
        {
            using var letter = head.Write(0, address, person.FullName, words, body.WrittenMemory, clock.GetUtcNow());
            // Mailboxes show a mail whose number they know already once only: a test of what was changed since would not be seen.
            letter.MessageId = $"{Guid.NewGuid():n}@{mail.SenderDomain}";
            letter.Subject = said["[Test {0}] {1}", label, letter.Subject];
            key?.Sign(letter);
            answers[address] = await relay.Run(mail, letter, ct);
            // A relay that cannot be reached is not asked twenty times.
            if (answers[address] is RelayTest.Failed { IsAnswer: false }) break;
        }

        return new TestSending.Done(answers);
    }
}
