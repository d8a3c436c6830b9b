namespace Preau.Duplicates;

public enum Side
{
    Kept,
    Gone,
}

/// <summary>Where a value came from and when, so that the later or the official one can be proposed.</summary>
/// <param name="IsOwn">Whether it stands in a row of its own field, and not for all that the person came with.</param>
public sealed record Origin(string Source, DateTimeOffset At, bool IsOwn)
{
    public bool IsRoll => Source == "roll" || Source.StartsWith("roll:", StringComparison.Ordinal);
}

/// <summary>One field of two records.</summary>
/// <param name="Field">As provenance names it: «last_name», «custom:skills», «address:home».</param>
public sealed record MergeField(string Field, object? Kept, object? Gone, Origin KeptOrigin, Origin GoneOrigin)
{
    private static readonly HashSet<string> OfTheRoll = new(StringComparer.Ordinal) { "first_name", "last_name", "born_on", "sex" };

    public bool IsSame => Equals(Kept, Gone);
    public bool IsEmpty => IsBlank(Kept) && IsBlank(Gone);

    /// <summary>Both say something, and not the same: somebody has to choose.</summary>
    public bool IsAsked => !IsBlank(Kept) && !IsBlank(Gone) && !IsSame;

    /// <summary>Filled before empty; for names and birth the roll before what people typed; else what came later.</summary>
    public Side Better
    {
        get
        {
            if (IsBlank(Gone) || IsSame) return Side.Kept;
            if (IsBlank(Kept)) return Side.Gone;
            if (OfTheRoll.Contains(Field) && KeptOrigin.IsRoll != GoneOrigin.IsRoll) return KeptOrigin.IsRoll ? Side.Kept : Side.Gone;
            return GoneOrigin.At > KeptOrigin.At ? Side.Gone : Side.Kept;
        }
    }

    /// <summary>What was chosen, as far as there is a choice.</summary>
    public Side Chosen(IReadOnlyDictionary<string, Side> choices) => IsAsked && choices.TryGetValue(Field, out var side) ? side : Better;

    private static bool IsBlank(object? value) => value is null or "";
}
