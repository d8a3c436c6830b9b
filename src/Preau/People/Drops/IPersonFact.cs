using Preau.Shared;

namespace Preau.People;

/// <summary>Fills one fact in, for many people by one question to the store.</summary>
public interface IPersonFact
{
    PersonFact Fact { get; }

    /// <param name="ids">Of those who agreed to it.</param>
    /// <param name="people">By number; those and others.</param>
    /// <param name="ct">Gives up.</param>
    Task Tell(long[] ids, IReadOnlyDictionary<long, PersonDrop> people, CancellationToken ct);
}

/// <param name="Of">What they are a member of.</param>
/// <param name="Until">The last day; null where it does not end by itself.</param>
public sealed record KnownMembership(IReadOnlyList<string> Of, DateOnly? Until);

/// <param name="Last">What is left of the last one.</param>
/// <param name="On">When that was given.</param>
/// <param name="ThisYear">All of the calendar year.</param>
public sealed record KnownGifts(Money Last, DateOnly On, Money ThisYear);
