using Preau.Law;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Writing;

/// <summary>How many a mail would reach now, in words, or why it may reach nobody.</summary>
/// <param name="Sentence">Who they are.</param>
/// <param name="WhyNot">Set when no mail may be for this segment.</param>
/// <param name="Count">Null then, and while it is still to be counted.</param>
/// <param name="LeftOut">Why others are left out, and how many for each reason.</param>
/// <param name="Channel">By what they would get it.</param>
public sealed record AudienceView(Channel Channel, string Sentence, string? WhyNot, AudienceCount? Count, IReadOnlyList<(string Why, long Count)> LeftOut)
{
    public long Missing => Count is { } count ? count.Segment - count.Reachable : 0;
}

public sealed class ViewAudience(Audience audience, MailSegments segments, PersonWords said, Words words)
{
    /// <param name="segmentId">Null is everybody who asked for news.</param>
    /// <param name="channel">By what they would get it.</param>
    /// <param name="isCounted">False leaves a long count to the page once it is there.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<AudienceView> Of(long? segmentId, Channel channel, bool isCounted, CancellationToken ct)
    {
        // Without a segment the list above says it already.
        var sentence = "";
        if (segmentId is { } id)
        {
            if (await segments.Find(id, System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ct) is not { } segment) return new(channel, "", words["This segment is no longer there."], null, []);
            if (segment.WhyNot is not null) return new(channel, segment.Sentence, segment.WhyNot, null, []);
            sentence = segment.Sentence;
        }

        if (!isCounted && !await audience.IsQuick(ct)) return new(channel, sentence, null, null, []);
        var count = await audience.Count(new Blast { Channel = channel, Subject = "", Language = "fr", SegmentId = segmentId }, ct);
        return new(channel, sentence, null, count, LeftOut(count, channel));
    }

    public IReadOnlyList<(string Why, long Count)> LeftOut(AudienceCount count, Channel channel) =>
    [
        .. (channel == Channel.Sms ? Numbers(count) : Addresses(count))
            .Concat<(string Why, long Count)>([(words["are known to be too young"], count.TooYoung), (words["may not be reached this way by law"], count.Forbidden), (words["have had their share of messages for now"], count.Pressed)])
            .Concat(count.NoConsent.Select(c => (Why: Missing(c.Key), Count: c.Value)))
            .Where(l => l.Count > 0).OrderByDescending(l => l.Count),
    ];

    private string Missing(Purpose purpose) => purpose switch
    {
        Purpose.News => words["did not agree to get news by mail, or took it back"],
        Purpose.Sms => words["did not agree to text messages, or took it back"],
        Purpose.Targeted => words["did not agree to messages chosen by what the campaign knows of them"],
        _ => words["did not agree to: {0}", said.Of(purpose)],
    };

    private (string Why, long Count)[] Addresses(AudienceCount count) =>
    [
        (words["have no mail address"], count.NoAddress), (words["have an address that came back"], count.Bounced), (words["have an address that must not be written to any more"], count.Shut),
        (words["have the same address as somebody who gets it"], count.Same),
    ];

    private (string Why, long Count)[] Numbers(AudienceCount count) =>
    [
        (words["have no telephone number"], count.NoAddress), (words["have a number that is marked as wrong"], count.Bounced), (words["have a landline, which gets no texts"], count.Landline), (words["have a number that answered STOP"], count.Shut),
        (words["have the same number as somebody who gets it"], count.Same),
    ];
}
