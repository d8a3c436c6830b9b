using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Preau.Mail;
using Preau.Mail.Domain;
using Preau.Mail.Pacing;
using Preau.Mail.Returns;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Tests.Mail;

/// <summary>The campaign's own domain with accents: the DNS, relays and other servers know it by its other form, and it is the same domain whichever way it was typed.</summary>
public sealed class SenderDomainTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mails_leave_from_it_as_the_dns_knows_it(bool hasUtf8)
    {
        var senders = new ConcurrentQueue<string>();
        await using var relay = new FakeRelay
        {
            HasUtf8 = hasUtf8,
            OnSender = sender =>
            {
                senders.Enqueue(sender);
                return null;
            },
        };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay, isSigned: true, with: m => (m.SenderAddress, m.ReplyTo, m.Returns) = ("news@Été.example", "team@été.example", new() { Address = "back@été.example", Host = "imap.ada.example", UserName = "back" }));
        var person = await nation.Seeds.Reader("ada@example.org");

        await nation.SendNow(await nation.Seeds.Mail());
        await nation.Services.GetRequiredService<PostLetter>().Run(new PostedLetter("ada@example.org", "", "Thank you", "Thank you") { PersonId = person.Id }, Ct);
        await nation.Services.GetRequiredService<TestRelay>().Run(await Settings(nation), "me@example.org", "Test", "Test", Ct);

        Assert.Equal(3, relay.Mails.Count);
        Assert.All(relay.Mails, m => Assert.True(m.Raw.All(char.IsAscii) && !m.IsUtf8, m.Raw));
        Assert.All(relay.Mails, m => Assert.Contains("<news@xn--t-9fab.example>", m.Raw, StringComparison.Ordinal));
        Assert.All(relay.Mails.Take(2), m => Assert.Contains("d=xn--t-9fab.example", m.Message.Headers[HeaderId.DkimSignature], StringComparison.Ordinal));
        Assert.All(relay.Mails.Take(2), m => Assert.EndsWith("@xn--t-9fab.example", m.Message.MessageId, StringComparison.Ordinal));
        Assert.All(relay.Mails.Take(2), m => Assert.Contains("<team@xn--t-9fab.example>", m.Raw, StringComparison.Ordinal));
        Assert.Equal("<news.xn--t-9fab.example>", relay.Mails.First().Message.Headers[HeaderId.ListId]);
        Assert.All(senders, s => Assert.EndsWith("@xn--t-9fab.example", s, StringComparison.Ordinal));
        Assert.All(senders.Take(2), s => Assert.StartsWith("back+b", s, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_to_an_address_in_any_script_leaves_between_others_by_a_relay_that_takes_it()
    {
        await using var relay = new FakeRelay { HasUtf8 = true };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay, with: m => m.SenderAddress = "news@été.example");
        foreach (var address in new[] { "ada@example.org", "jérôme@example.org", "ben@bücher.example", "zoé@example.org", "cleo@example.org" }) await nation.Seeds.Reader(address);

        await nation.SendNow(await nation.Seeds.Mail());

        Assert.Equal([("ada@example.org", false), ("ben@xn--bcher-kva.example", false), ("cleo@example.org", false), ("jérôme@example.org", true), ("zoé@example.org", true)], relay.Mails.Select(m => (m.To, m.IsUtf8)).OrderBy(m => m.To, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_letter_to_a_domain_with_accents_is_taken_by_every_relay(bool hasUtf8)
    {
        await using var relay = new FakeRelay { HasUtf8 = hasUtf8 };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);

        Assert.IsType<HandoverEnd.Sent>(await nation.Services.GetRequiredService<PostLetter>().Run(new PostedLetter("ada@bücher.example", "", "Thank you", "Thank you"), Ct));
        Assert.IsType<RelayTest.Sent>(await nation.Services.GetRequiredService<TestRelay>().Run(await Settings(nation), "ada@bücher.example", "Test", "Test", Ct));

        Assert.All(relay.Mails, m => Assert.Equal(("ada@xn--bcher-kva.example", false), (m.To, m.IsUtf8)));
        Assert.Equal(2, relay.Mails.Count);
    }

    [Theory]
    [InlineData("news@été.example", "back@ÉTÉ.example")]
    [InlineData("news@xn--t-9fab.example", "back@XN--T-9FAB.example")]
    public async Task The_dns_is_asked_for_it_as_it_knows_it(string sender, string returns)
    {
        var dns = new MadeUpDns();
        dns.Records["TXT xn--t-9fab.example"] = ["v=spf1 a:smtp.ada.example -all"];
        dns.Records["TXT preau._domainkey.xn--t-9fab.example"] = ["v=DKIM1; k=rsa; p=AAAA"];
        dns.Records["MX xn--t-9fab.example"] = ["mx.ada.example"];
        var mail = new MailSettings { SenderAddress = sender, RelayHost = "smtp.ada.example", DkimPublicKey = "AAAA", Returns = new() { Address = returns, Host = "imap.ada.example", UserName = "back" } };

        var findings = await new CheckDomain(dns, new Words("en")).Run(mail, Ct) ?? [];

        Assert.Equal([FindingState.Fine, FindingState.Fine, FindingState.Missing, FindingState.Missing, FindingState.Fine], findings.Select(f => f.State));
        Assert.Equal(("_dmarc.xn--t-9fab.example", "v=DMARC1; p=none; rua=mailto:news@xn--t-9fab.example"), (findings[3].Name, findings[3].Paste));
    }

    [Theory]
    [InlineData("back+b{0}@été.example")]
    [InlineData("back+b{0}@xn--t-9fab.example")]
    [InlineData("BACK+B{0}@XN--T-9FAB.EXAMPLE")]
    public void What_comes_back_to_it_is_known_whichever_way_it_is_written(string written)
    {
        var signer = new MailSigner([1, .. new byte[31]], new NationId(1), "https://ada.example");
        foreach (var typed in new[] { "back@été.example", "back@xn--t-9fab.example" })
        {
            var address = ReturnAddress.Of(new MailSettings { Returns = new() { Address = typed, Host = "imap.ada.example", UserName = "back" } })!;
            var token = string.Format(System.Globalization.CultureInfo.InvariantCulture, written, signer.Return(7, 4211));

            Assert.Equal(new ReturnedMail(7, 4211), signer.ReadReturn(Assert.Single(address.In(token)).Token.ToLowerInvariant()));
        }
    }

    [Theory]
    [InlineData("xn--t-9fab.example")]
    [InlineData("été.example")]
    [InlineData("Été.Example")]
    public void A_warm_up_goes_on_whichever_way_it_was_typed(string kept)
    {
        var mail = new MailSettings { SenderAddress = "news@été.example" };
        var warm = new WarmUp { Domain = kept, From = new(2026, 3, 1) };

        Assert.Equal(warm, warm.For(mail.SenderDomain, new(2026, 4, 1)));
        Assert.Equal("bea.example", warm.For("bea.example", new(2026, 4, 1)).Domain);
    }

    [Fact]
    public async Task Typed_the_other_way_it_is_no_other_domain_and_people_read_it_with_its_accents()
    {
        await using var nation = await app.NewNation();
        object Form(string sender) => new { Form_SenderAddress = sender, Form_RelayHost = "127.0.0.1", Form_RelayPort = "9", Form_Security = "None" };
        await nation.Panel.Submit("/settings/mail", Form("news@ada.example"));

        (await (await nation.Panel.Submit("/settings/mail", Form("news@été.example"))).Follow()).Shows("Your mails now come from été.example");
        (await (await nation.Panel.Submit("/settings/mail", Form("news@xn--t-9fab.example"))).Follow()).DoesNotShow("Your mails now come from");

        var page = await nation.Panel.Get("/settings/mail");
        page.Shows("Two more lines in the DNS of été.example");
        page.Shows("_dmarc.xn--t-9fab.example");
        (await nation.Panel.Get("/settings/mail/pace")).Shows("the domain that your mails come from: été.example");
    }

    [Theory]
    [InlineData("ne\u200bws@ada.example")]
    [InlineData("news@ada\u00ad.example")]
    [InlineData("news@ada.example.")]
    [InlineData("ne ws@ada.example")]
    public async Task An_address_that_no_relay_takes_is_no_sender(string sender)
    {
        await using var nation = await app.NewNation();

        (await nation.Panel.Submit("/settings/mail", new { Form_SenderAddress = sender, Form_RelayHost = "127.0.0.1", Form_RelayPort = "9", Form_Security = "None" })).Shows("“Address of the sender” is not a mail address.");
    }

    private static async Task<MailSettings> Settings(TestNation nation) => await nation.Services.GetRequiredService<NationSettings>().Get<MailSettings>(Ct);
}
