using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Liquid;
using Preau.Mail.Blocks;
using Preau.Mail.Writing;
using Preau.Segments;
using Preau.Shared;

namespace Preau.Mail.Limits;

/// <summary>A segment by which a part of a mail is limited.</summary>
public sealed record Limit(long SegmentId, SegmentGroup Tree);

/// <summary>Of one reader: what their parts are chosen by, and what they are told of it. No groups where nothing may choose for them.</summary>
public sealed record LimitedReader(ReaderGroups? Groups, string Told)
{
    public static readonly LimitedReader Nobody = new(null, "");
}

/// <summary>
/// Who gets the parts of a mail that are limited to a segment. To choose what somebody reads by what is known of them is to choose them: those who did not agree to that get what is for everybody, and
/// neither what is only for a segment nor what is for all but it, from which could be told who they are (docs/decisions/0033).
/// </summary>
public sealed class BlastLimits(Database db, MailSegments segments, ReadSegment read, SegmentMembers members, SegmentSentence sentences, MayReach reach, Words words)
{
    private static readonly IReadOnlyDictionary<long, ReaderGroups> Nobody = new Dictionary<long, ReaderGroups>();

    /// <summary>The segments that a text names, in any of these versions.</summary>
    public static IReadOnlyList<long> Of(IEnumerable<Blast> versions) => [.. versions.SelectMany(Tags).Where(t => !t.IsEnd).Select(t => t.SegmentId).Where(id => id > 0).Distinct().Order()];

    private static IEnumerable<LimitTag> Tags(Blast blast)
    {
        if (blast.IsText) return [];
        return new[] { blast.Subject, blast.Preheader, blast.Format == MailFormat.Blocks && !MayLimit(blast.Body) ? "" : LiquidTags.Unescaped(blast.Html(MailLook.Plain)) }.SelectMany(LimitTag.In);
    }

    // A tree without such a block is not read for nothing.
    private static bool MayLimit(string tree) => tree.Contains("\"limited\"", StringComparison.Ordinal) || LiquidTags.AreIn(tree);

    /// <summary>What is wrong with the limits of a text, and what is to be known of them.</summary>
    public async Task<IReadOnlyList<BlastProblem>> Check(Blast blast, CancellationToken ct)
    {
        var tags = Tags(blast).Where(t => !t.IsEnd).ToList();
        if (tags.Count == 0) return [];
        if (blast.IsAnswer) return [new(words["This answers what somebody did, whoever they are: none of its parts can be for a segment."])];
        List<BlastProblem> problems = [.. tags.Where(t => t.SegmentId == 0).Select(t => t.Written).Distinct(StringComparer.Ordinal).Select(w => new BlastProblem(words["{0}: write the number of the segment for which this part is.", w]))];
        foreach (var id in Of([blast]))
        {
            if (await segments.Find(id, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ct) is not { } segment) problems.Add(new(words["A part of the text is for a segment that does not exist any more (number {0}): choose another one for it, or take it away.", id]));
            else if (segment.WhyNot is { } why) problems.Add(new(words["A part of the text is for “{0}”, by which it cannot be chosen: {1}", segment.Name, why]));
        }

        problems.Add(new(words["Some parts are for some people only. Whoever did not agree to be chosen by what is known of them gets only what is for everybody (GDPR, art. 9)."], IsBlocking: false));
        return problems;
    }

    /// <summary>The trees as they are now, as <see cref="Blast.Limits"/> keeps them: a segment that is changed later changes no mail. Null where no part is limited.</summary>
    public async Task<string?> Freeze(IEnumerable<Blast> versions, CancellationToken ct)
    {
        if (Of(versions) is not { Count: > 0 } ids) return null;
        var trees = await Trees(ids, ct);
        return JsonSerializer.Serialize(new SortedDictionary<long, string>(trees.ToDictionary(t => t.Key, t => SegmentTree.Read(t.Value, out _) is { } tree ? SegmentTree.Write(tree) : t.Value)));
    }

