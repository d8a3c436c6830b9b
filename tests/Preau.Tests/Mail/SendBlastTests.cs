using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;

namespace Preau.Tests.Mail;

public sealed class SendBlastTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_goes_to_those_who_asked_for_news_and_to_nobody_else()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var ada = await nation.Seeds.Reader("ada@example.org", "Ada");
        await nation.Seeds.Reader("quiet@example.org", consents: []);
        await nation.Seeds.Reader("gone@example.org", with: p => p.Archive(app.Clock.GetUtcNow()));
        var blast = await nation.Seeds.Mail(b => (b.Subject, b.Body) = ("Hello {{ person.first_name }}", "<p>Dear {{ person.first_name | default: \"friend\" }}, read <a href=\"http://example.org/plan\">the plan</a>.</p>"));

        await nation.SendNow(blast);

        var mail = Assert.Single(relay.Mails);
        Assert.Equal("ada@example.org", mail.To);
        Assert.Equal(("Hello Ada", "news@ada.example", "team@ada.example"), (mail.Message.Subject, mail.Message.From.Mailboxes.Single().Address, mail.Message.ReplyTo.Mailboxes.Single().Address));
        Assert.Contains("Dear Ada, read the plan", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.Contains("Dear Ada, read <a href=\"http", mail.Message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("you asked for the news of Ada pour tous", mail.Message.HtmlBody, StringComparison.Ordinal);
        var delivery = Assert.Single(await nation.Deliveries(blast));
        Assert.Equal((ada.Id, DeliveryState.Sent, 1), (delivery.PersonId, delivery.State, delivery.Attempts));
        var total = await nation.Total(blast);
        Assert.Equal((1, 1, 0), (total.Audience, total.Sent, total.Waiting));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task Nothing_leaves_in_the_first_thirty_seconds_and_it_can_be_taken_back()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Seeds.Mail();
        Assert.IsType<Scheduling.Scheduled>(await nation.Schedule(blast));

        app.Clock.Advance(TimeSpan.FromSeconds(29));
        await nation.RunJobs();
        await nation.RunMail();
        Assert.Empty(relay.Mails);

        await nation.Do(async (services, db) => Assert.True(await services.GetRequiredService<TakeBackBlast>().Run(await db.Blasts.SingleAsync(b => b.Id == blast.Id, Ct), Ct)));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.RunJobs();
        await nation.RunMail();

        Assert.Empty(relay.Mails);
        Assert.Equal(BlastState.Draft, (await nation.Read(blast)).State);
    }
}
