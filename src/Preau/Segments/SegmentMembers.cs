namespace Preau.Segments;

public sealed record MemberRow(long Id, string FirstName, string LastName, string? Email, string? City, DateTimeOffset CreatedAt)
{
    public string FullName => $"{FirstName} {LastName}".Trim();
}

/// <summary>Who is in a segment now. Archived people never are. The tree must have been checked.</summary>
public sealed class SegmentMembers(Database db, SegmentFields fields, CurrentNation nation, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <summary>A «select» of the ids of all members as «person_id», with its parameters: to count, to freeze an audience, to narrow further.</summary>
    public async Task<(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)> Select(SegmentNode tree, CancellationToken ct)
    {
        var (condition, parameters) = await Condition(tree, ct);
        return ($"select p.id as person_id from person p where {condition}", parameters);
    }

    /// <summary>The same as a condition on «person p», for those who read the person too.</summary>
    public async Task<(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)> Condition(SegmentNode tree, CancellationToken ct)
    {
        var parts = Parts();
        return (await Where(tree, parts, ct), parts.Parameters);
    }

    public async Task<long> Count(SegmentNode tree, CancellationToken ct)
    {
        var parts = Parts();
        var text = $"select count(*) from person p where {await Where(tree, parts, ct)}";
        await foreach (var count in db.Stream<long>(text, parts.Parameters, ct)) return count;
        return 0;
    }

    /// <summary>Newest first; <paramref name="after"/> is the id of the last member of the part before.</summary>
    public async Task<IReadOnlyList<MemberRow>> Page(SegmentNode tree, long? after, CancellationToken ct)
    {
        var parts = Parts();
        var text = $"{Columns} where {await Where(tree, parts, ct)} and p.id < {parts.Value(after ?? long.MaxValue)} order by p.id desc limit {parts.Value(PageSize + 1)}";
        var rows = new List<MemberRow>();
        await foreach (var row in db.Stream<MemberRow>(text, parts.Parameters, ct)) rows.Add(row);
        return rows;
    }

    /// <summary>All of them, one at a time, for an export.</summary>
    public async IAsyncEnumerable<MemberRow> All(SegmentNode tree, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var parts = Parts();
        await foreach (var row in db.Stream<MemberRow>($"{Columns} where {await Where(tree, parts, ct)} order by p.id", parts.Parameters, ct)) yield return row;
    }

    /// <summary>The numbers of all of them, for what is done with the whole segment: eight bytes each, read to the end before anything is done.</summary>
    public async Task<IReadOnlyList<long>> Ids(SegmentNode tree, CancellationToken ct)
    {
        var parts = Parts();
        var ids = new List<long>();
        await foreach (var id in db.Stream<long>($"select p.id from person p where {await Where(tree, parts, ct)} order by p.id", parts.Parameters, ct)) ids.Add(id);
        return ids;
    }

    /// <summary>Which of these people are in it.</summary>
    /// <param name="tree">Checked.</param>
    /// <param name="personIds">Some hundreds at most.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlySet<long>> Among(SegmentNode tree, IReadOnlyCollection<long> personIds, CancellationToken ct)
    {
        var parts = Parts();
        var text = $"select p.id from person p where {await Where(tree, parts, ct)} and p.id in ({parts.Values(personIds)})";
        var ids = new HashSet<long>();
        await foreach (var id in db.Stream<long>(text, parts.Parameters, ct)) ids.Add(id);
        return ids;
    }

    private const string Columns = """
        select p.id, p.first_name, p.last_name, p.created_at,
            (select e.address from person_email e where e.nation_id = p.nation_id and e.person_id = p.id and e.is_bad = false order by e.position limit 1) as email,
            (select a.city from person_address a where a.nation_id = p.nation_id and a.person_id = p.id order by a.position limit 1) as city
        from person p
        """;

    private async Task<string> Where(SegmentNode tree, SqlParts parts, CancellationToken ct) =>
        $"p.nation_id = @nation_id and p.archived_at is null and ({(await fields.Catalogue(ct)).Compile(tree, parts)})";

    private SqlParts Parts()
    {
        var now = clock.GetUtcNow();
        return new SqlParts(now, nation.Facts.DayOf(now), nation.Facts.StartOf);
    }
}
