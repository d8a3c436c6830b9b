using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Writing;

/// <summary>How many a mail would reach now, in words, or why it may reach nobody.</summary>
/// <param name="Sentence">Who they are.</param>
/// <param name="WhyNot">Set when no mail may be for this segment.</param>
/// <param name="Count">Null then, and while it is still to be counted.</param>
/// <param name="LeftOut">Why others are left out, and how many for each reason.</param>
public sealed record AudienceView(string Sentence, string? WhyNot, AudienceCount? Count, IReadOnlyList<(string Why, long Count)> LeftOut)
{
    public long Missing => Count is { } count ? count.Segment - count.Reachable : 0;
}

public sealed class ViewAudience(Audience audience, MailSegments segments, PersonWords said, Words words)
{
    /// <param name="segmentId">Null is everybody who asked for news.</param>
    /// <param name="isCounted">False leaves a long count to the page once it is there.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<AudienceView> Of(long? segmentId, bool isCounted, CancellationToken ct)
    {
        // Without a segment the list above says it already.
        var sentence = "";
        if (segmentId is { } id)
        {
            if (await segments.Find(id, System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ct) is not { } segment) return new("", words["This segment is no longer there."], null, []);
            if (segment.WhyNot is not null) return new(segment.Sentence, segment.WhyNot, null, []);
            sentence = segment.Sentence;
        }

        if (!isCounted && !await audience.IsQuick(ct)) return new(sentence, null, null, []);
        var count = await audience.Count(new Blast { Subject = "", Language = "fr", SegmentId = segmentId }, ct);
        return new(sentence, null, count, LeftOut(count));
    }

    public IReadOnlyList<(string Why, long Count)> LeftOut(AudienceCount count) =>
    [
        .. new (string Why, long Count)[]
        {
            (words["have no mail address"], count.NoAddress), (words["have an address that came back"], count.Bounced), (words["have an address that must not be written to any more"], count.Shut),
            (words["have the same address as somebody who gets it"], count.Same), (words["are known to be too young"], count.TooYoung), (words["may not be reached this way by law"], count.Forbidden),
        }.Concat(count.NoConsent.Select(c => (Why: c.Key switch
        {
            Purpose.News => words["did not agree to get news by mail, or took it back"],
            Purpose.Targeted => words["did not agree to messages chosen by what the campaign knows of them"],
            _ => words["did not agree to: {0}", said.Of(c.Key)],
        }, Count: c.Value))).Where(l => l.Count > 0).OrderByDescending(l => l.Count),
    ];
}
