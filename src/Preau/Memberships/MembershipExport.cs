using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Shared;

namespace Preau.Memberships;

/// <summary>Memberships as a file, as the list was narrowed.</summary>
public sealed class MembershipExport(Database db, MembershipList list, Standing standing, MembershipWords said, Words words) : IExport
{
    public const string Name = "memberships";
    private const int BatchSize = 1000;

    public string Kind => Name;
    public Permission Needs => Permission.ExportMemberships;

    /// <param name="ask">«soon» or «soon:7», the type behind the colon.</param>
    public async Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var parts = ask.Split(':');
        var view = EnumText<MembershipView>.TryParse(parts[0], out var asked) ? asked : MembershipView.Members;
        long? type = parts.Length > 1 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        var types = await db.MembershipTypes.ToDictionaryAsync(t => t.Id, t => t.Name, ct);
        SheetColumn[] columns =
        [
            new(words["Person number"], CellKind.Whole), .. SheetColumn.Texts(words, "First name", "Last name", "Member of"), new(words["First day"], CellKind.Day), new(words["Last day"], CellKind.Day),
            .. SheetColumn.Texts(words, "How it stands", "Reason"),
        ];
        return new(Name, "person_membership.exported", columns, stop => list.Count(view, type, stop), stop => Rows(view, type, types, stop));
    }

    private async IAsyncEnumerable<object?[]> Rows(MembershipView view, long? type, Dictionary<long, string> types, [EnumeratorCancellation] CancellationToken ct)
    {
        string? after = null;
        while (await list.Page(view, type, after, BatchSize, ct) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                var m = row.Membership;
                yield return [m.PersonId, row.FirstName, row.LastName, types.GetValueOrDefault(m.MembershipTypeId, ""), m.StartedOn, m.ExpiresOn, said.Of(await standing.Of(m, ct)), m.Reason];
            }

            after = MembershipList.After(rows[^1], view);
        }
    }

    public static Task<ExportAnswer> Send(string format, string? view, long? type, SendExport send, CancellationToken ct) =>
        send.Answer(Name, type is null ? view ?? "" : string.Create(CultureInfo.InvariantCulture, $"{view}:{type}"), format, ct);
}
