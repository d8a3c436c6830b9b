using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Preau.People.Merging;

/// <param name="Type">What the store's driver gives and takes: a number, text, an instant…</param>
public sealed record PersonColumn(string Name, Type Type);

/// <summary>A table whose rows name people, as the model tells: so that a new table is merged and un-merged without anybody thinking of it.</summary>
/// <param name="Columns">All but the nation, which is bound by itself.</param>
/// <param name="Key">Without the nation.</param>
/// <param name="Persons">The columns that name a person; of a person's own tables the first is the owner.</param>
/// <param name="Sames">Sets of columns of which two rows cannot, or should not, have the same values.</param>
public sealed record PersonTable(Type Entity, string Name, IReadOnlyList<PersonColumn> Columns, IReadOnlyList<string> Key, IReadOnlyList<string> Persons, IReadOnlyList<IReadOnlyList<string>> Sames, IPersonPart? Part)
{
    public MergeRule Rule => Part?.RuleOf(Entity) ?? MergeRule.Move;

    /// <summary>The table of people itself; its persons are others whom somebody's row names.</summary>
    public static PersonTable OfPeople(IModel model) => Of(model.FindEntityType(typeof(Person))!, null);

    public static PersonTable Of<T>(IModel model, IEnumerable<IPersonPart> parts) => Of(model.FindEntityType(typeof(T))!, parts.FirstOrDefault(p => p.Entities.Contains(typeof(T))));

    /// <summary>All but the table of people.</summary>
    public static IReadOnlyList<PersonTable> All(IModel model, IEnumerable<IPersonPart> parts)
    {
        var answering = parts.SelectMany(p => p.Entities.Select(e => (Entity: e, Part: p))).ToDictionary(p => p.Entity, p => p.Part);
        return
        [
            .. model.GetEntityTypes().Where(e => e.ClrType != typeof(Person)).Select(e => Of(e, answering.GetValueOrDefault(e.ClrType))).Where(t => t.Persons.Count > 0)
                .OrderBy(t => t.Name, StringComparer.Ordinal),
        ];
    }

    private static PersonTable Of(IEntityType entity, IPersonPart? part)
    {
        var columns = entity.GetProperties().Where(p => p.Name != nameof(IOwned.NationId)).Select(p => new PersonColumn(p.GetColumnName(), TypeOf(p))).ToList();
        List<IReadOnlyList<string>> sames = [.. entity.GetKeys().Select(k => k.Properties).Concat(entity.GetIndexes().Where(i => i.IsUnique).Select(i => i.Properties)).Select(Names)];
        var persons = PersonsOf(entity);
        if (part?.SameBy(entity.ClrType) is { Count: > 0 } same) sames.Add([persons[0], .. same.Select(p => entity.FindProperty(p)!.GetColumnName())]);
        return new(entity.ClrType, entity.GetTableName()!, columns, Names(entity.FindPrimaryKey()!.Properties), persons, sames.FindAll(s => s.Intersect(persons, StringComparer.Ordinal).Any()), part);
    }

    // A reference to a person is declared where it has another name than that.
    private static List<string> PersonsOf(IEntityType entity)
    {
        var named = entity.GetProperties().Where(p => p.Name.EndsWith(nameof(IPersonOwned.PersonId), StringComparison.Ordinal));
        var referring = entity.GetForeignKeys().Where(k => k.PrincipalEntityType.ClrType == typeof(Person)).Select(k => k.Properties[^1]);
        return [.. named.Concat(referring).Distinct().OrderBy(p => p.Name != nameof(IPersonOwned.PersonId)).ThenBy(p => p.Name, StringComparer.Ordinal).Select(p => p.GetColumnName())];
    }

    private static List<string> Names(IEnumerable<IReadOnlyProperty> properties) => [.. properties.Where(p => p.Name != nameof(IOwned.NationId)).Select(p => p.GetColumnName())];

    private static Type TypeOf(IProperty property)
    {
        var type = property.FindRelationalTypeMapping()?.Converter?.ProviderClrType ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(int) || type == typeof(short) ? typeof(long) : type;
    }
}
