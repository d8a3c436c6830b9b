namespace Preau.People.Merging;

/// <summary>A row as it lies in the store, whatever its entity: values by the names of their columns.</summary>
public sealed class PersonRow(PersonTable table, Dictionary<string, object?> values)
{
    public PersonTable Table => table;
    public IReadOnlyDictionary<string, object?> Values => values;

    public object? this[string column] => values[column];

    public string Text(string column) => values[column] as string ?? "";

    public long Number(string column) => values[column] is long number ? number : 0;

    public bool Is(string column) => values[column] is true;

    public bool Has(string column) => values[column] is not null;

    /// <summary>Without the nation.</summary>
    public Dictionary<string, object?> Key() => table.Key.ToDictionary(c => c, c => values[c], StringComparer.Ordinal);

    public PersonRow With(IEnumerable<KeyValuePair<string, object?>> changes)
    {
        var changed = new Dictionary<string, object?>(values, StringComparer.Ordinal);
        foreach (var (column, value) in changes) changed[column] = value;
        return new PersonRow(table, changed);
    }

    /// <summary>Whether there is room for only one of them.</summary>
    public bool Collides(PersonRow other) => table.Sames.Any(same => same.All(c => values[c] is { } value && value.Equals(other[c])));

    public bool IsAs(PersonRow other) => values.All(v => Equals(v.Value, other[v.Key]));
}
