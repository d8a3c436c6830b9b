using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.People;
using Preau.Shared;

namespace Preau.Households;

/// <summary>One row a household, as letters need it: to whom, how they are greeted, where.</summary>
public sealed class LetterExport(Database db, Words words) : IExport
{
    public const string Name = "households";
    private const int AtOnce = 500;
    private const int MostNames = 4;

    public string Kind => Name;
    public Permission Needs => Permission.ExportHouseholds;

    private sealed record Reader(long HouseholdId, string FirstName, string LastName, Sex? Sex)
    {
        public string FullName => $"{FirstName} {LastName}".Trim();
    }

    public Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var filter = HouseholdFilter.Read(ask);
        SheetColumn[] columns =
        [
            new(words["Household number"], CellKind.Whole), .. SheetColumn.Texts(words, "Addressed to", "Salutation", "Who lives there"), new(words["People"], CellKind.Whole),
            .. SheetColumn.Texts(words, "Street", "Second line", "Postcode", "Town", "Country"),
        ];
        return Task.FromResult<Sheet?>(new(Name, "household.exported", columns, stop => filter.Apply(db.Households).LongCountAsync(stop), stop => Rows(filter, stop)) { About = filter.IsEmpty ? null : "narrowed" });
    }

    private async IAsyncEnumerable<object?[]> Rows(HouseholdFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var last = 0L; ;)
        {
            var after = last;
            var part = await filter.Apply(db.Households.AsNoTracking()).Where(h => h.Id > after).OrderBy(h => h.Id).Take(AtOnce).ToListAsync(ct);
            if (part.Count == 0) yield break;
            last = part[^1].Id;
            long[] ids = [.. part.Select(h => h.Id)];
            var people = (await db.HouseholdMembers.Where(m => m.HouseholdId != null && EF.Parameter(ids).Contains(m.HouseholdId.Value)).Join(db.People.Where(p => p.ArchivedAt == null), m => m.PersonId, p => p.Id, (m, p) => new { m.HouseholdId, p.Id, p.FirstName, p.LastName, p.Sex, p.BornOn })
                .ToListAsync(ct)).OrderBy(p => p.BornOn ?? DateOnly.MaxValue).ThenBy(p => p.Id).ToLookup(p => p.HouseholdId!.Value, p => new Reader(p.HouseholdId!.Value, p.FirstName, p.LastName, p.Sex));
            foreach (var household in part)
            {
                List<Reader> readers = [.. people[household.Id]];
                if (readers.Count == 0) continue;
                yield return
                [
                    household.Id, AddressedTo(household, readers), Salutation(readers), string.Join(", ", readers.Select(r => r.FullName).Where(n => n.Length > 0)), (long)readers.Count,
                    household.Line1, household.Line2, household.Postcode, household.City, household.Country,
                ];
            }
        }
    }

    private string AddressedTo(Household household, List<Reader> readers)
    {
        if (household.IsNamed) return household.Name;
        if (readers is [var only]) return Titled(only);
        if (readers is [var one, var other] && (one.LastName.Length == 0 || NameKey.Of(one.LastName) != NameKey.Of(other.LastName))) return words["{0} and {1}", Titled(one), Titled(other)];
        return readers.Select(r => NameKey.Of(r.LastName)).Distinct(StringComparer.Ordinal).Count() == 1 && readers[0].LastName.Length > 0
            ? words["The {0} family", readers[0].LastName.Trim()]
            : string.Join(", ", readers.Take(MostNames).Select(r => r.FullName)) + (readers.Count > MostNames ? "…" : "");
    }

    private string Titled(Reader reader) => reader.Sex switch
    {
        Sex.Female => words["Ms {0}", reader.FullName],
        Sex.Male => words["Mr {0}", reader.FullName],
        _ => reader.FullName,
    };

    private string Salutation(List<Reader> readers) => readers switch
    {
        [{ Sex: Sex.Female }] => words["Dear Madam,"],
        [{ Sex: Sex.Male }] => words["Dear Sir,"],
        [_] => words["Dear neighbour,"],
        [{ Sex: Sex.Female }, { Sex: Sex.Male }] or [{ Sex: Sex.Male }, { Sex: Sex.Female }] => words["Dear Madam, dear Sir,"],
        _ => words["Dear neighbours,"],
    };

    public static Task<ExportAnswer> Send(string format, HttpContext http, SendExport send, CancellationToken ct) => send.Answer(Name, http.Request.QueryString.Value ?? "", format, ct);
}
