using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Electors.Roll;
using Preau.Imports;
using Preau.Imports.Batches;
using Preau.Imports.Choices;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Electors.Objection;

/// <summary>An elector objects to the use of the roll, or takes that back.</summary>
[Needs(Permission.EditPeople)]
public sealed class RollObjectionPage(Database db, Objections objections, ErasePerson erase, CurrentAccount me, Words words) : PageModel
{
    private static readonly string RegisteredAddress = "address:" + EnumText<AddressKind>.Of(AddressKind.Registered);

    public IActionResult OnGet(long id) => LocalRedirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(long id, bool lift, CancellationToken ct)
    {
        bool isErased;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            // A roll that comes in meanwhile must not bring back what goes here.
            await db.Execute("People/HoldPeople", ct);
            if (await db.People.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person) return NotFound();
            isErased = !lift && await objections.LeavesNothing(id, ct);
            if (isErased && !me.Can(Permission.ErasePeople)) return Forbid();
            if (lift) await objections.Lift(id, ct);
            else await objections.Add(id, Objections.Objected, ct);
            if (!lift && !isErased) await Detach(person, ct);
            db.Trail.Record(lift ? "registration.objection_lifted" : "registration.objected", [id]);
            await db.SaveChangesAsync(ct);
            if (!lift && !isErased) await Forget(id, ct);
            await transaction.CommitAsync(ct);
        }

        if (lift)
        {
            this.Say(words["The objection is taken back: the next roll tells of them again."]);
            return LocalRedirect($"~/people/{id}");
        }

        if (!isErased)
        {
            this.Say(words["The objection is noted. Registration, polling station and address of the roll are gone; name and date of birth stay, so that no later roll brings them back."]);
            return LocalRedirect($"~/people/{id}");
        }

        if (await erase.Run(id, ct) is Erasure.Kept kept)
        {
            // The law keeps their record, not what the roll said of them.
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Execute("People/HoldPeople", ct);
            await Forget(id, ct);
            await transaction.CommitAsync(ct);
            this.Warn(string.Join(' ', kept.Reasons));
            return LocalRedirect($"~/people/{id}");
        }

        this.Say(words["The objection is noted. Their record is erased, and no later roll brings them back."]);
        return LocalRedirect("~/people?view=roll");
    }

    /// <summary>Whoever came by a roll and stays for what else is known of them: the roll's tag goes, and the sex where nothing else tells it.</summary>
    private async Task Detach(Person person, CancellationToken ct)
    {
        person.IsRollOnly = false;
        if (!person.Source.StartsWith(Import.Sources, StringComparison.Ordinal) || !long.TryParse(person.Source.AsSpan(Import.Sources.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;
        var roll = await db.Imports.AsNoTracking().Where(i => i.Id == number && i.OriginKind == ImportOrigin.ElectoralRoll).Select(i => new { i.Tag }).SingleOrDefaultAsync(ct);
        if (roll is null) return;
        if (!await db.Provenances.AnyAsync(p => p.PersonId == person.Id && p.Field == "sex" && p.Source != person.Source, ct)) person.Sex = null;
        var tag = NameKey.Of(roll.Tag);
        db.RemoveRange(await db.PersonTags.Where(t => t.PersonId == person.Id && db.Tags.Any(g => g.Id == t.TagId && g.NameKey == tag)).ToListAsync(ct));
    }

    /// <summary>The registration, and the address that came with it.</summary>
    private async Task Forget(long id, CancellationToken ct)
    {
        await db.PollingStations.Where(s => db.Registrations.Any(r => r.PersonId == id && r.StruckOffOn == null && r.PollingStationId == s.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.ElectorCount, p => p.ElectorCount - 1), ct);
        await db.RollChanges.Where(r => r.PersonId == id).ExecuteDeleteAsync(ct);
        await ForgetTouches(id, ct);
        await db.Registrations.Where(r => r.PersonId == id).ExecuteDeleteAsync(ct);
        await db.PersonAddresses.Where(a => a.PersonId == id && a.Kind == AddressKind.Registered).ExecuteDeleteAsync(ct);
        await db.Provenances.Where(p => p.PersonId == id && p.Field == RegisteredAddress).ExecuteDeleteAsync(ct);
    }

    /// <summary>What undoing a roll would look for of it; gaps that the roll filled are still taken back.</summary>
    private async Task ForgetTouches(long id, CancellationToken ct)
    {
        var addresses = (await db.PersonAddresses.Where(a => a.PersonId == id && a.Kind == AddressKind.Registered).Select(a => a.Id).ToListAsync(ct)).Select(a => a.ToString(CultureInfo.InvariantCulture)).ToHashSet(StringComparer.Ordinal);
        foreach (var row in await db.ImportTouches.AsNoTracking().Where(t => t.PersonId == id && db.ElectoralRolls.Any(r => r.ImportId == t.ImportId)).ToListAsync(ct))
        {
            var kept = Touch.Read(row.Touches).Where(t => t.Table != RestoreRegistrations.Table && !(t.Table == "person_address" && addresses.Contains(t.Key!))).ToList();
            var text = Touch.Write(kept);
            var same = db.ImportTouches.Where(t => t.ImportId == row.ImportId && t.PersonId == id && t.Line == row.Line);
            if (kept.Count == 0) await same.ExecuteDeleteAsync(ct);
            else await same.ExecuteUpdateAsync(s => s.SetProperty(t => t.Touches, text), ct);
        }
    }
}
