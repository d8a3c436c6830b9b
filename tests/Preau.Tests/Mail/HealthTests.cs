using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Mail.Domain;
using Preau.Mail.Returns;
using Preau.Nations;
using Preau.Settings;
using Preau.Texting;

namespace Preau.Tests.Mail;

/// <summary>What stands in the way of mails and texts is said where people look whether they arrive.</summary>
public sealed class HealthTests(LanesApp app) : IClassFixture<LanesApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_dns_is_looked_at_by_itself_and_the_owners_are_told_what_is_not_right_any_more()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay, with: m => m.SenderAddress = "news@watched.example");
        app.Dns.Records["TXT watched.example"] = ["v=spf1 include:_spf.watched.example ~all"];
        app.Dns.Records["TXT _spf.watched.example"] = ["v=spf1 ip4:192.0.2.1 -all"];
        app.Dns.Records["TXT _dmarc.watched.example"] = ["v=DMARC1; p=reject"];
        (await nation.Panel.Get("/mail/health")).Shows("has not been looked at yet");
        await Look(nation);

        var page = await nation.Panel.Get("/mail/health");
        page.Shows("DNS of watched.example");
        page.DoesNotShow("It was right until");
        Assert.Empty(relay.Mails);
        app.Dns.Records["TXT watched.example"] = [];
        app.Dns.Silent.Add("_dmarc.watched.example");
        app.Clock.Advance(TimeSpan.FromDays(1));
        await Look(nation);
        await nation.RunJobs();

        var told = Assert.Single(relay.Mails);
        Assert.Contains("something in the DNS is not right any more", told.Message.Subject, StringComparison.Ordinal);
        Assert.Contains("Who may send for you (SPF)", told.Message.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("DMARC", told.Message.TextBody, StringComparison.Ordinal);
        (await nation.Panel.Get("/mail/health")).Shows("It was right until");
        // The same fault is told once, and what is mended is shown as mended.
        app.Clock.Advance(TimeSpan.FromDays(1));
        await Look(nation);
        await nation.RunJobs();
        Assert.Single(relay.Mails);
        app.Dns.Records["TXT watched.example"] = ["v=spf1 include:_spf.watched.example ~all"];
        (await (await nation.Panel.PostFrom("/mail/health", "/settings/mail/domain/look", new { })).Follow()).Shows("The DNS was looked at.");
        (await nation.Panel.Get("/mail/health")).Shows("It is as it should be since");
    }

    [Fact]
    public async Task Each_change_is_told_once_to_those_who_may_mend_it_by_then()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay, with: m => m.SenderAddress = "news@thrice.example");
        app.Dns.Records["TXT thrice.example"] = ["v=spf1 include:_spf.thrice.example ~all"];
        app.Dns.Records["TXT _spf.thrice.example"] = ["v=spf1 ip4:192.0.2.1 -all"];
        app.Dns.Records["TXT _dmarc.thrice.example"] = ["v=DMARC1; p=reject"];
        var mends = await nation.Seeds.Account("mends@ada.example", Role.Owner);
        var (offered, lost) = (await nation.Seeds.Account("offered@ada.example", Role.Owner), await nation.Seeds.Account("lost@ada.example", Role.Owner));
        await nation.Db.Memberships.Where(m => m.AccountId == offered.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.IsPending, true), Ct);
        await Look(nation);

        app.Dns.Records["TXT thrice.example"] = [];
        await Look(nation);
        await nation.Db.Memberships.Where(m => m.AccountId == lost.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Role, Role.Staff), Ct);
        await nation.RunJobs();
        app.Clock.Advance(TimeSpan.FromHours(1));
        app.Dns.Records["TXT _dmarc.thrice.example"] = [];
        await Look(nation);
        await nation.RunJobs();

        Assert.Equal([mends.Email, mends.Email], relay.Mails.Select(m => m.To));
        Assert.Contains("Who may send for you (SPF)", relay.Mails.First().Message.TextBody, StringComparison.Ordinal);
        Assert.Contains("(DMARC)", relay.Mails.Last().Message.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("(SPF)", relay.Mails.Last().Message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dns_that_does_not_answer_is_not_shown_as_if_it_had()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(with: m => m.SenderAddress = "news@mute.example");
        app.Dns.Records["TXT mute.example"] = ["v=spf1 ip4:192.0.2.1 -all"];
        app.Dns.Records["TXT _dmarc.mute.example"] = ["v=DMARC1; p=reject"];
        await Look(nation);
        var heard = app.Clock.GetUtcNow();
        (await nation.Panel.Get("/mail/health")).DoesNotShow("It did not answer when it was asked last");

        app.Dns.Silent.UnionWith(["mute.example", "_dmarc.mute.example"]);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await Look(nation);

        var spf = await nation.Db.DomainRecords.AsNoTracking().SingleAsync(r => r.Part == DomainPart.Spf, Ct);
        Assert.Equal((heard, app.Clock.GetUtcNow(), true), (spf.SeenAt, spf.AskedAt, spf.IsUnheard));
        var page = await nation.Panel.Get("/mail/health");
        page.Shows("Asked last on");
        page.Shows("It did not answer when it was asked last: so it stood on");
    }

    [Fact]
    public async Task Another_sender_is_another_domain_of_which_nothing_was_right_before()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay, with: m => m.SenderAddress = "news@first.example");
        app.Dns.Records["TXT first.example"] = ["v=spf1 include:_spf.watched2.example ~all"];
        app.Dns.Records["TXT _spf.watched2.example"] = ["v=spf1 ip4:192.0.2.1 -all"];
        await Look(nation);
        await nation.Relay(m => m.SenderAddress = "news@second.example");
        (await nation.Panel.Get("/mail/health")).DoesNotShow("first.example");

        await Look(nation);
        await nation.RunJobs();

        Assert.Empty(relay.Mails);
        var spf = await nation.Db.DomainRecords.AsNoTracking().SingleAsync(r => r.Part == DomainPart.Spf, Ct);
        Assert.Equal(("second.example", FindingState.Missing, (FindingState?)null), (spf.Domain, spf.State, spf.Before));
    }

    [Fact]
    public async Task Mailboxes_that_cannot_be_read_and_a_gateway_that_takes_nothing_are_said()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(with: m => m.Returns = new ReturnMailboxSettings { Address = "returns@ada.example", Host = "imap.example", UserName = "ada" });
        var mail = await nation.Services.GetRequiredService<NationSettings>().Get<MailSettings>(Ct);
        await nation.Do(async (services, db) =>
        {
            db.Add(new ReturnMailbox { Name = mail.Returns!.Name, Trouble = ReturnTrouble.LogInRefused });
            await services.GetRequiredService<NationSettings>().Set(new TextSettings { Gateway = TextGatewayKind.Http, Address = "https://gateway.example/" }, Ct);
        });

        var page = await nation.Panel.Get("/mail/health");

        page.Shows("It cannot be read, so that addresses where nobody is are written to again: The mail server refused the log-in");
        page.Shows("The gateway lacks something that it needs");
    }

    private static Task Look(TestNation nation) => nation.Do((services, _) => services.GetRequiredService<LookUpDomain>().Run(Ct));
}
