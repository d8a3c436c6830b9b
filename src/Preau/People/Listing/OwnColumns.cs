using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.People.Listing;

/// <summary>The campaign's own fields as columns of lists of people: those that an account chose and may see, and what stands in them for the people of one page.</summary>
public sealed class OwnColumns(Database db, OwnFields own, OwnLines lines, CurrentAccount me)
{
    /// <summary>A list with more would be a table that nobody reads.</summary>
    public const int Most = 6;

    /// <summary>A long text has its place on the profile.</summary>
    public async Task<List<CustomField>> Offered(CancellationToken ct) => (await own.Seen(ct)).FindAll(f => f.Kind != FieldKind.LongText);

    /// <summary>In the order of the fields. What was retired, removed or is not theirs to see any more is simply not there.</summary>
    public async Task<IReadOnlyList<CustomField>> Chosen(CancellationToken ct)
    {
        if (me.Id is not { } id || await db.Memberships.Where(m => m.AccountId == id).Select(m => m.PeopleColumns).SingleOrDefaultAsync(ct) is not { Length: > 0 } text) return [];
        var numbers = text.Split(',').Select(n => long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToHashSet();
        return [.. (await Offered(ct)).Where(f => numbers.Contains(f.Id)).Take(Most)];
    }

    /// <summary>Of those that are offered. The caller saves.</summary>
    public async Task Choose(IReadOnlyCollection<long> fieldIds, CancellationToken ct)
    {
        var id = me.Id;
        var text = string.Join(',', (await Offered(ct)).Where(f => fieldIds.Contains(f.Id)).Take(Most).Select(f => f.Id.ToString(CultureInfo.InvariantCulture)));
        if (await db.Memberships.Where(m => m.AccountId == id).ExecuteUpdateAsync(s => s.SetProperty(m => m.PeopleColumns, text), ct) > 0) db.Trail.Note("account.columns_chosen", 1, subjectId: id);
    }

    public Task<IReadOnlyDictionary<(long PersonId, long FieldId), FieldLine>> Cells(IReadOnlyList<PersonRow> people, IReadOnlyList<CustomField> fields, CancellationToken ct) => lines.OfMany([.. people.Select(p => p.Id)], fields, ct);
}
