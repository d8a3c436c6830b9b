namespace Preau.Geography;

/// <summary>A square of the map at one level of detail, as maps on the web cut the world: 2^level squares a side.</summary>
public readonly record struct GridCell(int Level, int X, int Y)
{
    /// <summary>The finest: about twenty metres in France.</summary>
    public const int Finest = 20;

    /// <summary>The levels that sums are kept for; between two of them a square falls into sixteen.</summary>
    public static readonly int[] Levels = [6, 8, 10, 12, 14, 16, 18, 20];

    // Where the projection ends.
    private const double MostLat = 85.05112878;

    public static GridCell Of(double lat, double lon, int level)
    {
        var side = 1 << level;
        var sin = Math.Sin(Math.Clamp(lat, -MostLat, MostLat) * Math.PI / 180);
        var x = (lon + 180) / 360 * side;
        var y = (0.5 - Math.Log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * side;
        return new(level, (int)Math.Clamp(x, 0, side - 1), (int)Math.Clamp(y, 0, side - 1));
    }

    public GridCell At(int level) => new(level, X >> (Level - level), Y >> (Level - level));

    /// <summary>The bits of both sides in turn, so that what lies in one coarser square lies in one range.</summary>
    public long Number
    {
        get
        {
            var number = 0L;
            for (var bit = 0; bit < Level; bit++) number |= (long)(X >> bit & 1) << (2 * bit) | (long)(Y >> bit & 1) << (2 * bit + 1);
            return number;
        }
    }

    /// <summary>The cells of the finest grid that lie in this one.</summary>
    public (long First, long Last) Range => (Number << (2 * (Finest - Level)), ((Number + 1) << (2 * (Finest - Level))) - 1);

    public bool IsThere => Levels.Contains(Level) && X >= 0 && Y >= 0 && X < 1 << Level && Y < 1 << Level;
}
