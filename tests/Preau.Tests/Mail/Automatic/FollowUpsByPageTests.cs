using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Donations;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Automatic;
using Preau.Nations;
using Preau.People;
using Preau.Settings;
using Preau.Site;
using Preau.Tests.Donations;

namespace Preau.Tests.Mail.Automatic;

/// <summary>What follows what people did, by what kind of page they did it on.</summary>
public sealed class FollowUpsByPageTests(GiftsApp app) : IClassFixture<GiftsApp>
{
    private const string Subject = "Your gift: here is what it makes possible";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_page_that_takes_something_has_automatic_mails()
    {
        await using var nation = await app.NewCampaign();

        Assert.Equal(nation.Services.GetServices<IPageForm>().Select(f => f.Kind).Order(), KeepAutomatic.Pages.Order());
    }

    [Theory]
    [InlineData(PageKind.SignUp, "You are with us: here is what comes next", "people who signed up on “A page” some days ago")]
    [InlineData(PageKind.Petition, "You signed: here is what comes next", "people who signed “A page” on the site some days ago")]
    public async Task Days_after_somebody_signed_up_or_signed_a_follow_up_leaves(PageKind kind, string subject, string why)
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        await Make(nation, await nation.Seeds.Page(kind, "a-page", "A page", language: "en"));
        await nation.Site.Submit("/a-page", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["first_name"] = "Zoé", ["last_name"] = "Martin", ["email"] = "yes@example.org", ["consent_news"] = "true", ["consent_targeted"] = "true",
        });

        await DaysLater(nation);

        var mail = Assert.Single(relay.Mails);
        Assert.Equal(("yes@example.org", subject), (mail.To, mail.Message.Subject));
        Assert.Contains(why, mail.Message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_after_a_gift_was_paid_a_follow_up_leaves_to_those_who_agreed_and_still_gave()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var page = await nation.Seeds.Page(PageKind.Donation, "donate", "Give", language: "en");
        var step = await Make(nation, page);
        await Give(nation, page, "Ada Kept", consents: true);
        await Give(nation, page, "Bea Quiet", consents: false);
        var back = await Give(nation, page, "Cleo Back", consents: true);
        await Begin(nation, page, "Dora Unpaid");
        await nation.Panel.Submit($"/gifts/{back}/refund", new { Form_Amount = "50", Form_Reason = "Asked for" });

        await DaysLater(nation);

        var mail = Assert.Single(relay.Mails, m => m.Message.Subject == Subject);
        Assert.Equal("ada.kept@example.org", mail.To);
        Assert.Contains("people who gave on “Give” some days ago", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.NotNull(mail.Message.Headers["List-Unsubscribe"]);
        // The acknowledgement of each gift is apart from it, and goes to all of them.
        Assert.Equal(3, relay.Mails.Count(m => m.Message.Subject != Subject));
        Assert.Equal([TurnState.Given, TurnState.Given, TurnState.Skipped], await nation.Db.AutomaticTurns.OrderBy(t => t.PersonId).Select(t => t.State).ToListAsync(Ct));
        (await nation.Panel.Get($"/mail/automatic/{step.Id}")).Shows("Had their gift back");
    }

    [Fact]
    public async Task Whoever_gave_once_more_need_not_be_asked_to()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var page = await nation.Seeds.Page(PageKind.Donation, "donate", "Give", language: "en");
        var step = await Make(nation, page);
        (await nation.Panel.Get($"/mail/automatic/{step.Id}")).Shows("have given once more");
        await nation.Panel.Submit($"/mail/automatic/{step.Id}", new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Unless"] = "gift" }, "#settings");
        await Give(nation, page, "Ada Once", consents: true);
        await Give(nation, page, "Bea Twice", consents: true);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await Give(nation, page, "Bea Twice", consents: true);

        await DaysLater(nation);

        Assert.Equal("ada.once@example.org", Assert.Single(relay.Mails, m => m.Message.Subject == Subject).To);
        Assert.Equal(1, await nation.Db.AutomaticTurns.CountAsync(t => t.State == TurnState.Reached, Ct));
    }

    [Fact]
    public async Task A_gift_counts_as_given_once_more_when_it_is_paid_after_the_first_one()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var page = await nation.Seeds.Page(PageKind.Donation, "donate", "Give", language: "en");
        var step = await Make(nation, page);
        await nation.Panel.Submit($"/mail/automatic/{step.Id}", new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Unless"] = "gift" }, "#settings");
        // Begun before the first of hers was paid, and paid after it.
        var (_, early) = await Begin(nation, page, "Ada Twice");
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await Give(nation, page, "Ada Twice", consents: true);
        await Give(nation, page, "Bea Once", consents: true);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.Sandbox.Pay(early);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        await Begin(nation, page, "Bea Once");
        await nation.RunJobs();
        Assert.Equal(3, await nation.Db.Gifts.CountAsync(g => g.Status == GiftStatus.Received, Ct));

        await DaysLater(nation);

        Assert.Equal("bea.once@example.org", Assert.Single(relay.Mails, m => m.Message.Subject == Subject).To);
    }

    [Fact]
    public async Task Whose_gift_goes_back_while_the_mail_is_on_its_way_is_left_out()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var page = await nation.Seeds.Page(PageKind.Donation, "donate", "Give", language: "en");
        await Make(nation, page);
        await Give(nation, page, "Ada Kept", consents: true);
        var back = await Give(nation, page, "Cleo Back", consents: true);

        await DaysLater(nation, () => nation.Panel.Submit($"/gifts/{back}/refund", new { Form_Amount = "50", Form_Reason = "Asked for" }));

        Assert.Equal("ada.kept@example.org", Assert.Single(relay.Mails, m => m.Message.Subject == Subject).To);
        var left = await nation.Db.MailDeliveries.AsNoTracking().SingleAsync(d => d.State == DeliveryState.Skipped, Ct);
        Assert.Equal("gift", left.Answer);
        (await nation.Panel.Get($"/people/{left.PersonId}")).Shows("The gift went back meanwhile.");
    }

    [Fact]
    public async Task Who_may_not_see_gifts_sees_nothing_of_what_follows_them()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var page = await nation.Seeds.Page(PageKind.Donation, "donate", "Give", language: "en");
        await Make(nation, page);
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var gift = await Give(nation, page, "Ada Kept", consents: true);
        var giver = (await nation.Db.Gifts.SingleAsync(g => g.Id == gift, Ct)).PersonId;
        await nation.Do(async (_, db) => (await db.People.SingleAsync(p => p.Id == giver, Ct)).AssigneeId = account);

        await DaysLater(nation);

        (await nation.Panel.Get($"/people/{giver}")).Shows(Subject);
        (await (await nation.As(Role.Finance)).Get($"/people/{giver}")).Shows(Subject);
        var theirs = await volunteer.Get($"/people/{giver}");
        theirs.Shows("Ada");
        theirs.DoesNotShow(Subject);
        theirs.DoesNotShow("who gave on");

        // Nor would a role that sees mail and no gifts.
        var services = nation.Services;
        services.GetRequiredService<Actor>().IsAccount(account, onlyAssigned: false, hidesGifts: true);
        var db = services.GetRequiredService<Database>();
        Assert.Equal((0, 0), (await db.AutomaticMails.CountAsync(Ct), await db.Blasts.CountAsync(Ct)));
        Assert.Empty(await services.GetRequiredService<ReadAutomatic>().Run(null, Ct));
    }

    private async Task<TestNation> Ready(FakeRelay relay)
    {
        var nation = await app.NewCampaign();
        await nation.ReadyToMail(relay);
        await nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new IdentitySettings { SiteName = "Ada pour tous", Languages = ["en"] }, Ct));
        return nation;
    }

    private static async Task<AutomaticMail> Make(TestNation nation, SitePage page)
    {
        await nation.Panel.Submit($"/pages/{page.Id}", new { page = page.Id, kind = "FollowUp" }, "mail/automatic");
        var mail = await nation.Db.AutomaticMails.AsNoTracking().SingleAsync(m => m.PageId == page.Id, Ct);
        await nation.Do(async (services, db) => await services.GetRequiredService<KeepAutomatic>().Switch(await db.AutomaticMails.SingleAsync(m => m.Id == mail.Id, Ct), true, Ct));
        return mail;
    }

    private async Task<long> Give(TestNation nation, SitePage page, string donor, bool consents)
    {
        var (giftId, session) = await Begin(nation, page, donor);
        await app.Sandbox.Pay(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        await nation.RunJobs();
        var person = (await nation.Db.Gifts.AsNoTracking().SingleAsync(g => g.Id == giftId, Ct)).PersonId;
        if (!consents) return giftId;
        await nation.Do(async (services, _) =>
        {
            foreach (var purpose in new[] { Purpose.News, Purpose.Targeted }) await services.GetRequiredService<ConsentLedger>().Give(person, purpose, "en", "Yes", "page:1", Ct);
        });
        return giftId;
    }

    private static async Task<(long GiftId, string SessionId)> Begin(TestNation nation, SitePage page, string donor)
    {
        var order = nation.Order(50, Gifts.Donor(donor) with { Language = "en" }) with { Source = $"page:{page.Id}" };
        var pay = Assert.IsType<GiftAnswer.Pay>(await nation.Services.GetRequiredService<TakeGift>().Run(order, Ct));
        return (pay.GiftId, pay.Url.Segments[^1]);
    }

    /// <summary>What the runner does when the day of the step has come.</summary>
    private async Task DaysLater(TestNation nation, Func<Task>? onItsWay = null)
    {
        app.Clock.Advance(TimeSpan.FromDays(4));
        await nation.Do((_, db) =>
        {
            db.Enqueue(new RunAutomatic());
            return Task.CompletedTask;
        });
        await nation.RunJobs();
        if (onItsWay is not null) await onItsWay();
        await nation.RunMail();
    }
}
