using Microsoft.EntityFrameworkCore;
using Preau.Segments;
using Preau.Shared;

namespace Preau.Mail.Writing;

/// <summary>A segment as somebody who writes a mail may choose it, or the reason why not.</summary>
public sealed record MailSegment(long Id, string Name, string Sentence, string? WhyNot);

/// <summary>The segments that a mail may be for. What people think, and what is known from the electoral roll alone, choose no mail.</summary>
public sealed class MailSegments(Database db, ReadSegment read, SegmentFields fields, SegmentSentence sentence, Words words)
{
    private const int Shown = 500;

    public async Task<IReadOnlyList<MailSegment>> All(string language, CancellationToken ct)
    {
        var segments = new List<MailSegment>();
        foreach (var segment in await db.Segments.AsNoTracking().OrderBy(s => s.Name).Take(Shown).ToListAsync(ct)) segments.Add(await Of(segment, language, ct));
        return segments;
    }

    /// <summary>Those by which parts of a mail may be chosen, by number and name.</summary>
    public async Task<IReadOnlyList<(long Id, string Name)>> Named(CancellationToken ct)
    {
        var named = new List<(long, string)>();
        foreach (var segment in await db.Segments.AsNoTracking().OrderBy(s => s.Name).Take(Shown).ToListAsync(ct))
        {
            if (await read.Run(segment.Tree, ct) is SegmentAnswer.Fine fine && WhyNot((await fields.Catalogue(ct)).Traits(fine.Tree)) is null) named.Add((segment.Id, segment.Name));
        }

        return named;
    }

    public async Task<MailSegment?> Find(long id, string language, CancellationToken ct) =>
        await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is { } segment ? await Of(segment, language, ct) : null;

    private async Task<MailSegment> Of(Segment segment, string language, CancellationToken ct) => await read.Run(segment.Tree, ct) is SegmentAnswer.Fine fine
        ? new(segment.Id, segment.Name, await sentence.Of(fine.Tree, language, ct), WhyNot((await fields.Catalogue(ct)).Traits(fine.Tree)))
        : new(segment.Id, segment.Name, "", words["It asks about something that no longer exists. Change the segment first."]);

    private string? WhyNot(FieldTraits traits) =>
        traits.HasFlag(FieldTraits.Opinion) ? words["It asks what people think. The law lets nobody be chosen for a mail by a political opinion without their express consent, so Préau does not send by it."]
        : traits.HasFlag(FieldTraits.Roll) ? words["It asks for what is known from the electoral roll alone. Nobody on the roll agreed to be written to because of it."]
        : null;
}
