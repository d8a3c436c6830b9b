using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Electors.Roll;
using Preau.Imports.Named;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

[Needs(Permission.ImportPeople)]
public sealed class ShowPage(Database db, ImportFolder folder, ImportSteps steps, RollUndoing undoing, Words words) : PageModel
{
    private const int KeptShown = 200;

    public Import Import { get; private set; } = new() { FileName = "", Path = "", Encoding = "", Delimiter = "" };
    public IReadOnlyList<Person> Kept { get; private set; } = [];

    /// <summary>Today: who is erased since is gone, and who comes out of a merge is there again.</summary>
    public long KeptCount { get; private set; }

    /// <summary>The first of those who were named and not found.</summary>
    public IReadOnlyList<LostNaming> Lost { get; private set; } = [];

    /// <summary>How many people an undo looks at, at most.</summary>
    public long ToUndo => Math.Max(Import.CreatedCount + Import.ChangedCount, 1);
    public bool IsBusy => Import.State == ImportState.Running || (Import.State == ImportState.Undoing && Import.Problem is null);

    /// <summary>A roll that stands on this one.</summary>
    public Import? Later { get; private set; }
    public bool IsIn => Import.State is ImportState.Done or ImportState.Cancelled or ImportState.Failed;
    public bool CanUndo => (IsIn && Later is null) || IsHalfUndone;

    /// <summary>Its undo broke off.</summary>
    public bool IsHalfUndone => Import is { State: ImportState.Undoing, Problem: not null };

    /// <summary>All that an undo would do, of registrations too.</summary>
    public string UndoConsequence { get; private set; } = "";

    public bool CanGoOn => (Import.State == ImportState.Failed || (Import.State == ImportState.Cancelled && (Import.Done < Import.Total || Import.HasWaiting || Import.IsRoll))) && folder.Has(Import.Path);

    public Progress Progress => Import.State == ImportState.Undoing
        ? new(words[Import.State.Label()], Math.Min(Import.UndoneCount, ToUndo), ToUndo, IsRunning: true)
        : new(words[Import.State.Label()], Import.Done + Import.RelatedCount + Import.UnrelatedCount, Import.Total + Import.NamedCount, IsRunning: true, CancelPath: $"/imports/{Import.Id}/cancellation", CancelLabel: words["Stop here"]);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import) return NotFound();
        if (import.State == ImportState.Uploaded) return Redirect($"~/imports/{id}/columns");
        if (import.State == ImportState.Trying) return Redirect($"~/imports/{id}/trial");
        Import = import;
        if (IsIn && import.IsRoll) Later = await steps.LaterRoll(id, ct);
        if (CanUndo)
        {
            UndoConsequence = string.Join(' ', [.. import.IsRoll ? await undoing.Consequences(id, ct) : [], words["Values that the file changed become what they were, where nobody changed them since. People whom the file brought in go, unless something happened with them since or the file said what they agreed to: agreements are taken back but never forgotten. Those who stay are listed. Tags and fields that it made stay as well."]]);
        }

        if (import.State == ImportState.Undone)
        {
            Kept = await KeptPeople.First(db, import.Source, KeptShown, ct);
            KeptCount = Kept.Count < KeptShown ? Kept.Count : await KeptPeople.Count(db, import.Source, ct);
        }

        if (import.UnrelatedCount > 0 && !IsBusy) Lost = await LostNaming.First(db, id, words, ct);
        if (Request.Headers["HX-Request-Type"] != "partial") return Page();
        // What can be done with it stands above what is asked for again and again: once the work is over, the page comes whole.
        if (!IsBusy) Response.Headers["HX-Refresh"] = "true";
        return Partial("_Body", this);
    }
}
