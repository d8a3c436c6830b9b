using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Preau.Mail.Domain;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Tests.Mail;

/// <summary>The program with a DNS that is written down by the test.</summary>
public sealed class DomainApp : PreauApp
{
    public MadeUpDns Dns { get; } = new();

    protected override void Configure(IServiceCollection services) => services.AddSingleton<IDnsReader>(Dns);
}

/// <summary>What the DNS says of a campaign's domain, and what is made of it.</summary>
public sealed class DomainTests(DomainApp app) : IClassFixture<DomainApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FindingState.Missing)]
    [InlineData(FindingState.Missing, "google-site-verification=x")]
    [InlineData(FindingState.Fine, "v=spf1 a:smtp.ada.example -all")]
    [InlineData(FindingState.Fine, "v=spf1 include:_spf.two.example ~all", "other=1")]
    [InlineData(FindingState.Doubtful, "v=spf1 ip4:192.0.2.1 ~all")]
    [InlineData(FindingState.Wrong, "v=spf1 a:smtp.ada.example +all")]
    [InlineData(FindingState.Wrong, "v=spf1 a:smtp.ada.example all")]
    [InlineData(FindingState.Wrong, "v=spf1 a:smtp.ada.example ~all", "v=spf1 -all")]
    [InlineData(FindingState.Wrong, "v=spf1 include:_spf.ten.example a:smtp.ada.example ~all")]
    [InlineData(FindingState.Wrong, "v=spf1 include:_spf.loop.example ~all")]
    [InlineData(FindingState.Wrong, "v=spf1 include:nowhere.example ~all")]
    [InlineData(FindingState.Wrong, "v=spf1 redirect=nowhere.example")]
    [InlineData(FindingState.Fine, "v=spf1 a:smtp.ada.example ~ALL redirect=nowhere.example")]
    [InlineData(FindingState.Unknown, "v=spf1 include:silent.example ~all")]
    [InlineData(FindingState.Unknown, "v=spf1 include:_spf.deep.example ~all")]
    [InlineData(FindingState.Wrong, "v=spf1 include:silent.example +all")]
    public async Task Spf_is_fine_missing_or_wrong(FindingState state, params string[] records)
    {
        var dns = new MadeUpDns();
        dns.Records["TXT ada.example"] = records;
        dns.Records["TXT _spf.two.example"] = ["v=spf1 a mx -all"];
        dns.Records["TXT _spf.ten.example"] = ["v=spf1 " + string.Join(' ', Enumerable.Range(0, 9).Select(i => $"a:{i}.example")) + " -all"];
        dns.Records["TXT _spf.deep.example"] = ["v=spf1 redirect=silent.example"];
        dns.Silent.Add("silent.example");
        dns.Records["TXT _spf.loop.example"] = ["v=spf1 include:_spf.loop.example -all"];

        Assert.Equal(state, (await Check(dns))[0].State);
    }

    [Theory]
    [InlineData(FindingState.Missing)]
    [InlineData(FindingState.Missing, "v=other; p=none")]
    [InlineData(FindingState.Fine, "v=DMARC1; p=reject; unknown=tag; np=reject; psd=n")]
    [InlineData(FindingState.Fine, "v=DMARC1")]
    [InlineData(FindingState.Fine, "v=DMARC1; p=none; rua=mailto:x@ada.example")]
    [InlineData(FindingState.Doubtful, "v=DMARC1; p=quarantine; pct=20")]
    [InlineData(FindingState.Wrong, "v=DMARC1; p=maybe")]
    [InlineData(FindingState.Wrong, "v=DMARC1; p=none", "v=DMARC1; p=reject")]
    public async Task Dmarc_is_read_as_its_standard_has_it_now(FindingState state, params string[] records)
    {
        var dns = new MadeUpDns();
        dns.Records["TXT _dmarc.ada.example"] = records;

        Assert.Equal(state, (await Check(dns))[3].State);
    }

    [Fact]
    public async Task The_policy_of_a_domain_above_counts_and_a_silent_dns_says_nothing()
    {
        var dns = new MadeUpDns();
        dns.Records["TXT _dmarc.ada.example"] = ["v=DMARC1; p=reject"];

        Assert.Equal(FindingState.Fine, (await Check(dns, m => m.SenderAddress = "x@news.team.ada.example"))[3].State);
        dns.Silent.Add("_dmarc.ada.example");
        Assert.Equal(FindingState.Unknown, (await Check(dns))[3].State);
    }

    [Fact]
    public async Task Keys_and_mail_servers_are_compared_with_what_the_campaign_has()
    {
        var dns = new MadeUpDns();
        var mail = new MailSettings { DkimPublicKey = "AAAA", SecondPublicKey = "BBBB" };
        void With(MailSettings m) => (m.DkimPublicKey, m.SecondPublicKey, m.Returns) = (mail.DkimPublicKey, mail.SecondPublicKey, new() { Address = "back@returns.example", Host = "imap.example", UserName = "back" });
        dns.Records["TXT preau._domainkey.ada.example"] = ["v=DKIM1; k=rsa; p=AA AA"];
        dns.Records["TXT preau-ed._domainkey.ada.example"] = ["v=DKIM1; k=ed25519; p="];

        var findings = await Check(dns, With);

        Assert.Equal([FindingState.Missing, FindingState.Fine, FindingState.Wrong, FindingState.Missing, FindingState.Missing], findings.Select(f => f.State));
        Assert.Equal(("preau-ed._domainkey.ada.example", "v=DKIM1; k=ed25519; p=BBBB"), (findings[2].Name, findings[2].Paste));
        Assert.Equal("returns.example", findings[0].Name);
        dns.Records["MX returns.example"] = ["mx.returns.example"];
        dns.Records["TXT preau._domainkey.ada.example"] = ["v=DKIM1; k=rsa; p=CCCC"];
        findings = await Check(dns, With);
        Assert.Equal((FindingState.Wrong, FindingState.Fine), (findings[1].State, findings[4].State));
    }

    [Theory]
    [InlineData("v=DKIM1; p=AAAA", "v=DKIM1; k=ed25519; p=BBBB", FindingState.Fine, FindingState.Fine)]
    [InlineData("v=DKIM1; k=RSA; p=AAAA", "v=DKIM1; p=BBBB", FindingState.Fine, FindingState.Wrong)]
    [InlineData("v=DKIM1; k=ed25519; p=AAAA", "v=DKIM1; k=rsa; p=BBBB", FindingState.Wrong, FindingState.Wrong)]
    public async Task A_key_that_is_said_to_be_of_another_kind_is_wrong(string first, string second, FindingState ofFirst, FindingState ofSecond)
    {
        var dns = new MadeUpDns();
        dns.Records["TXT preau._domainkey.ada.example"] = [first];
        dns.Records["TXT preau-ed._domainkey.ada.example"] = [second];

        var findings = await Check(dns, m => (m.DkimPublicKey, m.SecondPublicKey) = ("AAAA", "BBBB"));

        Assert.Equal((ofFirst, ofSecond), (findings[1].State, findings[2].State));
    }

    [Fact]
    public async Task The_page_says_what_to_paste_and_makes_the_second_key_and_mails_carry_both_signatures()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        (await nation.Panel.Get("/settings/mail/domain")).Shows("No sender yet");
        await nation.ReadyToMail(relay, isSigned: true);

        var page = await nation.Panel.Get("/settings/mail/domain");
        page.Shows("Large mail services refuse mail to many people from a domain without this line.");
        page.Shows("v=DMARC1; p=none; rua=mailto:team@ada.example");
        await nation.Panel.Submit("/settings/mail/domain", new { });
        var settings = await nation.Services.GetRequiredService<NationSettings>().Get<MailSettings>(Ct);
        (await nation.Panel.Get("/settings/mail/domain")).Shows($"v=DKIM1; k=ed25519; p={settings.SecondPublicKey}");
        await nation.Seeds.Reader("reader@example.org");
        await nation.SendNow(await nation.Seeds.Mail());

        var message = Assert.Single(relay.Mails).Message;
        var signatures = message.Headers.Where(h => h.Id == HeaderId.DkimSignature).ToList();
        Assert.Equal(2, signatures.Count);
        var second = signatures.Single(h => h.Value.Contains("ed25519-sha256", StringComparison.Ordinal));
        var verifier = new DkimVerifier(new Given(new Ed25519PublicKeyParameters(Convert.FromBase64String(settings.SecondPublicKey!))));
        Assert.True(await verifier.VerifyAsync(message, second, Ct));
        var changed = MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(relay.Mails.Single().Raw.Replace("/m/u/", "/m/x/", StringComparison.Ordinal))), Ct);
        Assert.False(await verifier.VerifyAsync(changed, changed.Headers.Single(h => h.Id == HeaderId.DkimSignature && h.Value.Contains("ed25519-sha256", StringComparison.Ordinal)), Ct));
    }

    private static async Task<IReadOnlyList<DomainFinding>> Check(MadeUpDns dns, Action<MailSettings>? with = null)
    {
        var mail = new MailSettings { SenderAddress = "news@ada.example", RelayHost = "smtp.ada.example" };
        with?.Invoke(mail);
        return await new CheckDomain(dns, new Words("en")).Run(mail, Ct) ?? [];
    }

    private sealed class Given(AsymmetricKeyParameter key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) => key;

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) => Task.FromResult(key);
    }
}
