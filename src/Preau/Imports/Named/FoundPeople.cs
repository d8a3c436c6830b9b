using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Imports.Named;

/// <summary>Everybody of the store whom some rows name.</summary>
internal sealed class FoundPeople
{
    private const string System = "nationbuilder";

    private Dictionary<string, long> byNumber = [];
    private ILookup<string, long> byMail = Array.Empty<long>().ToLookup(_ => "", StringComparer.Ordinal);
    private ILookup<long, string> mails = Array.Empty<string>().ToLookup(_ => 0L);
    private Dictionary<string, long> accounts = [];

    public static async Task<FoundPeople> Load(Database db, IReadOnlyList<ImportNaming> rows, CancellationToken ct)
    {
        string[] numbers = [.. rows.Select(r => r.Number).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] keys = [.. rows.Select(r => MailOf(r)).OfType<string>().Distinct(StringComparer.Ordinal)];
        var found = new FoundPeople();
        // Whoever is archived is written down to nobody.
        var here = db.People.Where(p => p.ArchivedAt == null);
        if (numbers.Length > 0) found.byNumber = await db.PersonExternalIds.Where(e => e.Source == System && EF.Parameter(numbers).Contains(e.Value)).Join(here, e => e.PersonId, p => p.Id, (e, p) => new { e.Value, e.PersonId }).ToDictionaryAsync(e => e.Value, e => e.PersonId, StringComparer.Ordinal, ct);
        if (keys.Length > 0) found.byMail = (await db.PersonEmails.Where(e => EF.Parameter(keys).Contains(e.EmailKey)).Join(here, e => e.PersonId, p => p.Id, (e, p) => new { e.EmailKey, e.PersonId }).Distinct().ToListAsync(ct)).ToLookup(e => e.EmailKey, e => e.PersonId, StringComparer.Ordinal);
        if (rows.Any(r => r.NamedAs == NamedAs.PointPerson)) await found.Team(db, rows, ct);
        return found;
    }

    /// <summary>Whoever can look after people has an account: it is known by the mail of the person in the file, or by the one that the row itself says.</summary>
    private async Task Team(Database db, IReadOnlyList<ImportNaming> rows, CancellationToken ct)
    {
        long[] people = [.. rows.Where(r => r.NamedAs == NamedAs.PointPerson).Select(r => PersonOf(r, out _)).OfType<long>().Distinct()];
        mails = (await db.PersonEmails.Where(e => EF.Parameter(people).Contains(e.PersonId)).OrderBy(e => e.Position).Select(e => new { e.PersonId, e.EmailKey }).ToListAsync(ct)).ToLookup(e => e.PersonId, e => e.EmailKey);
        accounts = await db.Memberships.Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => new { a.Id, a.EmailKey }).ToDictionaryAsync(a => a.EmailKey, a => a.Id, StringComparer.Ordinal, ct);
    }

    /// <summary>The number before the mail address; a name alone is nobody.</summary>
    public long? PersonOf(ImportNaming row, out NamingState why)
    {
        why = NamingState.Nobody;
        if (row.Number is { } number && byNumber.TryGetValue(number, out var numbered)) return numbered;
        if (MailOf(row) is not { } key) return null;
        var people = byMail[key].ToList();
        if (people.Count > 1) why = NamingState.Several;
        return people.Count == 1 ? people[0] : null;
    }

    public long? AccountOf(ImportNaming row)
    {
        var keys = PersonOf(row, out _) is { } person ? mails[person] : MailOf(row) is { } said ? [said] : [];
        return keys.Select(k => accounts.TryGetValue(k, out var id) ? id : (long?)null).FirstOrDefault(id => id is not null);
    }

    private static string? MailOf(ImportNaming row) => row.Said is { } said && EmailAddress.TryParse(said, out var mail) ? mail.Key : null;
}
