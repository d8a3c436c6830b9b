using System.Text.RegularExpressions;
using Preau.Liquid;
using Preau.People;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

/// <summary>Reads the names that a blast's Liquid uses: what nothing is called by, and what may be blank without a word to fall back on.</summary>
public sealed partial class LiquidNames(OwnFields own, Words words)
{
    // These are never blank.
    private static readonly HashSet<string> Certain = new(["id", "email", "language", "greeting", "formal_greeting", "is_member", "tags", "custom_values"], StringComparer.Ordinal);
    private static readonly HashSet<string> OfPerson = Properties(typeof(PersonDrop));
    private static readonly HashSet<string> OfRecord = [.. OfPerson.Where(n => !PersonFacts.IsOf(n))];
    private static readonly HashSet<string> OfSite = Properties(typeof(SiteDrop));
    private static readonly HashSet<string> Own = new(["forloop", "tablerowloop", "blank", "empty", "nil", "null", "true", "false", "and", "or", "contains", "in", "reversed", "limit", "offset"], StringComparer.Ordinal);

    /// <param name="pieces">Each with the words for where it stands.</param>
    /// <param name="ct">Gives up.</param>
    public Task<IReadOnlyList<BlastProblem>> Check(IReadOnlyList<(string Where, string Source)> pieces, CancellationToken ct) => Check(pieces, hasFacts: false, ct);

    /// <param name="pieces">Each with the words for where it stands.</param>
    /// <param name="hasFacts">It is filled in with what is known of people beyond their own record, too.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<BlastProblem>> Check(IReadOnlyList<(string Where, string Source)> pieces, bool hasFacts, CancellationToken ct)
    {
        var known = hasFacts ? OfPerson : OfRecord;
        var slugs = (await own.All(ct)).Where(f => f.IsForTemplates).Select(f => f.Slug).ToHashSet(StringComparer.Ordinal);
        var problems = new List<BlastProblem>();
        foreach (var (where, source) in pieces)
        {
            var made = new HashSet<string>(Own, StringComparer.Ordinal);
            var asked = new HashSet<string>(StringComparer.Ordinal);
            foreach (var tag in LiquidTags.Of(source)) problems.AddRange(Check(where, tag, made, asked, slugs, known));
        }

        return problems;
    }

    private IEnumerable<BlastProblem> Check(string where, LiquidTag tag, HashSet<string> made, HashSet<string> asked, HashSet<string> slugs, HashSet<string> known)
    {
        var text = Quoted().Replace(tag.Text, "''");
        if (!tag.IsOutput)
        {
            if (Makes().Match(text) is { Success: true } making) made.Add(making.Groups["name"].Value);
            if (tag.Text.Split(' ')[0] is "include" or "render" or "layout")
            {
                yield return new BlastProblem(words["{0}, in {1}: a mail has no other files that it could bring in.", where, tag.Written]);
                yield break;
            }

            if (Asks().Match(text) is { Success: true }) asked.UnionWith(Paths().Matches(text).Select(m => m.Value));
            // One is known with the other.
            if (asked.Contains("person.last_gift")) asked.Add("person.last_gift_on");
            // The word after «{%» is the tag's own.
            text = text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? text[space..] : "";
        }

        foreach (var filter in Filters().Matches(text).Select(m => m.Groups["filter"].Value).Where(f => !Theme.Filters.Contains(f)))
            yield return new BlastProblem(words["{0}, in {1}: there is no filter “{2}”.", where, tag.Written, filter]);
        foreach (Match match in Paths().Matches(Filters().Replace(text, m => m.Groups["arguments"].Value)))
        {
            var path = match.Value;
            if (made.Contains(path.Split('.')[0]) || IsKnown(path, slugs, known)) continue;
            yield return new BlastProblem(words["{0}, in {1}: nothing is called “{2}”.", where, tag.Written, path]);
        }

        if (!tag.IsOutput || tag.Text.Contains('|', StringComparison.Ordinal) && tag.Text.Contains("default", StringComparison.Ordinal)) yield break;
        if (Paths().Match(text) is { Success: true, Value: var name } && name.StartsWith("person.", StringComparison.Ordinal) && IsKnown(name, slugs, known) && !asked.Contains(name) && !Certain.Contains(name["person.".Length..]))
            yield return new BlastProblem(words["{0}: {1} stays blank for anybody of whom it is not known. Give it a word to fall back on: {2}", where, tag.Written, $"{{{{ {name} | default: \"…\" }}}}"], IsBlocking: false) { Blank = name };
    }

    private static bool IsKnown(string path, HashSet<string> slugs, HashSet<string> known) => path.Split('.') switch
    {
        ["person"] or ["site"] => true,
        ["person", "custom_values", var slug, ..] => slugs.Contains(slug),
        ["person", var name, ..] => known.Contains(name),
        ["site", var name, ..] => OfSite.Contains(name),
        _ => false,
    };

    private static HashSet<string> Properties(Type drop) => drop.GetProperties().Select(p => SnakeCase.Of(p.Name)).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("\"[^\"]*\"|'[^']*'", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:assign|capture|for|tablerow|increment|decrement)\s+(?<name>[a-zA-Z_][\w-]*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Makes();

    // A text that asks whether something is known has thought of those of whom it is not.
    [GeneratedRegex(@"^(?:if|unless|elsif|case)\s", RegexOptions.NonBacktracking)]
    private static partial Regex Asks();

    // «| default: x» names a filter, which is no name of ours; what follows its colon may be one.
    [GeneratedRegex(@"\|\s*(?<filter>[a-zA-Z_]\w*)\s*:?(?<arguments>[^|]*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Filters();

    [GeneratedRegex(@"(?<![\w.'-])[a-zA-Z_][\w-]*(\.[a-zA-Z_][\w-]*)*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Paths();
}
