namespace Preau;

/// <summary>Which nation (tenant) a row belongs to. The only typed id, because mixing it up with another number would be a disaster.</summary>
public readonly record struct NationId(long Value)
{
    public static readonly NationId None;

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
