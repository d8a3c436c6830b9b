using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Domain;

/// <summary>Reads what the DNS says of a campaign's domain, as mail services do, and says in plain words what to paste.</summary>
public sealed class CheckDomain(IDnsReader dns, Words words)
{
    // RFC 9989: the policy of a domain may stand at one above it, eight steps up at most.
    private const int MostSteps = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Null while there is no sender.</summary>
    public async Task<IReadOnlyList<DomainFinding>?> Run(MailSettings mail, CancellationToken ct)
    {
        if (mail.SenderDomain is not { Length: > 0 } domain) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            return await Task.WhenAll(Checks(mail, domain, limit.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return [new(words["DNS"], FindingState.Unknown, words["The DNS did not answer in time. Look again in a moment."])];
        }
    }

    public static string Title(DomainPart part, Words words) => part switch
    {
        DomainPart.Spf => words["Who may send for you (SPF)"],
        DomainPart.Dkim => words["Signature (DKIM)"],
        DomainPart.SecondDkim => words["Second signature (DKIM, Ed25519)"],
        DomainPart.Dmarc => words["What to do with forgeries (DMARC)"],
        DomainPart.MailServers => words["Where returns arrive (MX)"],
    };

    private IEnumerable<Task<DomainFinding>> Checks(MailSettings mail, string domain, CancellationToken ct)
    {
        yield return Part(DomainPart.Spf, Spf(mail, mail.ReturnDomain ?? domain, ct));
        yield return Part(DomainPart.Dkim, Dkim(Title(DomainPart.Dkim, words), MakeDkimKey.RecordName(mail), mail.DkimPublicKey is null ? null : MakeDkimKey.RecordText(mail), mail.DkimPublicKey, ct));
        yield return Part(DomainPart.SecondDkim, Dkim(Title(DomainPart.SecondDkim, words), MakeDkimKey.SecondName(mail), mail.SecondPublicKey is null ? null : MakeDkimKey.SecondText(mail), mail.SecondPublicKey, ct));
        yield return Part(DomainPart.Dmarc, Dmarc(mail, domain, ct));
        if (mail.ReturnDomain is { } returns) yield return Part(DomainPart.MailServers, MailServers(returns, ct));
    }

    private static async Task<DomainFinding> Part(DomainPart part, Task<DomainFinding> finding) => await finding with { Part = part };

    private async Task<DomainFinding> Spf(MailSettings mail, string domain, CancellationToken ct)
    {
        var title = Title(DomainPart.Spf, words);
        var paste = MakeDkimKey.SpfText(mail);
        if (await dns.Texts(domain, ct) is not DnsAnswer.Found found) return Silent(title);
        switch (found.Values.Where(SpfLookups.IsSpf).ToList())
        {
            case []: return new(title, FindingState.Missing, words["Nothing says which servers may send for {0}. Paste this, or the line that your provider’s documentation gives.", domain]) { Name = domain, Paste = paste };
            case [var record]:
                var lookups = new SpfLookups(dns);
                var count = await lookups.Count(record, ct);
                var shown = new DomainFinding(title, FindingState.Fine, words["It stands, and costs {0} of the ten questions that are allowed.", count]) { Found = record };
                if (count > SpfLookups.Most) return shown with { State = FindingState.Wrong, Says = words["It asks for more than ten look-ups, so mail services count it as broken. Take includes out that you do not need, or put the addresses themselves (ip4:, ip6:) in their place."] };
                if (lookups.Broken is { } broken) return shown with { State = FindingState.Wrong, Says = words["It includes {0}, which has no SPF record of its own: the whole line may count as broken. Take that part out or correct it.", broken] };
                if (record.Split(' ').Any(t => t.Equals("+all", StringComparison.OrdinalIgnoreCase) || t.Equals("all", StringComparison.OrdinalIgnoreCase))) return shown with { State = FindingState.Wrong, Says = words["It ends in +all: the whole world may send for you. Write ~all."], Name = domain, Paste = string.Join(' ', record.Split(' ').Where(t => !t.EndsWith("all", StringComparison.OrdinalIgnoreCase)).Append("~all")) };
                if (lookups.IsUnheard) return Silent(title) with { Found = record };
                return record.Contains(mail.RelayHost ?? "\0", StringComparison.OrdinalIgnoreCase) || record.Contains("include:", StringComparison.OrdinalIgnoreCase) || record.Contains("redirect=", StringComparison.OrdinalIgnoreCase) ? shown
                    : shown with { State = FindingState.Doubtful, Says = words["It stands, but names neither your relay nor another domain’s line. If the relay is not among its addresses, put this part in: {0}", paste.Split(' ')[1]] };
            default: return new(title, FindingState.Wrong, words["There are several lines that begin with v=spf1: then none counts. Make one of them."]) { Found = string.Join('\n', found.Values.Where(SpfLookups.IsSpf)) };
        }
    }

    private async Task<DomainFinding> Dkim(string title, string name, string? paste, string? key, CancellationToken ct)
    {
        if (paste is null || key is null) return new(title, FindingState.Missing, words["There is no key yet. Make one below; then its line stands here."]);
        if (await dns.Texts(name, ct) is not DnsAnswer.Found found) return Silent(title);
        var records = found.Values.Select(v => (Text: v, Tags: new TagList(v))).Where(v => v.Tags["p"] is not null).ToList();
        if (records.Count == 0) return new(title, FindingState.Missing, words["Its line does not stand in the DNS, so no service can check the signature. Paste this:"]) { Name = name, Paste = paste };
        // Without k= it is taken for RSA: a key of another kind then checks nothing.
        var pasted = new TagList(paste);
        var kind = pasted["k"];
        if (records.Exists(r => string.Concat((r.Tags["p"] ?? "").Where(c => !char.IsWhiteSpace(c))) == key && (r.Tags["k"] ?? "rsa").Equals(kind, StringComparison.OrdinalIgnoreCase))) return new(title, FindingState.Fine, words["The key in the DNS is the one that mails are signed with."]);
        return new(title, FindingState.Wrong, records[0].Tags["p"] is { Length: 0 } ? words["The line in the DNS says that the key was withdrawn. Paste this in its place:"] : words["Another key stands in the DNS than the one that mails are signed with: every signature fails. Paste this in its place:"]) { Found = records[0].Text, Name = name, Paste = paste };
    }

    private async Task<DomainFinding> Dmarc(MailSettings mail, string domain, CancellationToken ct)
    {
        var title = Title(DomainPart.Dmarc, words);
        for (var (at, steps) = (domain, 0); at.Contains('.', StringComparison.Ordinal) && steps < MostSteps; at = at[(at.IndexOf('.', StringComparison.Ordinal) + 1)..], steps++)
        {
            if (await dns.Texts($"_dmarc.{at}", ct) is not DnsAnswer.Found found) return Silent(title);
            var records = found.Values.Where(v => TagList.Is(v, "DMARC1")).ToList();
            if (records.Count > 1) return new(title, FindingState.Wrong, words["There are several lines that begin with v=DMARC1: then none counts. Make one of them."]) { Found = string.Join('\n', records) };
            if (records.Count == 1) return Judge(title, records[0]);
        }

        return new(title, FindingState.Missing, words["Large mail services refuse mail to many people from a domain without this line. Paste this:"]) { Name = $"_dmarc.{domain}", Paste = MakeDkimKey.DmarcText(mail) };
    }

    private DomainFinding Judge(string title, string record)
    {
        var tags = new TagList(record);
        // RFC 9989: without p it is none; pct is no more, and tags that are not known are read over.
        var policy = tags["p"]?.ToUpperInvariant() ?? "NONE";
        var shown = new DomainFinding(title, FindingState.Fine, words["It stands: forged mail is to be kept out."]) { Found = record };
        if (policy is not ("NONE" or "QUARANTINE" or "REJECT")) return shown with { State = FindingState.Wrong, Says = words["Its p= is none of none, quarantine and reject, so it counts as none. Correct it."] };
        if (tags["pct"] is not null) return shown with { State = FindingState.Doubtful, Says = words["It stands. Its pct= means nothing any more since 2026: take it out, and write t=y where you only want to try."] };
        if (policy == "NONE" || tags["t"]?.Equals("y", StringComparison.OrdinalIgnoreCase) == true) return shown with { Says = words["It stands, and only watches. That is enough for mail services; when the reports are clean, ask for quarantine."] };
        return shown;
    }

    private async Task<DomainFinding> MailServers(string domain, CancellationToken ct)
    {
        var title = Title(DomainPart.MailServers, words);
        return await dns.MailServers(domain, ct) switch
        {
            DnsAnswer.Found { Values: [var first, ..] } => new(title, FindingState.Fine, words["Mail for {0} arrives at {1}.", domain, first]) { Type = "MX" },
            DnsAnswer.Found => new(title, FindingState.Missing, words["No server takes mail for {0}: what comes back is lost, and some services refuse a sender who cannot be answered. Your provider of the mailbox tells you its MX record.", domain]) { Type = "MX" },
            _ => Silent(title),
        };
    }

    private DomainFinding Silent(string title) => new(title, FindingState.Unknown, words["The DNS did not answer. Look again in a moment."]);
}
