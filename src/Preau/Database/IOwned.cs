namespace Preau;

/// <summary>A row of one nation. It gets the nation filter, the nation first in its key, and a refusal to be saved for another one.</summary>
public interface IOwned
{
    NationId NationId { get; set; }
}

/// <summary>A row of one nation with a number of its own, known as soon as it is added to the context.</summary>
public interface INumbered : IOwned
{
    long Id { get; set; }
}

/// <summary>A row that belongs to a person; some <c>IPersonPart</c> must answer for it.</summary>
public interface IPersonOwned : IOwned
{
    long PersonId { get; }
}

/// <summary>A row that belongs to a person once it is known whose it is: a text from a number that nobody has.</summary>
public interface IPerhapsPersonOwned : IOwned
{
    long? PersonId { get; }
}

/// <summary>A row without a number, that says something by the number of another one: a value by its field, somebody's tag by the tag. The audit trail names that number.</summary>
public interface ISayingBy : IPersonOwned
{
    long SubjectId { get; }
}

/// <summary>A row of an installation-wide table, with a number of its own.</summary>
public interface IGlobal
{
    long Id { get; set; }
}

/// <summary>A row of a table that grows with traffic: its month is in its key, nothing refers to it, and it is dropped by the month.</summary>
public interface IEventRow
{
    /// <summary>yyyymm of the instant, in UTC.</summary>
    int Month { get; }
}

/// <summary>A row that an account can be put in charge of; accounts with narrow sight see only their own.</summary>
public interface IAssigned : IOwned
{
    long? AssigneeId { get; }
}

/// <summary>A row from which can be told who gave, where <see cref="TellsOfGifts"/>; accounts that may not see gifts do not see it.</summary>
public interface ITellsOfGifts : IOwned
{
    bool TellsOfGifts { get; }
}

/// <summary>A row that is computed from others and can be computed again: neither audited nor announced.</summary>
public interface IDerived : IOwned;
