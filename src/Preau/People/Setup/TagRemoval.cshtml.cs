using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Setup;

/// <summary>Takes a tag off everybody and removes it.</summary>
[Needs(Permission.EditPeople)]
public sealed class TagRemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/tags");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Tags.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } tag) return NotFound();
        await foreach (var bearers in Tagged(id, ct))
        {
            await using var some = await db.Database.BeginTransactionAsync(ct);
            await db.PersonTags.Where(t => t.TagId == id && bearers.Contains(t.PersonId)).ExecuteDeleteAsync(ct);
            db.Trail.Record("person_tag.deleted", bearers, subjectId: id);
            await db.SaveChangesAsync(ct);
            await some.CommitAsync(ct);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // An import must not put on a tag that is leaving; who got it since its bearers were read loses it too.
        await db.Execute("People/HoldPeople", ct);
        var late = await db.PersonTags.Where(t => t.TagId == id).Select(t => t.PersonId).ToListAsync(ct);
        if (late.Count > 0)
        {
            await db.PersonTags.Where(t => t.TagId == id).ExecuteDeleteAsync(ct);
            db.Trail.Record("person_tag.deleted", late, subjectId: id);
        }

        db.Remove(tag);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["The tag “{0}” is gone.", tag.Name]);
        return LocalRedirect("~/tags");
    }

    private async IAsyncEnumerable<long[]> Tagged(long id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (long? last = null; ;)
        {
            var after = last ?? long.MinValue;
            var ids = await db.PersonTags.Where(t => t.TagId == id && t.PersonId > after).OrderBy(t => t.PersonId).Select(t => t.PersonId).Take(1000).ToArrayAsync(ct);
            if (ids.Length == 0) yield break;
            last = ids[^1];
            yield return ids;
        }
    }
}
