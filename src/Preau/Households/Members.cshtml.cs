using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Households;

/// <summary>What is done with the ticked people of a household.</summary>
[Needs(Permission.EditPeople)]
public sealed class MembersPage(Database db, CorrectHousehold correct, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/households/{id}");

    public async Task<IActionResult> OnPost(long id, string? act, long[]? people, CancellationToken ct)
    {
        if (!await db.Households.AnyAsync(h => h.Id == id, ct)) return NotFound();
        long[] asked = [.. (people ?? []).Distinct()];
        // Whoever moved since the page was opened is not meant any more.
        var chosen = await db.HouseholdMembers.Where(m => m.HouseholdId == id && EF.Parameter(asked).Contains(m.PersonId)).OrderBy(m => m.PersonId).Select(m => m.PersonId).Take(CorrectHousehold.Most).ToListAsync(ct);
        var here = LocalRedirect($"~/households/{id}");
        if (chosen.Count == 0)
        {
            this.Warn(words["Tick somebody first."]);
            return here;
        }

        switch (act)
        {
            case "move":
                return LocalRedirect($"~/households/choice?people={string.Join(',', chosen)}&from={id}");
            case "split":
                if (await correct.Split(chosen, id, ct) is not var (split, made)) break;
                this.Say(words.Count(chosen.Count, "{0} person is a household of their own now.", "{0} people are a household of their own now."), undo: Undo(split));
                return LocalRedirect($"~/households/{made}");
            case "out":
                if (await correct.TakeOut(chosen, id, ct) is not { } taken) break;
                this.Say(words.Count(chosen.Count, "{0} person is in no household any more.", "{0} people are in no household any more."), undo: Undo(taken));
                return await Next(id, chosen, ct);
            case "rules":
                if (await correct.LeaveToRules(chosen, id, ct) is not { } left) break;
                this.Say(words.Count(chosen.Count, "Address and surname decide again for {0} person.", "Address and surname decide again for {0} people."), undo: Undo(left));
                return await Next(id, chosen, ct);
            default: return BadRequest();
        }

        this.Warn(words["Somebody changed this household meanwhile. Look at it as it is now."]);
        return here;
    }

    private static string Undo(long correctionId) => $"/households/corrections/{correctionId}/undoing";

    // The household itself may be gone with its last member.
    private async Task<IActionResult> Next(long id, List<long> chosen, CancellationToken ct) =>
        LocalRedirect(await db.Households.AnyAsync(h => h.Id == id, ct) ? $"~/households/{id}" : $"~/people/{chosen[0]}");
}
