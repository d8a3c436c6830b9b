using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Shared;

namespace Preau.Electors.Roll;

/// <summary>The electors for whom a roll changed something, as a file.</summary>
[Needs(Permission.ExportRollChanges)]
public sealed class ChangesFilePage(SendExport send) : PageModel
{
    public Task<ExportAnswer> OnGet(long id, string format, CancellationToken ct) => send.Answer(RollChangesExport.Name, id.ToString(CultureInfo.InvariantCulture), format, ct);
}

public sealed class RollChangesExport(Database db, ElectorWords said, Words words) : IExport
{
    public const string Name = "roll_changes";

    public string Kind => Name;
    public Permission Needs => Permission.ExportRollChanges;

    public async Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var id = long.Parse(ask, NumberStyles.None, CultureInfo.InvariantCulture);
        if (!await db.ElectoralRolls.AnyAsync(r => r.ImportId == id, ct)) return null;
        SheetColumn[] columns = [new(words["Person number"], CellKind.Whole), .. SheetColumn.Texts(words, "First name", "Last name", "Difference", "Commune before", "Station before", "Commune now", "Station now")];
        return new($"roll-changes-{ask}", "registration.exported", columns, stop => db.RollChanges.LongCountAsync(c => c.ImportId == id, stop), stop => Rows(id, stop)) { SubjectId = id };
    }

    private async IAsyncEnumerable<object?[]> Rows(long id, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in ChangesPage.Of(db, db.RollChanges.Where(c => c.ImportId == id).OrderBy(c => c.Kind).ThenBy(c => c.PersonId)).AsAsyncEnumerable().WithCancellation(ct))
            yield return [row.PersonId, row.FirstName, row.LastName, said.Of(row.Kind), row.FromCommune, row.From, row.ToCommune, row.To];
    }
}
