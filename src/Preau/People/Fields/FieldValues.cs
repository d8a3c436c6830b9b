using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People;

/// <summary>What everybody has in a field, changed together when its choices are. The caller has a transaction and holds the people.</summary>
public sealed class FieldValues(Database db)
{
    /// <summary>As many as a line of the feed holds.</summary>
    public const int AtATime = 1000;

    private sealed record ChoiceSet(long Bits);

    /// <summary>More are not counted for a screen.</summary>
    public const int Counted = 1000;

    /// <summary>How many have a value, of more than can be counted one more.</summary>
    public Task<int> Count(CustomField field, CancellationToken ct) => OwnFields.Rows(db, field).Take(Counted + 1).CountAsync(ct);

    /// <summary>How many have a choice. Which of several somebody has stands in no index: of more values than can be counted it is not known.</summary>
    public async Task<int?> Count(CustomField field, FieldChoice choice, int filled, CancellationToken ct) => field.Kind == FieldKind.Several && filled > Counted ? null : await With(field, choice).Take(Counted + 1).CountAsync(ct);

    /// <summary>The sets of choices that people have in a field of several, as bits; null where there are more than so many.</summary>
    public async Task<long[]?> Sets(CustomField field, int most, CancellationToken ct)
    {
        var sets = await db.Query<ChoiceSet>("People/Fields/ChoiceSets", ct, ("field_id", field.Id), ("most", most + 1));
        return sets.Count > most ? null : [.. sets.Select(s => s.Bits)];
    }

    /// <summary>Whether more people have it than can be changed while somebody waits; all who have any, where no choice is named.</summary>
    public async Task<bool> IsMany(CustomField field, FieldChoice? choice, CancellationToken ct) => await (choice is null ? OwnFields.Rows(db, field) : With(field, choice)).Take(ReworkField.AtOnce + 1).CountAsync(ct) > ReworkField.AtOnce;

    public async Task Rename(CustomField field, FieldChoice choice, string name, CancellationToken ct)
    {
        var key = NameKey.Of(name);
        if (field.Kind == FieldKind.Choice)
        {
            await With(field, choice).ExecuteUpdateAsync(s => s.SetProperty(v => v.TextValue, name).SetProperty(v => v.TextKey, key), ct);
            return;
        }

        await Spell(field, choice, [.. FieldChoice.Of(field).Select(c => c.Number == choice.Number ? c with { Name = name } : c)], ct);
    }

    /// <summary>Takes a choice off everybody who has it; who had no other has none. Gives who they were.</summary>
    public async Task<IReadOnlyList<long>> TakeOff(CustomField field, FieldChoice choice, CancellationToken ct)
    {
        var people = await With(field, choice).OrderBy(v => v.PersonId).Select(v => v.PersonId).ToListAsync(ct);
        var bit = choice.Bit;
        if (field.Kind == FieldKind.Several)
        {
            await With(field, choice).Where(v => v.WholeValue != bit).ExecuteUpdateAsync(s => s.SetProperty(v => v.WholeValue, v => v.WholeValue - bit), ct);
            await Spell(field, null, [.. FieldChoice.Of(field).Where(c => c.Number != choice.Number)], ct);
        }

        await With(field, choice).ExecuteDeleteAsync(ct);
        await Forget(field, people, ct);
        return people;
    }

    /// <summary>The next part of a field's values, and where they came from; the number that went.</summary>
    public async Task<IReadOnlyList<long>> TakeAway(CustomField field, CancellationToken ct)
    {
        var id = field.Id;
        var people = await OwnFields.Rows(db, field).Select(v => v.PersonId).Take(AtATime).ToArrayAsync(ct);
        if (people.Length == 0) return people;
        await db.CustomValues.Where(v => v.CustomFieldId == id && people.Contains(v.PersonId)).ExecuteDeleteAsync(ct);
        await Forget(field, people, ct);
        return people;
    }

    public IQueryable<CustomValue> With(CustomField field, FieldChoice choice)
    {
        var (keys, bit) = (choice.Keys, choice.Bit);
        var rows = OwnFields.Rows(db, field);
        return field.Kind == FieldKind.Several ? rows.Where(v => (v.WholeValue!.Value & bit) != 0) : rows.Where(v => keys.Contains(v.TextKey!));
    }

    /// <summary>Writes what people read of several choices anew. Of the sets of choices that people have, each is written once.</summary>
    /// <param name="choice">Only where it is one of them.</param>
    public async Task Spell(CustomField field, FieldChoice? choice, IReadOnlyList<FieldChoice> choices, CancellationToken ct)
    {
        var rows = choice is null ? OwnFields.Rows(db, field) : With(field, choice);
        foreach (var bits in await rows.Select(v => v.WholeValue!.Value).Distinct().ToListAsync(ct))
        {
            var text = string.Join(", ", choices.Where(c => (bits & c.Bit) != 0).Select(c => c.Name));
            await OwnFields.Rows(db, field).Where(v => v.WholeValue == bits && v.TextValue != text).ExecuteUpdateAsync(s => s.SetProperty(v => v.TextValue, text), ct);
        }
    }

    /// <summary>Where values came from. Who still has one keeps it.</summary>
    public async Task Forget(CustomField field, IReadOnlyCollection<long> people, CancellationToken ct)
    {
        var (id, name) = (field.Id, CustomField.Prefix + field.Slug);
        foreach (var some in people.Chunk(AtATime))
            await db.Provenances.Where(p => some.Contains(p.PersonId) && p.Field == name && !db.CustomValues.Any(v => v.PersonId == p.PersonId && v.CustomFieldId == id)).ExecuteDeleteAsync(ct);
    }
}