    /// <summary>What the parts of a mail are chosen by.</summary>
    /// <returns>Null where one of the segments cannot be read any more.</returns>
    public async Task<IReadOnlyList<Limit>?> Read(Blast blast, IEnumerable<Blast> versions, CancellationToken ct)
    {
        if (Of(versions) is not { Count: > 0 } ids) return [];
        var trees = blast.Limits is { } frozen ? JsonSerializer.Deserialize<Dictionary<long, string>>(frozen) ?? [] : await Trees(ids, ct);
        var limits = new List<Limit>(ids.Count);
        foreach (var id in ids)
        {
            if (!trees.TryGetValue(id, out var tree) || await read.Run(tree, ct) is not SegmentAnswer.Fine fine) return null;
            limits.Add(new(id, fine.Tree));
        }

        return limits;
    }

    private Task<Dictionary<long, string>> Trees(IReadOnlyList<long> ids, CancellationToken ct) => db.Segments.Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Tree, ct);

    /// <summary>For whom each part is, of a batch of people: a statement a segment, and none where nothing is limited.</summary>
    /// <param name="limits">As <see cref="Read"/> read them.</param>
    /// <param name="personIds">Some hundreds at most.</param>
    /// <param name="areChosen">All of them agreed to be chosen, as was asked already.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Those who agreed to be chosen.</returns>
    public async Task<IReadOnlyDictionary<long, ReaderGroups>> Groups(IReadOnlyList<Limit> limits, long[] personIds, bool areChosen, CancellationToken ct)
    {
        if (limits.Count == 0 || personIds.Length == 0) return Nobody;
        var agreed = personIds;
        if (!areChosen)
        {
            var why = await reach.Run(personIds, Channel.Email, isTargeted: true, ct);
            agreed = [.. personIds.Where(id => why[id] is null)];
        }

        if (agreed.Length == 0) return Nobody;
        var among = new List<(long SegmentId, IReadOnlySet<long> People)>(limits.Count);
        foreach (var limit in limits) among.Add((limit.SegmentId, await members.Among(limit.Tree, agreed, ct)));
        return agreed.ToDictionary(id => id, id => new ReaderGroups(among.Where(s => s.People.Contains(id)).Select(s => s.SegmentId).ToHashSet(), among.Where(s => !s.People.Contains(id)).Select(s => s.SegmentId).ToHashSet()));
    }

    /// <summary>What those who agreed are told in the mail itself, behind why they get it.</summary>
    public async Task<string> Told(IReadOnlyList<Limit> limits, string language, CancellationToken ct)
    {
        if (limits.Count == 0) return "";
        var chosenBy = new List<string>(limits.Count);
        foreach (var limit in limits) chosenBy.Add(await sentences.Of(limit.Tree, language, ct));
        return " " + words.In(language)["Parts of it were chosen for you by what is known of you: {0}.", string.Join("; ", chosenBy.Select(s => s.TrimEnd('.')))];
    }

    /// <summary>Of one person, as whom a mail is looked at.</summary>
    public async Task<LimitedReader> For(Blast version, long personId, CancellationToken ct)
    {
        if (await Read(version, [version], ct) is not { Count: > 0 } limits) return LimitedReader.Nobody;
        return (await Groups(limits, [personId], areChosen: false, ct)).TryGetValue(personId, out var groups) ? new(groups, await Told(limits, version.Language, ct)) : LimitedReader.Nobody;
    }

    /// <summary>The same in words, a sentence a segment.</summary>
    public async Task<IReadOnlyList<string>> Explain(Blast version, long? personId, CancellationToken ct)
    {
        if (Of([version]) is not { Count: > 0 } ids) return [];
        var groups = personId is { } id ? (await For(version, id, ct)).Groups : null;
        var names = await db.Segments.Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        return
        [
            .. ids.Where(names.ContainsKey).Select(segment =>
                groups is null ? words["“{0}”: neither what is only for it nor what is for all but it, as they did not agree to be chosen by what is known of them.", names[segment]]
                : groups.In.Contains(segment) ? words["“{0}”: is in it.", names[segment]] : words["“{0}”: is not in it.", names[segment]]),
        ];
    }
}
