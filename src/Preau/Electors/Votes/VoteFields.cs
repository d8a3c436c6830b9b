using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;
using Preau.Shared;

namespace Preau.Electors.Votes;

/// <summary>What segments may ask about ballots and voter facts. Files of the authorities tell it, so that nobody is chosen by it for a mail or a text; a party is an opinion besides.</summary>
public sealed class VoteFields(Database db, ElectorWords said, Words words) : ISegmentFields
{
    private const int MostElections = 200;
    private const int LongestRun = 6;
    private const string Rows = "select b.person_id from ballot b where b.nation_id = @nation_id";
    private const string Facts = "select f.person_id from voter_facts f where f.nation_id = @nation_id";

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var elections = await db.Elections.AsNoTracking().OrderByDescending(e => e.HeldOn).ThenByDescending(e => e.Id).Take(MostElections).ToListAsync(ct);
        return [Voted([.. elections.Select(e => new SegmentChoice(Number(e.Id), said.Of(e)))]), Often(), Party(), Way(), Registered(), Precinct()];
    }

    private static SegmentField Voted(IReadOnlyList<SegmentChoice> elections) => new()
    {
        Name = "voted", Label = "Voted", Family = "Votes", Traits = FieldTraits.Roll, Choices = elections,
        Operators =
        [
            new("in", "in one of", "voted in {0}", ValueKind.Choice, Most: MostElections), new("not_in", "not in", "are not known to have voted in {0}", ValueKind.Choice, Most: MostElections),
            new("never", "in none that is known", "are not known to have ever voted", ValueKind.Text, 0, 0),
        ],
        Sql = (c, parts) => c.Operator switch
        {
            "in" => $"p.id in ({Rows} and b.election_id in ({Ids(c, parts)}))",
            "not_in" => $"p.id not in ({Rows} and b.election_id in ({Ids(c, parts)}))",
            _ => $"p.id not in ({Rows})",
        },
    };

    /// <summary>«2/3» is at least twice in the last three elections that are known.</summary>
    private SegmentField Often() => new()
    {
        Name = "voted_often", Label = "How often they voted", Family = "Votes", Traits = FieldTraits.Roll,
        Choices = [.. Enumerable.Range(1, LongestRun).SelectMany(last => Enumerable.Range(1, last).Select(least => new SegmentChoice($"{Number(least)}/{Number(last)}", words["{0} of the last {1} elections", least, last])))],
        Operators = [new("at_least", "at least in", "voted at least in {0}", ValueKind.Choice), new("less", "less than in", "voted less than in {0}", ValueKind.Choice)],
        Sql = (c, parts) =>
        {
            var (least, last) = c.Values[0].Split('/') is [var n, var m] ? (int.Parse(n, CultureInfo.InvariantCulture), int.Parse(m, CultureInfo.InvariantCulture)) : (1, 1);
            var often = $"{Rows} and b.election_id in (select e.id from election e where e.nation_id = @nation_id and e.held_on <= {parts.Value(parts.Today)} order by e.held_on desc, e.id desc limit {parts.Value(last)}) group by b.person_id having count(*) >= {parts.Value(least)}";
            return $"p.id {(c.Operator == "less" ? "not in" : "in")} ({often})";
        },
    };

    private static SegmentField Party() => new()
    {
        Name = "voter_party", Label = "Party of registration", Family = "Votes", Traits = FieldTraits.Opinion | FieldTraits.Roll,
        Operators = [new("is", "is one of", "are registered with {0}", ValueKind.Text, Most: 50)],
        Sql = (c, parts) => $"p.id in ({Facts} and f.party_key in ({parts.Values(c.Values.Select(v => NameKey.Of(v)))}))",
    };

    private SegmentField Way() => new()
    {
        Name = "voter_flag", Label = "Way of voting", Family = "Votes", Traits = FieldTraits.Roll,
        Choices = [new("is_active", words["registration is active"]), new("is_early", words["votes early"]), new("is_absentee", words["votes by post"]), new("is_permanent_absentee", words["always votes by post"])],
        Operators = [new("is", "holds", "are electors whose file says: {0}", ValueKind.Choice), new("is_not", "does not hold", "are electors whose file denies: {0}", ValueKind.Choice)],
        Sql = (c, _) => $"p.id in ({Facts} and f.{Array.Find(["is_active", "is_early", "is_absentee", "is_permanent_absentee"], f => f == c.Values[0]) ?? "is_active"} = {(c.Operator == "is" ? "true" : "false")})",
    };

    private static SegmentField Registered() => new()
    {
        Name = "voter_registered", Label = "Registered as an elector", Family = "Votes", Traits = FieldTraits.Roll,
        Operators = [new("from", "on or after", "are registered as electors since {0} or later", ValueKind.Date), new("before", "before", "are registered as electors since before {0}", ValueKind.Date)],
        Sql = (c, parts) => $"p.id in ({Facts} and f.registered_on {(c.Operator == "before" ? "<" : ">=")} {parts.Value(DateOnly.ParseExact(c.Values[0], "yyyy-MM-dd", CultureInfo.InvariantCulture))})",
    };

    private static SegmentField Precinct() => new()
    {
        Name = "precinct", Label = "Precinct", Family = "Votes", Traits = FieldTraits.Roll,
        Operators = [new("is", "has the code", "vote in the precinct {0}", ValueKind.Text, Most: MostElections)],
        Sql = (c, parts) => $"p.id in ({Facts} and f.precinct_code in ({parts.Values(c.Values.Select(v => v.Trim()))}))",
    };

    private static string Ids(SegmentCondition c, SqlParts parts) => parts.Values(c.Values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
