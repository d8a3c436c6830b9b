using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Electors.Objection;

/// <summary>An elector objects to the use of the roll, or takes that back.</summary>
[Needs(Permission.EditPeople)]
public sealed class RollObjectionPage(Database db, Objections objections, ErasePerson erase, CurrentAccount me, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(long id, bool lift, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person) return NotFound();
        if (lift)
        {
            await objections.Lift(id, ct);
            db.Trail.Record("registration.objection_lifted", [id]);
            await db.SaveChangesAsync(ct);
            this.Say(words["The objection is taken back: the next roll tells of them again."]);
            return LocalRedirect($"~/people/{id}");
        }

        if (person.IsRollOnly && !me.Can(Permission.ErasePeople)) return Forbid();
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await objections.Add(id, Objections.Objected, ct);
            db.Trail.Record("registration.objected", [id]);
            await db.SaveChangesAsync(ct);
            if (!person.IsRollOnly) await Forget(id, ct);
            await transaction.CommitAsync(ct);
        }

        if (!person.IsRollOnly)
        {
            this.Say(words["The objection is noted. What the roll said of them is gone."]);
            return LocalRedirect($"~/people/{id}");
        }

        if (await erase.Run(id, ct) is Erasure.Kept kept)
        {
            this.Warn(string.Join(' ', kept.Reasons));
            return LocalRedirect($"~/people/{id}");
        }

        this.Say(words["The objection is noted. Their record is erased, and no later roll brings them back."]);
        return LocalRedirect("~/people?view=roll");
    }

    /// <summary>The registration, and the address that came with it.</summary>
    private async Task Forget(long id, CancellationToken ct)
    {
        await db.PollingStations.Where(s => db.Registrations.Any(r => r.PersonId == id && r.StruckOffOn == null && r.PollingStationId == s.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.ElectorCount, p => p.ElectorCount - 1), ct);
        await db.RollChanges.Where(r => r.PersonId == id).ExecuteDeleteAsync(ct);
        await db.Registrations.Where(r => r.PersonId == id).ExecuteDeleteAsync(ct);
        await db.PersonAddresses.Where(a => a.PersonId == id && a.Kind == AddressKind.Registered).ExecuteDeleteAsync(ct);
    }
}
