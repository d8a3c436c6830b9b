using System.Buffers;
using System.Text;
using System.Threading.Channels;
using MailKit.Net.Smtp;
using MimeKit;
using Preau.Liquid;
using Preau.Mail.Pacing;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>One connection to the relay, and what is written through it: mail after mail, each in the journal before it leaves.</summary>
public sealed class RelaySender(BlastPlan plan, RelayClient relay, HandoverLog log, RelayMood mood, SendPace pace, RelayLanes lanes, MailOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>After so many tries nobody waits any longer.</summary>
    public const int MostAttempts = 12;

    // So often one address is asked for that is refused for good, for a reason that says nothing of it.
    private const int MostRefusals = 3;

    /// <summary>Who may be written to was asked no longer ago than this: with a slow relay, what lies longer goes back and is asked about again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ArrayBufferWriter<byte> bytes = new(65_536);
    private readonly CampaignKey? key = CampaignKey.Open(plan.Mail, plan.Seal, clock);
    private readonly FormatOptions wire = OnTheWire();
    private SmtpClient? smtp;

    // The connection was made to take addresses in ASCII alone; for others another one is opened.
    private bool staysAscii;

    /// <summary>Takes envelopes until there are no more, or until the blast stops; what is left then is given back untouched.</summary>
    public async Task Run(ChannelReader<Envelope> envelopes, ChannelWriter<HandoverResult> results, Func<bool> isStopped)
    {
        await foreach (var envelope in envelopes.ReadAllAsync(CancellationToken.None))
        {
            bool IsOver() => isStopped() || mood.IsStopped || clock.GetUtcNow() >= envelope.Until;
            // Whether it may still leave is asked when its turn has come, however long that takes.
            if (!IsOver()) await pace.Turn();
            var end = IsOver() ? new HandoverEnd.Returned() : await Send(envelope);
            await results.WriteAsync(new HandoverResult(envelope.PersonId, end, envelope.Address, wasLogged ? log : null) { IsMeasured = envelope.IsMeasured }, CancellationToken.None);
            wasLogged = false;
            log.Tidy();
        }

        await Leave();
    }

    private bool wasLogged;

    public void Dispose()
    {
        smtp?.Dispose();
        key?.Dispose();
    }

    // A mail that began to leave is not cut off because the program stops: that would leave its end unknown.
    private async Task<HandoverEnd> Send(Envelope envelope)
    {
        // A relay may take a minute to say hello: who may be written to was asked before that.
        if (!await Connect() || clock.GetUtcNow() >= envelope.Until) return new HandoverEnd.Returned();
        var to = EmailAddress.OnTheWire(envelope.Address);
        if (staysAscii && !Ascii.IsValid(to))
        {
            await Leave();
            if (!await Connect()) return new HandoverEnd.Returned();
        }

        if (smtp is { } open && !RelayClient.Takes(open, to)) return new HandoverEnd.Refused(RelayTrouble.NoUtf8, IsAddressBad: false);
        Letter letter;
        try
        {
            letter = await Write(envelope);
        }
        catch (LiquidStopped)
        {
            return new HandoverEnd.Skipped("text");
        }

        using (letter)
        {
            var tried = plan.KeyOf(envelope);
            letter.OnLeaving = () => log.Start(tried);
            using var limit = new CancellationTokenSource(options.Timeout, clock);
            HandoverEnd end;
            try
            {
                var (from, mailbox) = (plan.Texts[envelope.Text].Head.ReturnPath(envelope.PersonId), new MailboxAddress("", to));
                staysAscii |= RelayClient.StaysAscii(smtp!, from, mailbox);
                await smtp!.SendAsync(wire, letter, from, [mailbox], limit.Token);
                mood.Took();
                lanes.Took(envelope.Address);
                end = new HandoverEnd.Sent();
            }
            catch (SmtpCommandException refusal)
            {
                end = Judge(refusal, envelope);
            }
            catch (Exception trouble) when (RelayClient.IsTrouble(trouble) || trouble is OperationCanceledException)
            {
                end = Lost(letter, RelayAnswers.Kept(RelayTrouble.Of(trouble, isInMail: true)));
                Drop();
            }

            if (letter.HasLeft) Note(tried, end);
            return end;
        }
    }

    private void Note(HandoverKey tried, HandoverEnd end)
    {
        wasLogged = true;
        log.End(tried, end.Note);
    }

    private async Task<Letter> Write(Envelope envelope)
    {
        var (blastId, personId, text) = (plan.Blast.Id, envelope.PersonId, plan.Texts[envelope.Text]);
        var words = await text.Template.Fill(envelope.Person, envelope.Why, plan.Signer.Leave(blastId, personId), n => n < text.LinkIds.Count ? plan.Signer.Click(blastId, personId, text.LinkIds[n]) : null, envelope.Groups, envelope.IsMeasured ? plan.Signer.Opening(blastId, personId) : null);
        bytes.ResetWrittenCount();
        text.Body.Write(words, bytes);
        var letter = text.Head.Write(personId, envelope.Address, envelope.Person.FullName, words, bytes.WrittenMemory, clock.GetUtcNow());
        key?.Sign(letter);
        return letter;
    }

    private HandoverEnd Judge(SmtpCommandException refusal, Envelope envelope)
    {
        var said = RelayAnswers.Kept($"{(int)refusal.StatusCode} {refusal.Message}");
        switch (RelayAnswers.Of(refusal))
        {
            case RelayAnswer.BadAddress:
                mood.NobodyThere(said);
                return new HandoverEnd.Refused(said, IsAddressBad: true);
            case RelayAnswer.NotNow:
                mood.Answered();
                return HandoverEnd.Again(envelope.Attempt, said, lanes.PutOff(envelope.Address, said));
            // Of one address it says so for good: others may be taken, and this one is not asked for again and again.
            case RelayAnswer.Policy when refusal.ErrorCode == SmtpErrorCode.RecipientNotAccepted && envelope.Attempt >= MostRefusals:
                mood.Answered();
                return new HandoverEnd.Refused(said, IsAddressBad: false);
            case RelayAnswer.Policy when refusal.ErrorCode == SmtpErrorCode.RecipientNotAccepted:
                mood.RefusedByPolicy(said, RelayMood.MostInARow);
                return HandoverEnd.Again(envelope.Attempt, said);
            case RelayAnswer.Policy:
                mood.RefusedByPolicy(said);
                return HandoverEnd.Again(envelope.Attempt, said);
            case RelayAnswer.NotFromUs:
                mood.RefusedUs(said);
                return new HandoverEnd.Returned();
            case RelayAnswer.Closing:
                mood.Failed(said);
                Drop();
                return new HandoverEnd.Returned();
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The connection broke. Without the end of its content a relay must not deliver a mail; with it, it may have.</summary>
    private HandoverEnd Lost(Letter letter, string reason)
    {
        if (letter.IsWhole)
        {
            mood.FellSilent(reason);
            return new HandoverEnd.Unknown(reason);
        }

        mood.Failed(reason);
        return new HandoverEnd.Returned();
    }

    private async Task<bool> Connect()
    {
        if (smtp is { IsConnected: true }) return true;
        Drop();
        try
        {
            smtp = await relay.Open(plan.Mail, options.Timeout, CancellationToken.None);
            return true;
        }
        catch (MailKit.Security.AuthenticationException refused)
        {
            mood.RefusedUs(RelayAnswers.Kept(RelayTrouble.Of(refused)));
        }
        catch (Exception trouble) when (RelayClient.IsTrouble(trouble))
        {
            mood.Failed(RelayAnswers.Kept(RelayTrouble.Of(trouble)));
        }

        return false;
    }

    private async Task Leave()
    {
        if (smtp is not { IsConnected: true }) return;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await smtp.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception trouble) when (RelayClient.IsTrouble(trouble) || trouble is OperationCanceledException)
        {
            // All it had was taken: how it says good-bye changes nothing.
        }
    }

    private void Drop()
    {
        smtp?.Dispose();
        (smtp, staysAscii) = (null, false);
    }

    private static FormatOptions OnTheWire()
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        return options;
    }
}
