using System.Text.Json;

namespace Preau.People.Meanwhile;

/// <summary>What a field comes to of which there are three states: as it was, as one has made it, and as it is now. Fields of several lines meet line by line.</summary>
public static class ThreeWays
{
    /// <returns>Null when both changed it, and not to the same.</returns>
    public static string? Meet(string was, string mine, string now) =>
        mine == was || mine == now ? now
        : now == was ? mine
        : Lines.AreIn(mine) || Lines.AreIn(now) ? Meet(Lines.Read(was), Lines.Read(mine), Lines.Read(now))
        : null;

    // Lines of mine stand where those they were opened with did; added ones follow. Theirs are known by what stands in them.
    private static string? Meet(IReadOnlyList<string[]> was, IReadOnlyList<string[]> mine, IReadOnlyList<string[]> now)
    {
        var there = now.Select(Key).ToList();
        var (known, met) = (was.Select(Key).ToHashSet(StringComparer.Ordinal), now.ToList());
        var untouched = there.ToList<string?>();
        for (var i = 0; i < was.Count; i++)
        {
            var (before, line) = (Key(was[i]), i < mine.Count ? mine[i] : []);
            if (Key(line) == before) continue;
            var place = untouched.IndexOf(before);
            if (place >= 0)
            {
                (met[place], untouched[place]) = (line, null);
                continue;
            }

            // They took it away or changed it, too: in the same way?
            if (line.Length > 0 ? !there.Contains(Key(line), StringComparer.Ordinal) : !there.TrueForAll(known.Contains)) return null;
        }

        return Lines.Write(met.Concat(mine.Skip(was.Count)).Where(l => l.Length > 0).DistinctBy(Key, StringComparer.Ordinal));
    }

    private static string Key(string[] line) => JsonSerializer.Serialize(line);
}
