using Microsoft.EntityFrameworkCore;

namespace Preau.People;

/// <summary>What can be changed of a field once it is there, and the order of all. A choice that is renamed is renamed wherever it stands.</summary>
public sealed class ChangeField(Database db, FieldValues values, ReworkField rework)
{
    /// <summary>New names by the numbers of the choices, and new choices behind them. The caller saves within its transaction.</summary>
    /// <returns>Whether those who have one of them are left to the background.</returns>
    public async Task<bool> Choices(CustomField field, IReadOnlyDictionary<int, string> names, IReadOnlyList<string> more, CancellationToken ct)
    {
        var choices = FieldChoice.Of(field).ToList();
        var isLater = false;
        for (var i = 0; i < choices.Count; i++)
        {
            if (!names.TryGetValue(choices[i].Number, out var name) || name == choices[i].Name) continue;
            var isMany = await values.IsMany(field, choices[i], ct);
            if (!isMany) await values.Rename(field, choices[i], name, ct);
            choices[i] = choices[i] with { Name = name, Was = isMany ? choices[i].Name : null };
            isLater |= isMany;
            field.Choices = FieldChoice.Write(choices);
        }

        foreach (var name in more) choices.Add(FieldChoice.New(choices, name));
        field.Choices = FieldChoice.Write(choices);
        if (isLater) rework.Begin(field, new ReworkChoices(field.Id));
        return isLater;
    }

    /// <summary>Takes a choice out of the field, and off everybody who has it. The caller saves within its transaction.</summary>
    /// <returns>Whether those who have it are left to the background.</returns>
    public async Task<bool> TakeOut(CustomField field, FieldChoice choice, CancellationToken ct)
    {
        var isMany = await values.IsMany(field, choice, ct);
        if (!isMany)
        {
            var people = await values.TakeOff(field, choice, ct);
            foreach (var some in people.Chunk(FieldValues.AtATime)) db.Trail.Record("custom_value.deleted", some, subjectId: field.Id);
        }

        field.Choices = FieldChoice.Write([.. FieldChoice.Of(field).Where(c => c.Number != choice.Number)]);
        if (isMany) rework.Begin(field, new ReworkChoices(field.Id, choice.Number, Shared.NameKey.Of(choice.Name)));
        return isMany;
    }

    /// <summary>One choice up or down; where several stand in a value, they stand in the new order. The caller saves within its transaction.</summary>
    public async Task MoveChoice(CustomField field, FieldChoice choice, bool isUp, CancellationToken ct)
    {
        var choices = FieldChoice.Of(field).ToList();
        var at = choices.IndexOf(choice);
        var to = isUp ? at - 1 : at + 1;
        if (at < 0 || to < 0 || to >= choices.Count) return;
        (choices[at], choices[to]) = (choices[to], choices[at]);
        field.Choices = FieldChoice.Write(choices);
        if (field.Kind != FieldKind.Several) return;
        if (await values.IsMany(field, null, ct)) rework.Begin(field, new ReworkChoices(field.Id, IsAll: true));
        else await values.Spell(field, null, choices, ct);
    }

    /// <summary>One place up or down among those of its heading. The caller saves.</summary>
    public async Task Move(CustomField field, bool isUp, CancellationToken ct)
    {
        var all = await Ordered(ct);
        var beside = all.FindAll(f => f.GroupName == field.GroupName && f.RetiredAt is null);
        var at = beside.FindIndex(f => f.Id == field.Id);
        var to = isUp ? at - 1 : at + 1;
        if (at < 0 || to < 0 || to >= beside.Count) return;
        (beside[at].Position, beside[to].Position) = (beside[to].Position, beside[at].Position);
        Number(all);
    }

    /// <summary>A whole heading up or down. The caller saves.</summary>
    public async Task MoveGroup(string group, bool isUp, CancellationToken ct)
    {
        var all = await Ordered(ct);
        var groups = all.FindAll(f => f.RetiredAt is null).Select(f => f.GroupName).Distinct(StringComparer.Ordinal).ToList();
        var at = groups.IndexOf(group);
        var to = isUp ? at - 1 : at + 1;
        if (at < 0 || to < 0 || to >= groups.Count) return;
        (groups[at], groups[to]) = (groups[to], groups[at]);
        Number([.. all.OrderBy(f => groups.IndexOf(f.GroupName) is var place && place < 0 ? groups.Count : place).ThenBy(f => f.Position).ThenBy(f => f.Id)], isSorted: true);
    }

    private async Task<List<CustomField>> Ordered(CancellationToken ct)
    {
        var all = await db.CustomFields.Where(f => f.RemovedAt == null).OrderBy(f => f.Position).ThenBy(f => f.Id).ToListAsync(ct);
        Number(all, isSorted: true);
        return all;
    }

    private static void Number(List<CustomField> all, bool isSorted = false)
    {
        if (!isSorted) all = [.. all.OrderBy(f => f.Position)];
        for (var i = 0; i < all.Count; i++) all[i].Position = i;
    }
}
