namespace Preau.Mail.Domain;

/// <summary>What the DNS answers.</summary>
public abstract record DnsAnswer
{
    /// <param name="Values">Empty where the name, or a record of this type, does not exist.</param>
    public sealed record Found(IReadOnlyList<string> Values) : DnsAnswer;

    /// <summary>Nobody answered in time, or with a fault: nothing is known.</summary>
    public sealed record Silent : DnsAnswer;
}

/// <summary>Reads the DNS, which in a demo or a test is made up.</summary>
public interface IDnsReader
{
    /// <summary>Records of type TXT, each with its pieces put together.</summary>
    Task<DnsAnswer> Texts(string name, CancellationToken ct);

    /// <summary>The servers that take mail for a domain, the first choice first.</summary>
    Task<DnsAnswer> MailServers(string name, CancellationToken ct);
}
