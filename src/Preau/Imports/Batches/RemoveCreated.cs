using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Preau.Capital;
using Preau.Duplicates;
using Preau.Electors;
using Preau.Electors.Votes;
using Preau.Memberships;
using Preau.People;

namespace Preau.Imports.Batches;

/// <summary>Takes away people whom an import brought in, where nothing happened with them since. Whoever is in the consent ledger stays: its lines are never removed.</summary>
internal sealed class RemoveCreated(Database db, Import import, TimeProvider clock)
{
    /// <summary>The tables that an import itself writes for a person it creates.</summary>
    private static readonly HashSet<Type> Own =
    [
        typeof(PersonEmail), typeof(PersonPhone), typeof(PersonAddress), typeof(PersonExternalId), typeof(PersonTag), typeof(CustomValue), typeof(Note), typeof(Provenance), typeof(ImportTouch),
        typeof(ConsentEntry), typeof(ConsentState), typeof(Registration), typeof(Ballot), typeof(VoterFacts), typeof(CapitalEntry), typeof(PersonMembership), typeof(Merge),
    ];

    /// <summary>
    /// What happened elsewhere. A roll that struck them off and stands has left a touch; one that was undone left them as they were. Whom they named is gone, or a field or a choice is:
    /// whoever empties a value of somebody changes the person as well.
    /// </summary>
    private static readonly string[] Others = ["registration.struck_off", "custom_value.deleted"];

    private static readonly MethodInfo AmongMethod = typeof(RemoveCreated).GetMethod(nameof(Among), BindingFlags.NonPublic | BindingFlags.Instance)!;

