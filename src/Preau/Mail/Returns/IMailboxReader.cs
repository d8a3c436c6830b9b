using MimeKit;

namespace Preau.Mail.Returns;

/// <summary>What is made of the mails of a mailbox that <see cref="FollowMailbox"/> follows.</summary>
public interface IMailboxReader<T>
{
    /// <summary>So much of a mail is fetched, and no more.</summary>
    int LongestMail { get; }

    /// <param name="mail">Null for what is no mail, or could not be fetched. It is gone when this returns.</param>
    /// <param name="isCut">There is more of it than was fetched.</param>
    T Read(MimeMessage? mail, bool isCut);

    /// <summary>Writes down what was read; a mail that comes again is known again.</summary>
    Task Record(IReadOnlyList<T> read, CancellationToken ct);

    void Count(ReturnMailbox place, T read);

    /// <summary>Nobody else has to look at it: it is marked as read.</summary>
    bool IsHandled(T read);
}
