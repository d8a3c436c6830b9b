using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail.Measuring;
using Preau.Segments;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

/// <summary>All that is wrong with a blast, from what is missing in the settings to a name in the text that nothing is called by.</summary>
public sealed class BlastChecks(
    Database db, BlastChannels channels, BlastLaw law, VersionsOf versions, CompileMail compile, SiteViews views, ReadSegment read, SegmentWords segmentWords, CurrentNation nation, TimeProvider clock, Words words)
{
    /// <param name="blast">As it stands.</param>
    /// <param name="count">How many it reaches; null where that is not counted yet.</param>
    /// <param name="ct">Gives up.</param>
    public Task<IReadOnlyList<BlastProblem>> Run(Blast blast, AudienceCount? count, CancellationToken ct) => Run(blast, count, at: null, ct);

    /// <param name="blast">As it stands.</param>
    /// <param name="count">How many it reaches; null where that is not counted yet.</param>
    /// <param name="at">The hour at which it is to leave; null is now.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<BlastProblem>> Run(Blast blast, AudienceCount? count, DateTimeOffset? at, CancellationToken ct)
    {
        List<BlastProblem> problems = [.. await Settings(blast, ct), .. channels.Of(blast).Empty(blast)];
        var isReadable = await Segment(blast, problems, ct);
        var asksForGifts = await Text(blast, problems, ct) | await Others(blast, problems, ct);
        if (!blast.IsAnswer) await Law(blast, asksForGifts, at, problems, ct);
        else if (asksForGifts) problems.Add(new(words["This answers what somebody did, and goes to people who did not ask for news, too: it cannot lead to where gifts are taken. Ask for one in a follow-up mail."]));
        if (isReadable && count is { Reachable: 0 }) problems.Add(new BlastProblem(words["Nobody can be reached: see who is left out, and why."]));
        return [.. problems.OrderByDescending(p => p.IsBlocking)];
    }

    public Task<IReadOnlyList<BlastProblem>> Settings(Blast blast, CancellationToken ct) => channels.Of(blast).Settings(ct);

    private async Task<bool> Segment(Blast blast, List<BlastProblem> problems, CancellationToken ct)
    {
        if (blast.SegmentId is null) return true;
        var tree = blast.Tree ?? await db.Segments.Where(s => s.Id == blast.SegmentId).Select(s => s.Tree).SingleOrDefaultAsync(ct);
        if (tree is null)
        {
            problems.Add(new(words["The segment does not exist any more: choose another one."]));
            return false;
        }

        if (await read.Run(tree, ct) is not SegmentAnswer.Wrong wrong) return true;
        problems.AddRange(wrong.Problems.Select(p => new BlastProblem(segmentWords.Of(p))));
        return false;
    }

    /// <summary>What stands in the way of its other versions and languages, each by its name.</summary>
    private async Task<bool> Others(Blast blast, List<BlastProblem> problems, CancellationToken ct)
    {
        var asksForGifts = false;
        var all = await versions.Run(blast, ct);
        if (all.Languages.Contains(blast.Language, StringComparer.Ordinal)) problems.Add(new(words["It is written twice in one language: choose another language for the first text, or take one away under “Languages”."]));
        foreach (var (number, version) in all.Written.Index().Skip(1))
        {
            List<BlastProblem> found = [.. channels.Of(blast).Empty(version)];
            asksForGifts |= await Text(version, found, ct);
            // What is true of the first as well was said once.
            problems.AddRange(found.Where(p => !problems.Exists(known => known.Text == p.Text)).Select(p => p with { Text = words["{0}: {1}", all.Name(number, words), p.Text] }).ToList());
        }

        problems.AddRange(all.Grid.Where(t => t.Written is null).Select(t => new BlastProblem(words["There is no text in this language: {0}. Whoever reads that, and gets this version, gets it in the language of the mail: {1}.", all.Name(t.Place, t.Language, words), BlastWords.Language(blast.Language, words)], IsBlocking: false)));
        return asksForGifts;
    }

    /// <summary>Mistakes in the text. Whether it asks for gifts is a question of the law.</summary>
    private async Task<bool> Text(Blast blast, List<BlastProblem> problems, CancellationToken ct)
    {
        if (!Words.Languages.Contains(blast.Language, StringComparer.Ordinal)) return false;
        var read = await channels.Of(blast).Read(blast, ct);
        problems.AddRange(read.Problems);
        return read.Links is { } links && await compile.AsksForGifts(links, await views.Site(blast.Language, null, ct), ct);
    }

    private async Task Law(Blast blast, bool asksForGifts, DateTimeOffset? at, List<BlastProblem> problems, CancellationToken ct)
    {
        var decision = await law.Run(blast, asksForGifts, at, ct);
        if (await law.Opens(blast, at ?? clock.GetUtcNow(), ct) is { } opens) problems.Add(new(words["At this hour no texts to many leave. It waits, and leaves by itself from {0}.", TimeZoneInfo.ConvertTime(opens, nation.Facts.Zone).ToString("f", CultureInfo.CurrentCulture)], IsBlocking: false));
        if (decision.IsAllowed && await law.PassesOverSome(blast, at, ct)) problems.Add(new(words["At this hour the silence before the vote has begun in some territories. Who votes there, or of whom nobody knows where they vote, is passed over."], IsBlocking: false));
        problems.AddRange(decision.Findings.Select(f => new BlastProblem(f.Message.In(CultureInfo.CurrentUICulture), f.Outcome == Outcome.Block, f.RuleId)));
    }
}