    public async Task Run(long[] ids, CancellationToken ct)
    {
        var kept = await Touched(ids, ct);
        await new TakeBackConsents(db, import, clock).Run([.. kept], ct);
        long[] gone = [.. ids.Where(i => !kept.Contains(i))];
        if (gone.Length == 0) return;
        await db.Registrations.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.Ballots.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.VoterFacts.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.RollChanges.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.PersonTags.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await Unlink(gone, ct);
        await db.CustomValues.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.Notes.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.Provenances.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.PersonExternalIds.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.PersonAddresses.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.PersonPhones.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.PersonEmails.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.CapitalEntries.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.CapitalBalances.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.SupportChanges.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.PersonMemberships.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.ImportNamings.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.Merges.Where(m => EF.Parameter(gone).Contains(m.PersonId) || EF.Parameter(gone).Contains(m.GoneId)).ExecuteDeleteAsync(ct);
        // What an act on many would need to be taken back with somebody who is gone.
        await db.BulkPeople.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.BulkEffects.Where(r => EF.Parameter(gone).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
        await db.People.Where(p => EF.Parameter(gone).Contains(p.Id)).ExecuteDeleteAsync(ct);
    }

    /// <summary>Whoever stays and named them in an own field names nobody there any more.</summary>
    private async Task Unlink(long[] gone, CancellationToken ct)
    {
        var links = await db.CustomValues.Where(v => EF.Parameter(gone).Contains(v.LinkedPersonId!.Value)).Join(db.CustomFields, v => v.CustomFieldId, f => f.Id, (v, f) => new { v.PersonId, f.Slug }).ToListAsync(ct);
        if (links.Count == 0) return;
        await db.CustomValues.Where(v => EF.Parameter(gone).Contains(v.LinkedPersonId!.Value)).ExecuteDeleteAsync(ct);
        foreach (var field in links.GroupBy(l => CustomField.Prefix + l.Slug, l => l.PersonId, StringComparer.Ordinal))
        {
            var (name, people) = (field.Key, field.ToArray());
            await db.Provenances.Where(p => EF.Parameter(people).Contains(p.PersonId) && p.Field == name).ExecuteDeleteAsync(ct);
        }

        long[] stay = [.. links.Select(l => l.PersonId).Distinct().Except(gone)];
        if (stay.Length > 0) db.Trail.Record("custom_value.deleted", stay);
    }

    /// <summary>
    /// Anything that stands and is not this import's: an edit, a note, a tag, a gift, a sign-up, a message, another import's hand. Told by who did it, not by when they changed last: whatever
    /// is taken back changes them once more. What is computed from the rest says nothing by itself.
    /// </summary>
    private async Task<HashSet<long>> Touched(long[] ids, CancellationToken ct)
    {
        var until = import.WroteUntil;
        var touched = new HashSet<long>();
        touched.UnionWith(await db.AuditEntries.Where(a => EF.Parameter(ids).Contains(a.ConcernsId!.Value) && !a.Action.StartsWith("import.") && !EF.Constant(Others).Contains(a.Action)).Select(a => a.ConcernsId!.Value).Distinct().ToListAsync(ct));
        touched.UnionWith(await db.People.Where(p => EF.Parameter(ids).Contains(p.Id) && (p.AssigneeId != null || p.ArchivedAt != null)).Select(p => p.Id).ToListAsync(ct));
        // What an act on many set says whose word it is; what it took away is known for as long as the act can be undone.
        touched.UnionWith(await db.Provenances.Where(p => EF.Parameter(ids).Contains(p.PersonId) && !p.Source.StartsWith(Import.Sources) && !p.Source.StartsWith(Import.UndoSources)).Select(p => p.PersonId).Distinct().ToListAsync(ct));
        touched.UnionWith(await db.BulkEffects.Where(e => EF.Parameter(ids).Contains(e.PersonId) && db.BulkActs.Any(a => a.Id == e.BulkActId && a.UndoneAt == null)).Select(e => e.PersonId).Distinct().ToListAsync(ct));
        touched.UnionWith(await db.PersonTags.Where(t => EF.Parameter(ids).Contains(t.PersonId) && t.AddedAt > until).Select(t => t.PersonId).Distinct().ToListAsync(ct));
        // One that was undone left both as they were.
        touched.UnionWith(await db.Merges.Where(m => EF.Parameter(ids).Contains(m.PersonId) && m.UndoneAt == null).Select(m => m.PersonId).Distinct().ToListAsync(ct));
        // Somebody who was there before, or came otherwise, names them.
        var source = import.Source;
        touched.UnionWith(await db.CustomValues.Where(v => v.LinkedPersonId != null && EF.Parameter(ids).Contains(v.LinkedPersonId!.Value) && db.People.Any(p => p.Id == v.PersonId && p.Source != source)).Select(v => v.LinkedPersonId!.Value).Distinct().ToListAsync(ct));
        // A line that another import wrote into a ledger, or a membership, has left a touch too for as long as that one stands.
        touched.UnionWith(await db.ImportTouches.Where(t => EF.Parameter(ids).Contains(t.PersonId)).Select(t => t.PersonId).Distinct().ToListAsync(ct));
        touched.UnionWith(await db.ConsentEntries.Where(c => EF.Parameter(ids).Contains(c.PersonId)).Select(c => c.PersonId).Distinct().ToListAsync(ct));
        touched.UnionWith(await db.CapitalEntries.Where(c => EF.Parameter(ids).Contains(c.PersonId) && !c.Source.StartsWith(Import.Sources)).Select(c => c.PersonId).Distinct().ToListAsync(ct));
        touched.UnionWith(await db.PersonMemberships.Where(m => EF.Parameter(ids).Contains(m.PersonId) && !m.Source.StartsWith(Import.Sources)).Select(m => m.PersonId).Distinct().ToListAsync(ct));
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(IPersonOwned)) && !e.ClrType.IsAssignableTo(typeof(IDerived)) && !Own.Contains(e.ClrType)))
        {
            // What was removed can still be brought back for a while.
            string[] hiding = [.. entity.GetDeclaredQueryFilters().Select(f => f.Key).OfType<string>().Where(k => k != Conventions.NationFilter)];
            var property = entity.FindProperty(nameof(IPersonOwned.PersonId));
            if (property is not null) touched.UnionWith(await (Task<List<long>>)AmongMethod.MakeGenericMethod(entity.ClrType).Invoke(this, [ids, property.ClrType == typeof(long?), hiding, ct])!);
        }

        return touched;
    }

    private Task<List<long>> Among<T>(long[] ids, bool isOptional, string[] hiding, CancellationToken ct) where T : class => (isOptional
        ? db.Set<T>().IgnoreQueryFilters(hiding).Where(r => EF.Property<long?>(r, nameof(IPersonOwned.PersonId)) != null).Select(r => EF.Property<long?>(r, nameof(IPersonOwned.PersonId))!.Value)
        : db.Set<T>().IgnoreQueryFilters(hiding).Select(r => EF.Property<long>(r, nameof(IPersonOwned.PersonId)))).Where(p => EF.Parameter(ids).Contains(p)).Distinct().ToListAsync(ct);
}
