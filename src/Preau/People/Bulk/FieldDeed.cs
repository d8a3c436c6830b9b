using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People.Bulk;

/// <summary>Gives many people the same value of a field, and notes the team as where it comes from. What stood before comes back with where that came from.</summary>
public sealed class FieldDeed(Database db, BulkFields fields, PickPerson pick, Words words, TimeProvider clock) : IBulkDeed
{
    private const string Panel = "panel";

    public BulkKind Kind => BulkKind.SetField;

    /// <summary>Has a form of its own: which input it shows depends on the field.</summary>
    public Task<BulkAsk?> Ask(CancellationToken ct) => Task.FromResult<BulkAsk?>(null);

    public async Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct)
    {
        if (await fields.Named(choice.Field, ct) is not { } field) return words["Choose a field."];
        act.Field = field.Name;
        if (string.IsNullOrWhiteSpace(choice.Value))
        {
            act.Value = null;
            return null;
        }

        var typed = choice.Value;
        if (field is OwnValueField { Field.Kind: FieldKind.Person })
        {
            if (await pick.Read(typed, ct) is not Picking.One one) return words["“{0}” does not say which person. Choose one from the list, or write the number.", typed.Trim()];
            typed = one.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (!field.Read(typed, out var value)) return words["“{0}” does not fit into the field “{1}”.", choice.Value.Trim(), field.Label];
        act.Value = value;
        return null;
    }

    public async Task<string> Say(BulkAct act, CancellationToken ct)
    {
        var field = await fields.Named(act.Field, ct);
        if (field is null) return words["Set a field that is gone, or not for your role"];
        return act.Value is { } value ? words["Set “{0}” to “{1}”", field.Label, await Shown(field, value, ct)] : words["Empty the field “{0}”", field.Label];
    }

    public async Task<string> SayDone(BulkAct act, CancellationToken ct) =>
        words.Count(act.Changed, "“{1}” set for {0} person.", "“{1}” set for {0} people.", (await fields.Named(act.Field, ct))?.Label ?? "…");

    private async Task<string> Shown(BulkField field, string value, CancellationToken ct) =>
        field is OwnValueField { Field.Kind: FieldKind.Person } && long.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) && (await pick.Names([id], ct)).TryGetValue(id, out var name)
            ? $"{name} #{value}" : field.Shown(value);

    // It was read once; a rule that was made meanwhile does not stop what runs, a choice that was taken out does.
    public async Task<string?> WhyNot(BulkAct act, CancellationToken ct) => await fields.Anew(act.Field, ct) is not { } field ? words["The field is gone."]
        : act.Value is { } value && !field.Reads(value) ? words["“{0}” does not fit into the field “{1}”.", value, field.Label] : null;

    public async Task<string?> WhyNotUndone(BulkAct act, CancellationToken ct) => await fields.Anew(act.Field, ct) is { } field && act.Value is { } value && !field.Reads(value)
        ? words["A choice that this gave is gone from the field, and from everybody. There is nothing to take back."] : null;

    public IQueryable<long> Already(BulkAct act) => Field(act)?.With(db, act.Value) ?? db.People.Where(p => p.Id < 0).Select(p => p.Id);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct)
    {
        var (field, name) = (Field(act) ?? throw new InvalidOperationException("The field is gone."), act.Field ?? "");
        var before = await field.Of(db, ids, ct);
        var sources = await db.Provenances.AsNoTracking().Where(p => ids.Contains(p.PersonId) && p.Field == name).ToDictionaryAsync(p => p.PersonId, ct);
        await field.Set(db, ids, act.Value, ct);
        if (name == SupportHistory.Field) await db.WriteSupport([.. ids.Select(id => (id, Level(act.Value), Panel))], act.AccountId, act.At, ct);
        await Touch(ids, act.At, ct);
        await Remember(ids, name, ids.Select(id => (id, Panel, act.At)), ct);
        return [.. ids.Select(id => (id, (string?)StoodBefore.Write(before[id], sources.GetValueOrDefault(id))))];
    }

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct)
    {
        if (await fields.Named(act.Field, ct) is not { } field || act.Field is not { } name) return [];
        long[] all = [.. effects.Select(e => e.PersonId)];
        var same = await field.With(db, act.Value).Where(id => all.Contains(id)).ToListAsync(ct);
        // The same value told since is somebody's own word.
        var since = await db.Provenances.Where(p => all.Contains(p.PersonId) && p.Field == name && p.At > act.At).Select(p => p.PersonId).ToListAsync(ct);
        // A choice that is no longer one cannot come back.
        var back = effects.Where(e => same.Contains(e.PersonId) && !since.Contains(e.PersonId)).Select(e => (e.PersonId, Stood: StoodBefore.Read(e.Before))).Where(b => b.Stood.Value is not { } value || field.Reads(value)).ToList();
        foreach (var group in back.GroupBy(b => b.Stood.Value, StringComparer.Ordinal)) await field.Set(db, [.. group.Select(b => b.PersonId)], group.Key, ct);

        long[] ids = [.. back.Select(b => b.PersonId)];
        if (name == SupportHistory.Field) await db.WriteSupport([.. back.Select(b => (b.PersonId, Level(b.Stood.Value), b.Stood.Source ?? Panel))], act.AccountId, clock.GetUtcNow().ToMicroseconds(), ct);
        await Touch(ids, clock.GetUtcNow(), ct);
        await Remember(ids, name, back.Where(b => b.Stood.Source is not null).Select(b => (b.PersonId, b.Stood.Source ?? Panel, b.Stood.At ?? act.At)), ct);
        return ids;
    }

    public string Action(bool isUndo) => "person.changed";

    // The fields of a nation are read once a scope; Choose and WhyNot have read them before anything asks for one.
    private BulkField? Field(BulkAct act) => fields.Known(act.Field);

    private static int? Level(string? value) => int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var level) ? level : null;

    private Task<int> Touch(long[] ids, DateTimeOffset at, CancellationToken ct) => db.People.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.ChangedAt, at), ct);

    private async Task Remember(long[] ids, string name, IEnumerable<(long PersonId, string Source, DateTimeOffset At)> rows, CancellationToken ct)
    {
        await db.Provenances.Where(p => ids.Contains(p.PersonId) && p.Field == name).ExecuteDeleteAsync(ct);
        await using var writer = await db.Bulk("provenance", ["person_id", "field", "source", "at"], ct);
        foreach (var (personId, source, at) in rows) writer.Row(personId, name, source, at);
        await writer.Done(ct);
    }
}
