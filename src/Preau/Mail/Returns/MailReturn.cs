namespace Preau.Mail.Returns;

/// <summary>A delivery that something came back about, as its signed token names it.</summary>
/// <param name="BlastId">Which mail.</param>
/// <param name="PersonId">To whom.</param>
/// <param name="IsOpen">
/// The token is the mail's Message-ID, which every answer to it and every list that it was passed on to brings along, and nobody vouches for whoever brought it: what it
/// says is counted, and shuts no address.
/// </param>
public readonly record struct ReturnedMail(long BlastId, long PersonId, bool IsOpen = false);

/// <summary>What a mail to the return mailbox, or an event of a provider, says.</summary>
public abstract record MailReturn
{
    /// <param name="Mail">Which one came back.</param>
    /// <param name="Kind">Why.</param>
    /// <param name="Answer">What the other side said, without addresses.</param>
    public sealed record Bounce(ReturnedMail Mail, BounceKind Kind, string Answer) : MailReturn
    {
        /// <summary>The keys of the addresses that a report says it was for; where none is that which we wrote to, it was passed on, and ours is not the one that is bad.</summary>
        public IReadOnlyList<string> For { get; init; } = [];
    }

    /// <summary>Nobody is at the address of a letter to one person, of which there is no delivery.</summary>
    /// <param name="PersonId">To whom.</param>
    /// <param name="Mark">Of the address that it went to (<see cref="MailSigner.MarkOf"/>).</param>
    /// <param name="For">As of a <see cref="Bounce"/>.</param>
    public sealed record NobodyThere(long PersonId, long Mark, IReadOnlyList<string> For) : MailReturn;

    /// <summary>Somebody called a letter to one person spam: there is no delivery to write it on, and they want nothing more all the same.</summary>
    /// <param name="PersonId">To whom.</param>
    /// <param name="Mark">As of <see cref="NobodyThere"/>.</param>
    public sealed record Unwanted(long PersonId, long Mark) : MailReturn;

    /// <summary>Somebody called it spam.</summary>
    public sealed record Complaint(ReturnedMail Mail) : MailReturn;

    /// <summary>Somebody wants no more of them.</summary>
    public sealed record Leave(ReturnedMail Mail) : MailReturn;

    /// <summary>The provider has it: something else happened to it.</summary>
    public sealed record Taken(ReturnedMail Mail) : MailReturn;

    /// <summary>A machine tells something that asks for nothing: somebody is away, a mail is on its way still.</summary>
    public sealed record Automatic : MailReturn;

    /// <summary>It names a mail, but with no token of this campaign: believed in nothing.</summary>
    public sealed record Forged : MailReturn;

    /// <summary>About no mail of ours: perhaps written by a person, and left for one.</summary>
    public sealed record Other : MailReturn;
}
