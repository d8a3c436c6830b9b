using System.Globalization;
using System.Text.Json;

namespace Preau.People;

/// <summary>Somebody of a name who was born on a day.</summary>
public sealed record BornTogether(long Id, string NameKey, DateOnly BornOn)
{
    /// <summary>Both as one text.</summary>
    public string Key => KeyOf(NameKey, BornOn);

    public static string KeyOf(string nameKey, DateOnly bornOn) => $"{nameKey}|{bornOn.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    /// <summary>What <see cref="KeyOf"/> wrote.</summary>
    public static (string NameKey, DateOnly BornOn) Read(string key) => (key[..^9], DateOnly.ParseExact(key.AsSpan(key.Length - 8), "yyyyMMdd", CultureInfo.InvariantCulture));

    /// <summary>Everybody, archived or not, of each name who was born on the day that goes with it.</summary>
    /// <param name="db">Of the nation.</param>
    /// <param name="wanted">Keys as <see cref="Shared.NameKey"/> makes them, last name first; some thousands at most.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IReadOnlyList<BornTogether>> Of(Database db, IEnumerable<(string NameKey, DateOnly BornOn)> wanted, CancellationToken ct)
    {
        var asked = wanted.Distinct().Select(w => new Dictionary<string, object>(StringComparer.Ordinal) { ["name_key"] = w.NameKey, ["born_on"] = w.BornOn }).ToList();
        return asked.Count == 0 ? [] : await db.Query<BornTogether>("People/BornTogether", ct, ("wanted", JsonSerializer.Serialize(asked)));
    }
}
