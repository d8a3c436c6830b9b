namespace Preau.Mail.Returns;

/// <summary>A provider that tells by webhook what came back. What it tells is one <see cref="MailReturn"/>; a new provider is one class, listed in <see cref="ReturnSources"/>.</summary>
public interface IReturnSource
{
    /// <summary>As it stands in the address that the provider is given.</summary>
    string Name { get; }

    /// <summary>As people know it.</summary>
    string Title { get; }

    /// <summary>Null where it cannot be asked about a mail.</summary>
    IAskProvider? Asked => null;

    /// <param name="body">Every byte, as it came.</param>
    /// <param name="secret">What the provider gave the campaign to know it by.</param>
    /// <param name="signer">Reads the number of the mail, which stands in its Message-ID.</param>
    /// <param name="now">Old calls are refused.</param>
    /// <returns>Null where the call is not the provider's, or too old.</returns>
    MailReturn? Read(ReadOnlySpan<byte> body, string secret, MailSigner signer, DateTimeOffset now);
}
