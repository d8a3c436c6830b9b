namespace Preau.People;

/// <summary>Names that somebody is known by beside the one on their record, each with their date of birth, as <see cref="BornTogether.Key"/> writes them.</summary>
public interface IOtherNames
{
    /// <summary>Who bears one of these.</summary>
    /// <param name="keys">Some thousands at most.</param>
    /// <param name="ct">Gives up.</param>
    Task<IReadOnlyList<(long PersonId, string Key)>> With(IEnumerable<string> keys, CancellationToken ct);

    /// <summary>Who has two names of which one begins so and holds these words; some hundreds at most.</summary>
    /// <param name="beginning">Of a name key, last name first.</param>
    /// <param name="later">Each with the space before it.</param>
    IQueryable<long> Beginning(string beginning, IReadOnlyList<string> later);

    /// <summary>The names of these people; the one on their record may be among them.</summary>
    Task<IReadOnlyList<(long PersonId, string Key)>> Of(long[] ids, CancellationToken ct);
}
