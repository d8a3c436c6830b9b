using DnsClient;

namespace Preau.Mail.Domain;

/// <summary>The DNS, by the servers that this machine is set to.</summary>
public sealed class LiveDns : IDnsReader
{
    private readonly Lazy<LookupClient> client = new(() => new LookupClient(new LookupClientOptions { Timeout = TimeSpan.FromSeconds(2), Retries = 1, UseCache = false, ThrowDnsErrors = false, UseTcpFallback = true }));

    public Task<DnsAnswer> Texts(string name, CancellationToken ct) => Ask(name, QueryType.TXT, r => r.Answers.TxtRecords().Select(t => string.Concat(t.Text)), ct);

    public Task<DnsAnswer> MailServers(string name, CancellationToken ct) => Ask(name, QueryType.MX, r => r.Answers.MxRecords().OrderBy(m => m.Preference).Select(m => m.Exchange.Value.TrimEnd('.')).Where(n => n.Length > 0), ct);

    private async Task<DnsAnswer> Ask(string name, QueryType type, Func<IDnsQueryResponse, IEnumerable<string>> read, CancellationToken ct)
    {
        try
        {
            var response = await client.Value.QueryAsync(name, type, cancellationToken: ct);
            return response.Header.ResponseCode is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain ? new DnsAnswer.Found([.. read(response)]) : new DnsAnswer.Silent();
        }
        catch (Exception problem) when (problem is DnsResponseException or InvalidOperationException or ArgumentException || (problem is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new DnsAnswer.Silent();
        }
    }
}
