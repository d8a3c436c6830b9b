namespace Preau.Mail;

/// <summary>A table of ways to reach people, as the audience asks it. SQL of constants, about a row e of the table and a person a.</summary>
/// <param name="Table">«person_email».</param>
/// <param name="Key">The column that two spellings of one address share.</param>
/// <param name="Address">The column that is written to.</param>
/// <param name="Open">When row e may be written to.</param>
/// <param name="Closed">Why none of the rows of person a may be, as a word; its first reason is «none».</param>
/// <param name="Values">What both name.</param>
public sealed record ContactPoints(string Table, string Key, string Address, string Open, string Closed, IReadOnlyList<(string Name, object? Value)> Values)
{
    /// <summary>Of the row at which person p is written to, if there is one.</summary>
    public string Chosen(string column) => $"(select e.{column} from {Table} e where e.nation_id = @nation_id and e.person_id = p.id and {Open} order by e.position, e.id limit 1)";

    /// <summary>Whether person a has such a row.</summary>
    public static string Has(string table, string condition = "") => $"exists (select 1 from {table} e where e.nation_id = @nation_id and e.person_id = a.id{(condition.Length == 0 ? "" : " and " + condition)})";
}
