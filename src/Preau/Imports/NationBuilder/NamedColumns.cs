using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Imports.NationBuilder;

/// <summary>Whom people name, as NationBuilder's columns say it: who recruited them, who looks after them, who assists them. Of several the latest, for that is all such a file can say.</summary>
internal sealed class NamedColumns
{
    private const string System = "nationbuilder";
    private static readonly (string Role, string Number, string Said)[] Kinds = [("recruiter", "recruiter_id", "recruiter_name_or_email"), ("point_person", "parent_id", "point_person_name_or_email"), ("assistant", "assistant_id", "assistant_name_or_email")];

    public static readonly string[] All = [.. Kinds.SelectMany(k => (string[])[k.Number, k.Said])];

    private Dictionary<(long PersonId, string Role), long> relations = [];
    private Dictionary<long, string> numbers = [];
    private ILookup<long, string> mails = Array.Empty<string>().ToLookup(_ => 0L);
    private Dictionary<long, string> names = [];
    private Dictionary<long, (string Mail, string? Number)> accounts = [];

    public static async Task<NamedColumns> Read(Database db, IReadOnlyList<Person> people, CancellationToken ct)
    {
        long[] ids = [.. people.Select(p => p.Id)];
        string[] roles = [.. Kinds.Select(k => k.Role)];
        var rows = await db.Relations.Where(r => EF.Parameter(ids).Contains(r.PersonId) && EF.Parameter(roles).Contains(r.Role)).Select(r => new { r.PersonId, r.Role, r.OtherPersonId, r.Id }).ToListAsync(ct);
        var latest = rows.GroupBy(r => (r.PersonId, r.Role)).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Id)!.OtherPersonId);
        long[] others = [.. latest.Values.Distinct()];
        return new NamedColumns
        {
            relations = latest,
            numbers = (await db.PersonExternalIds.Where(e => e.Source == System && EF.Parameter(others).Contains(e.PersonId)).OrderBy(e => e.Value).Select(e => new { e.PersonId, e.Value }).ToListAsync(ct)).GroupBy(e => e.PersonId).ToDictionary(g => g.Key, g => g.First().Value),
            mails = (await db.PersonEmails.Where(e => EF.Parameter(others).Contains(e.PersonId)).OrderBy(e => e.Position).Select(e => new { e.PersonId, e.Address }).ToListAsync(ct)).ToLookup(e => e.PersonId, e => e.Address),
            names = await db.People.Where(p => EF.Parameter(others).Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.FullName, ct),
            accounts = await Accounts(db, [.. people.Select(p => p.AssigneeId).OfType<long>().Distinct()], ct),
        };
    }

    /// <summary>Whoever looks after people has an account; their number is that of the one person who has its mail.</summary>
    private static async Task<Dictionary<long, (string Mail, string? Number)>> Accounts(Database db, long[] ids, CancellationToken ct)
    {
        if (ids.Length == 0) return [];
        var found = await db.Accounts.Where(a => EF.Parameter(ids).Contains(a.Id)).Select(a => new { a.Id, a.Email, a.EmailKey }).ToListAsync(ct);
        string[] keys = [.. found.Select(a => a.EmailKey)];
        var numbered = (await db.PersonEmails.Where(e => EF.Parameter(keys).Contains(e.EmailKey)).Join(db.PersonExternalIds.Where(x => x.Source == System), e => e.PersonId, x => x.PersonId, (e, x) => new { e.EmailKey, x.Value }).Distinct().ToListAsync(ct)).ToLookup(e => e.EmailKey, e => e.Value, StringComparer.Ordinal);
        return found.ToDictionary(a => a.Id, a => (a.Email, numbered[a.EmailKey].ToList() is [var one] ? one : null));
    }

    /// <returns>The columns of kinds that we know somebody for, and their cells.</returns>
    public (HashSet<string> Known, Dictionary<string, string?> Cells) Of(Person person)
    {
        var (known, cells) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string?>(StringComparer.Ordinal));
        foreach (var (role, number, said) in Kinds)
        {
            (string? Number, string? Said)? cell = role == "point_person" && person.AssigneeId is { } account && accounts.TryGetValue(account, out var team) ? (team.Number, team.Mail)
                : relations.TryGetValue((person.Id, role), out var other) ? (numbers.GetValueOrDefault(other), mails[other].FirstOrDefault() ?? names.GetValueOrDefault(other)) : null;
            if (cell is null) continue;
            known.UnionWith([number, said]);
            (cells[number], cells[said]) = cell.Value;
        }

        return (known, cells);
    }
}
