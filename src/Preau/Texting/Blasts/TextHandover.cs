using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Preau.Liquid;
using Preau.Mail;

namespace Preau.Texting;

/// <summary>
/// Hands the texts of a blast to the gateway, each in the journal before the gateway is asked and after it has answered: a beginning without an end is unknown, and
/// never sent again by itself.
/// </summary>
/// <param name="blast">Its month is known.</param>
/// <param name="texts">Its versions in all languages, and the numbers of the links of each.</param>
/// <param name="signer">Makes short addresses.</param>
/// <param name="gateway">Asked once for each text.</param>
/// <param name="pace">Of all that leaves by this gateway.</param>
/// <param name="perSecond">How many that is.</param>
/// <param name="zone">By whose clock numbers go that tell none.</param>
/// <param name="clock">Tells what may no longer leave.</param>
public sealed class TextHandover(Blast blast, IReadOnlyList<(TextTemplate Template, IReadOnlyList<long> LinkIds)> texts, MailSigner signer, ISmsGateway gateway, SendPace pace, int perSecond, TimeZoneInfo zone, TimeProvider clock) : IBlastHandover
{
    /// <summary>So many refusals for good in a row are no chance: the gateway takes nothing from us.</summary>
    public const int MostRefused = 10;

    private const int MostSenders = 4;
    private const int SecondsInHand = 10;

    public int Senders => Math.Clamp(perSecond, 1, MostSenders);

    // More would lie until nobody knows any more whether they may be written to.
    public int Batch => Math.Clamp(perSecond * SecondsInHand, 1, 250);

    /// <summary>What a report names a text of a blast by.</summary>
    public static string ReferenceOf(long blastId, long personId) => string.Create(CultureInfo.InvariantCulture, $"b{blastId}.{personId}");

    public async Task Run(HandoverLog log, RelayMood mood, ChannelReader<Envelope> envelopes, ChannelWriter<HandoverResult> results, Func<bool> isStopped)
    {
        await foreach (var envelope in envelopes.ReadAllAsync(CancellationToken.None))
        {
            bool IsOver() => isStopped() || mood.IsStopped || clock.GetUtcNow() >= envelope.Until;
            // Whether it may still leave is asked when its turn has come, however long that takes.
            if (!IsOver()) await pace.Turn();
            var result = IsOver() ? new HandoverResult(envelope.PersonId, new HandoverEnd.Returned(), envelope.Address) : await Send(envelope, log, mood);
            await results.WriteAsync(result, CancellationToken.None);
            log.Tidy();
        }
    }

    private async Task<HandoverResult> Send(Envelope envelope, HandoverLog log, RelayMood mood)
    {
        // Whatever the campaign's clock says: at night by its own no number rings.
        var now = clock.GetUtcNow();
        if (TextHours.Morning(envelope.Address, zone, now) is { } morning) return new(envelope.PersonId, new HandoverEnd.Later(TextWords.Hours, morning - now), envelope.Address);
        string text;
        try
        {
            text = await Write(envelope);
        }
        catch (LiquidStopped)
        {
            return new(envelope.PersonId, new HandoverEnd.Skipped("text"), envelope.Address);
        }

        if (SmsText.Of(text).Segments > TextMessage.MostSegments) return new(envelope.PersonId, new HandoverEnd.Skipped("text"), envelope.Address);
        var tried = new HandoverKey(blast.NationId.Value, blast.Month ?? 0, blast.Id, envelope.PersonId, envelope.Attempt);
        log.Start(tried);
        // From here on it may be on its way: what became of it is waited for and written down, even while the program ends.
        var outcome = await gateway.Send(new OutgoingSms(ReferenceOf(blast.Id, envelope.PersonId), envelope.Address, text, blast.SenderName), CancellationToken.None);
        var end = Judge(outcome, envelope, mood);
        log.End(tried, end.Note);
        return new(envelope.PersonId, end, envelope.Address, log, new(text, (outcome as SmsOutcome.Accepted)?.GatewayId) { HasStopped = outcome is SmsOutcome.Refused { HasStopped: true } });
    }

    private ValueTask<string> Write(Envelope envelope)
    {
        var (template, linkIds) = texts[envelope.Text];
        return template.Fill(envelope.Person, n => n < linkIds.Count ? signer.Brief(linkIds[n], envelope.PersonId) : null);
    }

    private static HandoverEnd Judge(SmsOutcome outcome, Envelope envelope, RelayMood mood)
    {
        switch (outcome)
        {
            case SmsOutcome.Accepted:
                mood.Took();
                return new HandoverEnd.Sent();
            case SmsOutcome.Refused { IsAway: true } away:
                mood.Failed(away.Answer);
                return new HandoverEnd.Returned();
            case SmsOutcome.Refused { HasStopped: true } stopped:
                mood.Answered();
                return new HandoverEnd.Refused(stopped.Answer, IsAddressBad: false);
            case SmsOutcome.Refused { IsForGood: true } refused:
                mood.RefusedByPolicy(refused.Answer, MostRefused);
                return new HandoverEnd.Refused(refused.Answer, IsAddressBad: false);
            case SmsOutcome.Refused later:
                mood.Answered();
                return HandoverEnd.Again(envelope.Attempt, later.Answer);
            case SmsOutcome.Unknown unknown:
                mood.FellSilent(unknown.Answer);
                return new HandoverEnd.Unknown(unknown.Answer);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }
}

/// <summary>The pace of each nation's gateway, for texts to one and to many together.</summary>
public sealed class TextPaces
{
    private readonly ConcurrentDictionary<(NationId Nation, string? Address, int PerSecond), SendPace> paces = new();

    // A gateway counts seconds that pass, whatever hour the program is told.
    public SendPace Of(TextSettings settings, NationId nation) => paces.GetOrAdd((nation, settings.Address, settings.PerSecond), key => new SendPace(key.PerSecond, TimeProvider.System));
}
