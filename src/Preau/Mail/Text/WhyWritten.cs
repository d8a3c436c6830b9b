using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail.Automatic;
using Preau.People;
using Preau.Segments;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

/// <summary>Why somebody gets a blast, in words that stand in the mail itself: when and where they agreed, and what the audience was chosen by.</summary>
public sealed class WhyWritten(Database db, CampaignLaw law, SiteViews views, CurrentNation nation, ReadSegment read, SegmentSentence sentences, AutomaticWords automatic, Words words)
{
    public async Task<Reasons> For(Blast blast, IReadOnlyCollection<long> personIds, CancellationToken ct)
    {
        var said = words.In(blast.Language);
        var name = (await views.Site(blast.Language, null, ct)).Name;
        if (blast.IsAnswer) return new Reasons(_ => said["You get this mail in answer to what you did on the site of {0}: “{1}”.", name, blast.Sentence ?? ""]);
        var ids = personIds as long[] ?? [.. personIds];
        var purpose = law.ConsentFor(Channel.Email, blast.IsTargeted).Purposes.Order().FirstOrDefault(Purpose.News);
        var lines = await db.ConsentEntries.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId) && e.Purpose == purpose).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.PersonId, e.IsGiven, e.At, e.Source }).ToListAsync(ct);
        var given = lines.GroupBy(e => e.PersonId).ToDictionary(g => g.Key, g => ConsentLedger.Standing(g, e => e.Source).FindLast(e => e.IsGiven));
        var chosen = blast.IsTargeted ? " " + said["It was chosen for you by what is known of you; it goes to: {0}.", await Sentence(blast, ct)] : "";
        var culture = SiteViews.Culture(blast.Language);
        var sources = new SourceWords(said, []);
        return new Reasons(id => (given.GetValueOrDefault(id) is { } entry
            ? said["You get this mail because you asked for the news of {0} on {1} ({2}).", name, nation.Facts.DayOf(entry.At).ToString("D", culture), sources.OfKind(entry.Source.Split(':')[0])]
            : said["You get this mail because you asked for the news of {0}.", name]) + chosen);
    }

    private async Task<string> Sentence(Blast blast, CancellationToken ct)
    {
        if (blast.Sentence is { Length: > 0 } frozen) return Inner(frozen);
        if (blast.StepId is { } step) return Inner(await Sentence(blast, step, ct));
        var tree = blast.Tree ?? await db.Segments.Where(s => s.Id == blast.SegmentId).Select(s => s.Tree).SingleOrDefaultAsync(ct);
        return await read.Run(tree, ct) is SegmentAnswer.Fine fine ? Inner(await sentences.Of(fine.Tree, blast.Language, ct)) : "";
    }

    /// <summary>Of a step in another language than its first. Where it was taken away since, as it was said then.</summary>
    private async Task<string> Sentence(Blast blast, long step, CancellationToken ct) => await db.AutomaticMails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == step, ct) is { } mail
        ? await automatic.Sentence(mail, blast.Language, ct)
        : await db.Blasts.Where(b => b.Id == blast.Id).Select(b => b.Sentence).SingleOrDefaultAsync(ct) ?? "";

    /// <summary>Within a sentence: «… goes to: people who live in Lyon».</summary>
    private static string Inner(string sentence) => sentence.Length == 0 ? "" : char.ToLowerInvariant(sentence[0]) + sentence[1..];
}

/// <summary>The sentence of each person.</summary>
public sealed record Reasons(Func<long, string> Of);
