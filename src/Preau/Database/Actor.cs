namespace Preau;

public enum ActorKind
{
    /// <summary>The program itself: jobs, schedules, readers.</summary>
    System,

    /// <summary>Somebody signed in to the panel.</summary>
    Account,

    /// <summary>A visitor of the public site.</summary>
    Visitor,

    /// <summary>An operator on the command line.</summary>
    Operator,
}

/// <summary>Who acts in this scope, for the audit trail and for what may be seen.</summary>
public sealed class Actor
{
    public ActorKind Kind { get; private set; }
    public long? AccountId { get; private set; }

    /// <summary>When set, only people assigned to this account are seen (volunteers).</summary>
    public long? AssignedTo { get; private set; }

    /// <summary>Rows that tell who gave are not there for this account.</summary>
    public bool HidesGifts { get; private set; }

    public void IsAccount(long accountId, bool onlyAssigned, bool hidesGifts) => (Kind, AccountId, AssignedTo, HidesGifts) = (ActorKind.Account, accountId, onlyAssigned ? accountId : null, hidesGifts);

    /// <summary>Whoever proves who they are does so themselves. What they see is settled when they come back with their session.</summary>
    public void ProvedToBe(long accountId) => (Kind, AccountId) = (ActorKind.Account, accountId);

    /// <summary>Another system tells it what happened.</summary>
    public void IsProgram() => Kind = ActorKind.System;

    public void IsVisitor() => Kind = ActorKind.Visitor;

    public void IsOperator() => Kind = ActorKind.Operator;
}
