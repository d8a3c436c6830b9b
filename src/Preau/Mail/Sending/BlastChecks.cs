using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Liquid;
using Preau.Mail.Blocks;
using Preau.Mail.Measuring;
using Preau.Nations;
using Preau.Segments;
using Preau.Settings;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

/// <summary>All that is wrong with a blast, from what is missing in the settings to a name in the text that nothing is called by.</summary>
public sealed class BlastChecks(
    Database db, NationSettings settings, BlastLaw law, VersionsOf versions, CompileMail compile, RenderMail render, LiquidNames names, SiteViews views, ReadSegment read, SegmentWords segmentWords, Words words)
{
    private const string MailPath = "/settings/mail";
    private const string LegalPath = "/settings/legal";

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
        List<BlastProblem> problems = [.. await Settings(ct), .. Empty(blast)];
        var isReadable = await Segment(blast, problems, ct);
        var asksForGifts = await Text(blast, problems, ct) | await Others(blast, problems, ct);
        await Law(blast, asksForGifts, at, problems, ct);
        if (isReadable && count is { Reachable: 0 }) problems.Add(new BlastProblem(words["Nobody can be reached: see who is left out, and why."]));
        return [.. problems.OrderByDescending(p => p.IsBlocking)];
    }

    public async Task<IReadOnlyList<BlastProblem>> Settings(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        var legal = await settings.Get<LegalSettings>(ct);
        var problems = new List<BlastProblem>();
        if (string.IsNullOrWhiteSpace(mail.RelayHost)) problems.Add(new(words["Say by which relay mail leaves, in the settings under “Mail”."], Settings: MailPath));
        else if (mail.Security == RelaySecurity.None && !Loopback.Is(mail.RelayHost.Trim())) problems.Add(new(words["Mail would leave for another machine without encryption. Choose STARTTLS or TLS in the settings under “Mail”."], Settings: MailPath));
        if (!EmailAddress.TryParse(mail.SenderAddress, out _)) problems.Add(new(words["Say from which address mail is sent, in the settings under “Mail”."], Settings: MailPath));
        if (string.IsNullOrWhiteSpace(legal.Controller)) problems.Add(new(words["Name who is responsible for people’s data, in the settings under “Legal”: every mail says who sends it."], Settings: LegalPath));
        if (!EmailAddress.TryParse(legal.ContactEmail, out _)) problems.Add(new(words["Give an address at which people can ask about their data, in the settings under “Legal”."], Settings: LegalPath));
        if (mail.DkimPublicKey is null) problems.Add(new(words["Mail is not signed: without a key large providers refuse it or take it for junk."], IsBlocking: false, Settings: MailPath));
        return problems;
    }

    private IEnumerable<BlastProblem> Empty(Blast blast)
    {
        if (string.IsNullOrWhiteSpace(blast.Subject)) yield return new(words["Write a subject."]);
        if (string.IsNullOrWhiteSpace(blast.Body)) yield return new(words["Write the text."]);
        if (string.IsNullOrWhiteSpace(blast.Preheader)) yield return new(words["Without a preview line mail programs show the beginning of the text."], IsBlocking: false);
        if (!Words.Languages.Contains(blast.Language, StringComparer.Ordinal)) yield return new(words["Choose French or English."]);
        if (blast.ReplyTo is { Length: > 0 } && !EmailAddress.TryParse(blast.ReplyTo, out _)) yield return new(words["The address for answers is not a mail address."]);
    }

    private async Task<bool> Segment(Blast blast, List<BlastProblem> problems, CancellationToken ct)
    {
        if (!blast.IsTargeted) return true;
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

    /// <summary>What stands in the way of its other versions, each by its letter.</summary>
    private async Task<bool> Others(Blast blast, List<BlastProblem> problems, CancellationToken ct)
    {
        var asksForGifts = false;
        foreach (var (place, version) in (await versions.Run(blast, ct)).Index().Skip(1))
        {
            List<BlastProblem> found = [.. Empty(version)];
            asksForGifts |= await Text(version, found, ct);
            problems.AddRange(found.Where(p => p.IsBlocking).Select(p => p with { Text = words["Version {0}: {1}", VersionsOf.Letter(place), p.Text] }));
        }

        return asksForGifts;
    }

    /// <summary>Mistakes in the text. Whether it asks for gifts is a question of the law.</summary>
    private async Task<bool> Text(Blast blast, List<BlastProblem> problems, CancellationToken ct)
    {
        if (!Words.Languages.Contains(blast.Language, StringComparer.Ordinal)) return false;
        problems.AddRange(DeadLinks.In(blast.Html(MailLook.Plain), isPage: false, words).Select(d => new BlastProblem(d)));
        switch (await compile.Run(blast, ct))
        {
            case Compiling.Wrong wrong:
                problems.AddRange(wrong.Problems.Select(p => new BlastProblem(Of(p))));
                return false;
            case Compiling.Done { Template: var template }:
                var misnamed = await names.Check(blast, ct);
                problems.AddRange(misnamed);
                // Somebody of whom nothing is known has the most branches left: a text that does not end, does not end for them.
                if (!misnamed.Any(m => m.IsBlocking) && await render.Run(blast, null, ct) is Rendering.Wrong stopped) problems.AddRange(stopped.Problems.Select(p => new BlastProblem(Of(p))));
                return await compile.AsksForGifts(template.Links, await views.Site(blast.Language, null, ct), ct);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task Law(Blast blast, bool asksForGifts, DateTimeOffset? at, List<BlastProblem> problems, CancellationToken ct)
    {
        var decision = await law.Run(blast, asksForGifts, at, ct);
        problems.AddRange(decision.Findings.Select(f => new BlastProblem(f.Message.In(CultureInfo.CurrentUICulture), f.Outcome == Outcome.Block, f.RuleId)));
    }

    public string Of(LiquidProblem problem)
    {
        var where = problem.File switch
        {
            MailTemplate.SubjectFile => words["In the subject"],
            MailTemplate.PreheaderFile => words["In the preview line"],
            _ => words["In the text"],
        };
        return words["{0}: {1}", where, words[problem.Sentence, problem.About, problem.Piece]];
    }
}
