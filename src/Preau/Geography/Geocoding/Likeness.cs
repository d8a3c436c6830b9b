namespace Preau.Geography;

/// <summary>How far two names are apart: letters added, left out, exchanged, or two the wrong way round (optimal string alignment), as far as it matters.</summary>
internal static class Likeness
{
    /// <summary>Slips that a name of this length may hold and still be meant.</summary>
    public static int Allowed(int length) => length switch { < 4 => 0, < 8 => 1, < 14 => 2, _ => 3 };

    /// <summary>Which letters a name has, a bit each: names whose letters differ by more than a few are not compared.</summary>
    public static uint Letters(string key)
    {
        var letters = 0u;
        foreach (var c in key) letters |= c is >= 'a' and <= 'z' ? 1u << (c - 'a') : 1u << 26;
        return letters;
    }

    /// <summary>The slips between two names; more than <paramref name="most"/> where it is more.</summary>
    public static int Slips(string one, string other, int most)
    {
        if (Math.Abs(one.Length - other.Length) > most) return most + 1;
        Span<int> before = stackalloc int[other.Length + 1];
        Span<int> last = stackalloc int[other.Length + 1];
        Span<int> row = stackalloc int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++) last[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = one[i - 1] == other[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }

            if (least > most) return most + 1;
            var free = before;
            before = last;
            last = row;
            row = free;
        }

        return last[other.Length];
    }
}
