namespace Preau.People.Listing;

/// <summary>Knows how many people a list holds without looking at them: what another screen shows beside a link to it.</summary>
public interface IKnownCount
{
    /// <summary>Null where it is not known.</summary>
    Task<long?> Of(PersonFilter filter, CancellationToken ct);
}
