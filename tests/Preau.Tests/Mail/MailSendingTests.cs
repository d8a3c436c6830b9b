using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.Settings;

namespace Preau.Tests.Mail;

/// <summary>The last page before a mail leaves, and the thirty seconds after it.</summary>
public sealed class MailSendingTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_button_says_what_leaves_and_for_thirty_seconds_it_is_taken_back()
    {
        await using var nation = await Ready();
        var blast = await nation.Seeds.Mail();

        var last = await nation.Panel.Get($"/mail/{blast.Id}/send");
        var button = last.Document.QuerySelector("button[value=now]")!.TextContent;
        foreach (var said in new[] { "Send “A word” to 1 person", "Ada <news@ada.example>", "English", "Everybody who asked for news" }) Assert.Contains(said, button, StringComparison.Ordinal);
        var sent = await (await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now" })).Follow();

        sent.Shows("Nothing has left yet.");
        Assert.Equal("30", sent.Document.QuerySelector("undo-window")!.GetAttribute("data-seconds"));
        Assert.Equal(app.Clock.GetUtcNow().AddSeconds(30), (await nation.Db.Blasts.SingleAsync(Ct)).SendAt);
        var back = await (await nation.Panel.Submit($"/mail/{blast.Id}", new { }, "recall")).Follow();
        back.Shows("Taken back. Nobody got it; it is a draft again.");
        Assert.Equal(BlastState.Draft, (await nation.Db.Blasts.SingleAsync(Ct)).State);
    }

    [Fact]
    public async Task Too_late_is_said_and_changes_nothing()
    {
        await using var nation = await Ready();
        var blast = await nation.Seeds.Mail(b => (b.State, b.SendAt) = (BlastState.Scheduled, app.Clock.GetUtcNow().AddSeconds(10)));
        var token = Token(await nation.Panel.Get($"/mail/{blast.Id}"));
        await nation.Db.Blasts.ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sending), Ct);

        (await (await nation.Panel.Post($"/mail/{blast.Id}/recall", token)).Follow()).Shows("It was too late to take it back");

        Assert.Equal(BlastState.Sending, (await nation.Db.Blasts.SingleAsync(Ct)).State);
    }

    [Fact]
    public async Task Two_clicks_and_two_tabs_send_once()
    {
        await using var nation = await Ready();
        var blast = await nation.Seeds.Mail();
        var form = (await nation.Panel.Get($"/mail/{blast.Id}/send")).Form();
        var fields = form.Elements.OfType<IHtmlInputElement>().Where(i => i.Type == "hidden").ToDictionary(i => i.Name!, i => i.Value, StringComparer.Ordinal);
        fields["when"] = "now";

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => nation.Panel.Post($"/mail/{blast.Id}/send", fields)));

        Assert.All(answers, a => Assert.Equal($"/mail/{blast.Id}", a.Location));
        Assert.Equal(1, await nation.Db.AuditEntries.CountAsync(a => a.Action == "blast.changed" && a.SubjectId == blast.Id, Ct));
        Assert.Equal(BlastState.Scheduled, (await nation.Db.Blasts.SingleAsync(Ct)).State);
        (await (await nation.Panel.Post($"/mail/{blast.Id}/send", fields)).Follow()).Shows("It was sent or scheduled already; nothing more was done.");
    }

    [Fact]
    public async Task Above_a_thousand_people_the_sender_types_the_number()
    {
        await using var nation = await Ready();
        await nation.Readers(1000);
        var blast = await nation.Seeds.Mail();

        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("type the number 1,001");
        var wrong = await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now", Form_Typed = "1000" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        wrong.Shows("Type the number of people, 1,001, to send.");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now" })).Status);
        // Who leaves the field out and says that there are fewer is not believed.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now", Form_Count = 5 })).Status);
        Assert.Equal(BlastState.Draft, (await nation.Db.Blasts.SingleAsync(Ct)).State);

        var right = await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now", Form_Typed = "1 001" });

        Assert.Equal($"/mail/{blast.Id}", right.Location);
        Assert.Equal(BlastState.Scheduled, (await nation.Db.Blasts.SingleAsync(Ct)).State);
    }

    [Fact]
    public async Task A_large_campaign_sees_the_page_before_it_is_counted()
    {
        await using var nation = await Ready();
        await nation.Readers(50_000);
        var blast = await nation.Seeds.Mail();

        var shell = await nation.Panel.Get($"/mail/{blast.Id}/send");
        shell.Shows("Counting who gets it.");
        shell.DoesNotShow("50,001");
        var next = shell.Document.QuerySelector("#send_form")!.GetAttribute("hx-get")!;
        (await nation.Panel.Get(next)).Shows("type the number 50,001");
        var desk = await nation.Panel.Get($"/mail/{blast.Id}/edit");
        desk.Shows("Counting who gets it.");
        (await nation.Panel.Get("/mail/audience")).Shows("50,001 people get it");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit(next, new { when = "now", Form_Typed = "1" })).Status);
        Assert.Equal($"/mail/{blast.Id}", (await nation.Panel.Submit(next, new { when = "now", Form_Typed = "50001" })).Location);
    }

    [Fact]
    public async Task A_mail_that_was_changed_since_the_last_look_does_not_leave()
    {
        await using var nation = await Ready();
        var blast = await nation.Seeds.Mail();
        var form = (await nation.Panel.Get($"/mail/{blast.Id}/send")).Form();
        var fields = form.Elements.OfType<IHtmlInputElement>().Where(i => i.Type == "hidden").ToDictionary(i => i.Name!, i => i.Value, StringComparer.Ordinal);
        fields["when"] = "now";
        await nation.Panel.Submit($"/mail/{blast.Id}/edit", new { Form_Subject = "Something else" });

        var stale = await nation.Panel.Post($"/mail/{blast.Id}/send", fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, stale.Status);
        stale.Shows("It was changed since you opened this page.");
        stale.Shows("Send “Something else” to 1 person");
        Assert.Equal(BlastState.Draft, (await nation.Db.Blasts.SingleAsync(Ct)).State);
    }

    [Fact]
    public async Task An_hour_is_one_of_the_campaigns_clock()
    {
        await using var nation = await Ready();
        var blast = await nation.Seeds.Mail();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "later" })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "later", at = "0001-01-01T00:00" })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "later", at = "2026-11-01T18:30" })).Status);
        var done = await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "later", at = "2026-12-01T18:30" });

        Assert.Equal(new DateTimeOffset(2026, 12, 1, 17, 30, 0, TimeSpan.Zero), (await nation.Db.Blasts.SingleAsync(Ct)).SendAt);
        var page = await done.Follow();
        page.Shows("1 Dec 2026, 18:30");
        page.Shows("Until then it can be taken back and changed.");
    }

    [Fact]
    public async Task A_mail_cannot_be_planned_for_the_eve_of_the_vote_and_one_that_comes_to_lie_there_is_told()
    {
        await using var nation = await Ready();
        var blast = await nation.Seeds.Mail();
        await Vote(nation, new DateOnly(2026, 12, 13));

        var refused = await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "later", at = "2026-12-12T00:00" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("L.49");
        Assert.Equal(BlastState.Draft, (await nation.Db.Blasts.AsNoTracking().SingleAsync(Ct)).State);
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "later", at = "2026-12-11T23:59" })).Status);

        (await nation.Panel.Get($"/mail/{blast.Id}")).DoesNotShow("it cannot leave");
        await Vote(nation, new DateOnly(2026, 12, 12));
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("At the hour that it is planned for, it cannot leave.");
        (await nation.Panel.Get("/")).Shows("“A word” is planned for the silence before the vote and will not leave: choose another hour.");
    }

    private static async Task Vote(TestNation nation, DateOnly day)
    {
        var services = nation.Services;
        var settings = services.GetRequiredService<Preau.Nations.NationSettings>();
        var campaign = await settings.Get<Preau.Nations.CampaignSettings>(Ct);
        (campaign.Election, campaign.FirstRoundOn) = (ElectionKind.Municipal, day);
        await settings.Set(campaign, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
    }

    [Fact]
    public async Task No_mail_leaves_for_another_machine_without_encryption()
    {
        await using var nation = await app.NewNation();
        var services = nation.Services;
        var settings = services.GetRequiredService<Preau.Nations.NationSettings>();
        var mail = await settings.Get<MailSettings>(Ct);
        (mail.RelayHost, mail.Security) = ("relay.example.org", RelaySecurity.None);
        await settings.Set(mail, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        var blast = await nation.Seeds.Mail();

        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("Mail would leave for another machine without encryption");
    }

    [Fact]
    public async Task What_stands_in_the_way_is_listed_and_there_is_no_button()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.Mail();

        var page = await nation.Panel.Get($"/mail/{blast.Id}/send");

        page.Shows("Say by which relay mail leaves");
        page.Shows("Nobody can be reached");
        Assert.Null(page.Document.QuerySelector("button[value=now]"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now" })).Status);
    }

    [Fact]
    public async Task A_mail_on_its_way_is_paused_taken_up_again_and_stopped_for_good()
    {
        await using var nation = await Ready();
        var now = app.Clock.GetUtcNow();
        var blast = await nation.Seeds.SentMail((DeliveryState.Sent, false, false), (DeliveryState.Waiting, false, false));
        await nation.Db.Blasts.ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sending).SetProperty(b => b.EndedAt, (DateTimeOffset?)null), Ct);

        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("Mails are leaving 1 / 2");
        (await (await nation.Panel.Submit($"/mail/{blast.Id}", new { }, "pause")).Follow()).Shows("Paused. Whoever waits stays waiting until you go on.");
        (await (await nation.Panel.Submit($"/mail/{blast.Id}", new { }, "resumption")).Follow()).Shows("It goes on where it stood.");
        (await (await nation.Panel.Submit($"/mail/{blast.Id}", new { }, "cancellation")).Follow()).Shows("Stopped for good. Whoever waited does not get it.");

        Assert.Equal(1, (await nation.Db.BlastTotals.SingleAsync(Ct)).Cancelled);
        (await nation.Panel.Get($"/mail/{blast.Id}")).DoesNotShow("Go on sending");
    }

    [Fact]
    public async Task While_it_moves_the_numbers_are_asked_for_alone_and_another_state_shows_the_page_anew()
    {
        await using var nation = await Ready();
        var blast = await nation.Seeds.SentMail((DeliveryState.Sent, false, false), (DeliveryState.Waiting, false, false));
        await nation.Db.Blasts.ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sending), Ct);

        var part = await Part(nation, $"/mail/{blast.Id}?was=Sending");
        Assert.DoesNotContain("<html", part.Html, StringComparison.Ordinal);
        part.Shows("Mails are leaving");
        await nation.Db.Blasts.ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sent), Ct);

        Assert.Equal("true", string.Join(' ', (await Part(nation, $"/mail/{blast.Id}?was=Sending")).Response.Headers.GetValues("HX-Refresh")));
    }

    [Fact]
    public async Task A_count_that_comes_after_somebody_sent_it_leads_to_the_mail()
    {
        await using var nation = await Ready();
        var blast = await nation.Seeds.SentMail((DeliveryState.Sent, false, false));

        var late = await Ask(nation, $"/mail/{blast.Id}/send?counted=true", "HX-Request", "true");

        Assert.Equal($"/mail/{blast.Id}", string.Join(' ', late.Response.Headers.GetValues("HX-Redirect")));
    }

    private static Task<Page> Part(TestNation nation, string path) => Ask(nation, path, "HX-Request-Type", "partial");

    private static Task<Page> Ask(TestNation nation, string path, string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(header, value);
        return nation.Panel.Send(request);
    }

    private async Task<TestNation> Ready()
    {
        var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ana@example.org", consents: [Purpose.News]);
        return nation;
    }

    private static Dictionary<string, string> Token(Page page) =>
        new(StringComparer.Ordinal) { ["__RequestVerificationToken"] = page.Form("recall").QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")! };
}
