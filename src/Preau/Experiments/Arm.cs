namespace Preau.Experiments;

/// <summary>A group that was drawn by lot, and how many of it did something.</summary>
public sealed record Arm(long People, long Acted)
{
    public double Share => People == 0 ? 0 : (double)Acted / People;
}

/// <summary>A group that was drawn by lot, and what it gave.</summary>
/// <param name="People">Everybody, those who gave nothing too.</param>
/// <param name="Givers">Who gave something.</param>
/// <param name="Sum">What they gave together.</param>
/// <param name="Squares">The sum of the squares of what each gave.</param>
public sealed record MoneyArm(long People, long Givers, double Sum, double Squares)
{
    public double Mean => People == 0 ? 0 : Sum / People;
}
