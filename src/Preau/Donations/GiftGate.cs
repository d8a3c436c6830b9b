namespace Preau.Donations;

/// <summary>
/// The row that whoever counts a donor's gifts holds until they have written theirs: two tabs at once are counted one after the other,
/// so that neither overlooks the other's.
/// </summary>
public sealed class GiftGate : IOwned, IDerived
{
    public NationId NationId { get; set; }
    public long Turn { get; set; }
}
