using Preau.Shared;

namespace Preau.People;

/// <summary>Asks the owner of an address, by a letter to it, whether they say yes. Who left the list by themselves comes back by nobody else's word.</summary>
public interface IAskOwner
{
    /// <summary>The caller saves, in a transaction: the letter leaves afterwards.</summary>
    /// <param name="personId">Who is said to agree.</param>
    /// <param name="emails">Of theirs; the first that may be asked is.</param>
    /// <param name="asked">To what, with the words that stood beside it; nothing, of somebody archived who came back and agreed to nothing.</param>
    /// <param name="language">Of the letter.</param>
    /// <param name="source">Where they are said to have agreed, as the ledger keeps it.</param>
    /// <param name="ct">Gives up.</param>
    Task<OwnerAsked> Run(long personId, IReadOnlyList<EmailAddress> emails, IReadOnlyList<(Purpose Purpose, string Text)> asked, string language, string source, CancellationToken ct);
}

public abstract record OwnerAsked
{
    /// <summary>A letter goes to this address.</summary>
    public sealed record Now(string Address) : OwnerAsked;

    /// <summary>One went there already, and no other does until then.</summary>
    public sealed record Before(string Address, DateTimeOffset Until) : OwnerAsked;

    /// <summary>None of the addresses may be written to.</summary>
    public sealed record Nowhere : OwnerAsked;
}
