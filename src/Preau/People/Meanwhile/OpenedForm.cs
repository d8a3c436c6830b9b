using System.Text.Json;

namespace Preau.People.Meanwhile;

/// <summary>
/// A form on a person that others may change while it is open. It carries what stood in each field when it was opened: what only its reader changed is saved,
/// what only others changed stays theirs, and of a field that both changed its reader is asked.
/// </summary>
public abstract class OpenedForm
{
    public const string Mine = "mine";
    public const string Now = "now";

    /// <summary>What stood in the fields when the form was opened, as <see cref="Texts"/> has it.</summary>
    public string? Was { get; set; }

    /// <summary>The fields that both changed: <see cref="Was"/> holds what the others made of them.</summary>
    public List<string> Asked { get; set; } = [];

    /// <summary>What was chosen of those.</summary>
    public Dictionary<string, string?> Choice { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The campaign's own fields, by slug.</summary>
    public Dictionary<string, string?> Own { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The choices that were ticked of those of several, by slug.</summary>
    public Dictionary<string, string?[]?> Several { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whether something was taken over that others had changed.</summary>
    public bool TookOver { get; private set; }

    /// <summary>What stands in each field, under the name that provenance gives it.</summary>
    public virtual Dictionary<string, string> Texts() => Own.ToDictionary(o => CustomField.Prefix + o.Key, o => o.Value?.Trim() ?? "", StringComparer.Ordinal);

    protected virtual void Put(string field, string text)
    {
        var slug = field[CustomField.Prefix.Length..];
        Own[slug] = text;
        Several.Remove(slug);
    }

    /// <summary>What was read from the store is what the form was opened with.</summary>
    public void Open() => Was = JsonSerializer.Serialize(Texts());

    /// <summary>Empty where it is missing or was tampered with: then every difference is asked about.</summary>
    public IReadOnlyDictionary<string, string> Opened()
    {
        try
        {
            return (JsonSerializer.Deserialize<Dictionary<string, string?>>(Was ?? "{}") ?? []).ToDictionary(f => f.Key, f => f.Value ?? "", StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    /// <summary>Puts in what others made of a field, where that was chosen. Before the form is checked: what gives way may be wrong.</summary>
    public void Choose()
    {
        var (opened, mine) = (Opened(), Texts());
        foreach (var field in Asked.Where(f => Choice.GetValueOrDefault(f) == Now && opened.ContainsKey(f) && mine.ContainsKey(f))) Put(field, opened[field]);
    }

    /// <summary>Brings the form together with what stands there now. False when something has to be asked.</summary>
    public bool Meet(OpenedForm now)
    {
        var (opened, mine, unanswered) = (Opened(), Texts(), Asked.Where(f => Choice.GetValueOrDefault(f) is not (Mine or Now)).ToHashSet(StringComparer.Ordinal));
        Asked = [];
        foreach (var (field, there) in now.Texts().Where(t => mine.ContainsKey(t.Key)))
        {
            var (was, said) = (opened.GetValueOrDefault(field, ""), mine[field]);
            var met = unanswered.Contains(field) && said != was ? null : ThreeWays.Meet(was, said, there);
            if (met is null) Asked.Add(field);
            else if (met != said) Put(field, met);
            TookOver |= met is not null && met != said;
        }

        now.Open();
        Was = now.Was;
        Choice.Clear();
        return Asked.Count == 0;
    }
}
