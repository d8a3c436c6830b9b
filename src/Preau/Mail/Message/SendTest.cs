using System.Buffers;
using System.Diagnostics;
using Preau.Liquid;
using Preau.Mail.Limits;
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
}

/// <summary>The blast as one person would get it, to those who are to look at it. Nothing is counted, and its way to leave takes nobody off a list.</summary>
public sealed class SendTest(Database db, CompileMail compile, MailLinks links, PersonDrops drops, BlastLimits limits, WhyWritten why, NationSettings settings, Seal seal, SiteViews views, TestRelay relay, Words labels, TimeProvider clock)
{
    public const int MostAddresses = 10;

    /// <param name="blast">As it stands.</param>
    /// <param name="personId">Whose names are put in; null is somebody of whom nothing is known.</param>
    /// <param name="to">At most <see cref="MostAddresses"/>, parsed.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<TestSending> Run(Blast blast, long? personId, IReadOnlyCollection<string> to, CancellationToken ct) => await compile.Run(blast, ct) switch
    {
        Compiling.Done done => await Send(blast, done.Template, personId, to, ct),
        Compiling.Wrong wrong => new TestSending.Wrong(wrong.Problems),
        _ => throw new UnreachableException(),
    };

    private async Task<TestSending> Send(Blast blast, MailTemplate template, long? personId, IReadOnlyCollection<string> to, CancellationToken ct)
    {
        var signer = await links.Prepare(ct);
        db.Trail.Note("mail.tested", to.Count, subjectId: blast.Id);
        await db.SaveChangesAsync(ct);
        var person = personId is { } id && (await drops.Of([id], ct)).GetValueOrDefault(id) is { } known ? known : new PersonDrop();
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
        var answers = new Dictionary<string, RelayTest>(StringComparer.OrdinalIgnoreCase);
        foreach (var address in to.Take(MostAddresses))
        {
            using var letter = head.Write(0, address, person.FullName, words, body.WrittenMemory, clock.GetUtcNow());
            // Mailboxes show a mail whose number they know already once only: a test of what was changed since would not be seen.
            letter.MessageId = $"{Guid.NewGuid():n}@{mail.SenderDomain}";
            letter.Subject = labels.In(blast.Language)["[Test] {0}", letter.Subject];
            key?.Sign(letter);
            answers[address] = await relay.Run(mail, letter, ct);
        }

        return new TestSending.Done(answers);
    }
}
