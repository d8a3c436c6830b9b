using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Preau.People;
using Preau.People.Merging;

namespace Preau.Tests.Duplicates;

/// <summary>
/// Puts rows of a person into every table that the model says names one, with whatever they refer to: a table that is added later is merged and
/// un-merged by these tests without a line more.
/// </summary>
internal sealed class RowsOfEveryKind(TestNation nation)
{
    private readonly Database db = nation.Db;
    private readonly HashSet<(string Table, long Person)> single = [];
    private int count;

    public IReadOnlyList<PersonTable> Tables => PersonTable.All(db.Model, nation.Services.GetServices<IPersonPart>());

    /// <param name="mark">Rows of two people with the same mark are the same but for their owner.</param>
    public async Task Give(long personId, long friendId, string mark)
    {
        foreach (var table in Tables.Where(t => t.Rule != MergeRule.Follow && t.Name is not "merge" and not "merged_person"))
        {
            // A person has one such row at most.
            if (table.Key is [var only] && only == table.Persons[0] && !single.Add((table.Name, personId))) continue;
            var entity = db.Model.FindEntityType(table.Entity)!;
            if (IsOneAPerson(entity) && !once.Add((table.Name, personId))) continue;
            var owner = true;
            var persons = table.Persons.ToDictionary(c => c, _ => (object?)(owner ? Turn(personId, ref owner) : friendId), StringComparer.Ordinal);
            await Insert(entity, persons, mark);
        }
    }

    /// <summary>Every row of the nation, as text, but for what happened and what only counts numbers.</summary>
    public async Task<string[]> Everything()
    {
        var read = nation.Db;
        var rows = new List<string>();
        await read.Database.OpenConnectionAsync();
        foreach (var entity in read.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(IOwned)) && e.GetTableName() is not ("audit_entry" or "change" or "merge" or "segment_count")))
        {
            await using var command = read.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"select * from {entity.GetTableName()} where nation_id = {read.NationId.Value}";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) rows.Add(entity.GetTableName() + "|" + string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetName(i) + "=" + reader.GetValue(i)).Order(StringComparer.Ordinal)));
        }

        // The total of a page whose signatures were put here without it comes back as nought.
        return [.. rows.Where(r => !r.StartsWith("page_total|count=0|", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static long Turn(long value, ref bool flag)
    {
        flag = false;
        return value;
    }

    private async Task<Dictionary<string, object?>> Insert(IEntityType entity, Dictionary<string, object?> given, string mark)
    {
        var table = entity.GetTableName()!;
        foreach (var key in entity.GetForeignKeys().Where(k => k.PrincipalEntityType.ClrType != typeof(Preau.Nations.Nation)))
        {
            var column = key.Properties[^1].GetColumnName();
            if (given.ContainsKey(column)) continue;
            if (key.Properties[^1].IsNullable) given[column] = null;
            else given[column] = (await Principal(key.PrincipalEntityType, mark))["id"];
        }

        var values = entity.GetProperties().ToDictionary(p => p.GetColumnName(), p => given.TryGetValue(p.GetColumnName(), out var value) ? value : Plausible(entity, p, mark), StringComparer.Ordinal);
        values["nation_id"] = db.NationId.Value;
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"insert into {table} ({string.Join(", ", values.Keys)}) values ({string.Join(", ", values.Keys.Select(c => "@" + c))})";
        foreach (var (column, value) in values) command.Bind(column, value);
        await command.ExecuteNonQueryAsync();
        return values;
    }

    private readonly Dictionary<(string, string), Dictionary<string, object?>> principals = [];
    private readonly HashSet<(string Table, long PersonId)> once = [];

    private async Task<Dictionary<string, object?>> Principal(IEntityType entity, string mark) =>
        principals.TryGetValue((entity.GetTableName()!, mark), out var known) ? known : principals[(entity.GetTableName()!, mark)] = await Insert(entity, [], mark);

    private object? Plausible(IEntityType entity, IProperty property, string mark)
    {
        var name = property.GetColumnName();
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (name == "id") return db.Ids.Next(entity.GetTableName()!);
        if (name == "month") return 202611;
        if (property.IsNullable && name != "clicked_at") return null;
        if (type.IsEnum) return property.GetValueConverter()!.ConvertToProvider(Enum.GetValues(type).GetValue(mark.Length % Enum.GetValues(type).Length));
        if (type == typeof(string)) return IsItsOwn(entity, property) ? $"{name} {count++}" : $"{name} {mark}";
        if (type == typeof(bool)) return false;
        if (type == typeof(DateTimeOffset)) return PreauApp.Start.AddMinutes(-100 - (mark.Length == 0 ? 0 : mark[^1]));
        if (type == typeof(DateOnly)) return new DateOnly(2026, 1, 1);
        if (type == typeof(double)) return 1.5;
        if (IsItsOwn(entity, property)) return (long)++count;
        // Numbers that are no references: the same for the same mark.
        return type == typeof(int) ? (object)(mark.Length + 1) : (long)mark.Length + mark[0];
    }

    /// <summary>A person has one row there, or none.</summary>
    private static bool IsOneAPerson(IEntityType entity) =>
        entity.FindPrimaryKey()!.Properties is [{ Name: nameof(IPersonOwned.NationId) }, { Name: nameof(IPersonOwned.PersonId) }];

    /// <summary>Part of a key that does not hold the person: no two rows may have it, whoever they belong to.</summary>
    private static bool IsItsOwn(IEntityType entity, IProperty property) =>
        entity.GetKeys().Select(k => k.Properties).Concat(entity.GetIndexes().Where(i => i.IsUnique).Select(i => i.Properties))
            .Any(k => k.Contains(property) && !k.Any(p => p.Name.EndsWith(nameof(IPersonOwned.PersonId), StringComparison.Ordinal)));
}
