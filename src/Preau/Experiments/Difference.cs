namespace Preau.Experiments;

/// <summary>What one arm did more than another, for each person, and between which values that lies.</summary>
public sealed record Difference(double Estimate, double Low, double High)
{
    /// <summary>Chance alone does not explain it.</summary>
    public bool Holds => Low > 0 || High < 0;
}
