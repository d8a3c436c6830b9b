using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>«merge:5» as a source: the line that a merge, or its undo, wrote into the ledger of consents.</summary>
public sealed class MergeSourceNames(Database db, Words words) : ISourceNames
{
    public string Kind => "merge";

    public async Task<string?> NameOf(long id, CancellationToken ct) => await db.Merges.AnyAsync(m => m.Id == id, ct) ? words["Merging of two records"] : null;
}
