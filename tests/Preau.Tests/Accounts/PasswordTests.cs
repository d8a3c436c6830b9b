using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Tests.Accounts;

/// <summary>The way back in by mail, and what it ends.</summary>
public sealed class PasswordTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    private const string New = "another long password";

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_a_mailed_link_once_and_every_old_session_ends()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("ada@forgot.example");
        var elsewhere = nation.Stranger.InEnglish();
        await elsewhere.Submit("/sign-in", new { Form_Email = "ada@forgot.example", Form_Password = Seeds.Password });
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.Get("/account")).Status);

        (await nation.Stranger.InEnglish().Submit("/password", new { Form_Email = "ada@forgot.example" })).Shows("If an account of this campaign has this address, a link is on its way to it.");
        await nation.RunJobs();
        var link = app.Mailed.LinkTo("ada@forgot.example");
        var browser = nation.Stranger.InEnglish();
        (await browser.Submit(link, new { Form_Password = New, Form_Repeated = "not the same at all" })).Shows("differ");
        var chosen = await browser.Submit(link, new { Form_Password = New, Form_Repeated = New });

        Assert.Equal(HttpStatusCode.Redirect, chosen.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/account")).Status);
        Assert.StartsWith("/sign-in", (await elsewhere.Get("/account")).Location, StringComparison.Ordinal);
        (await nation.Stranger.InEnglish().Get(link)).Shows("This link was used, or is too old.");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Stranger.InEnglish().Submit("/sign-in", new { Form_Email = "ada@forgot.example", Form_Password = Seeds.Password })).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Stranger.InEnglish().Submit("/sign-in", new { Form_Email = "ada@forgot.example", Form_Password = New })).Status);
    }

    [Fact]
    public async Task A_link_works_for_two_hours_and_a_changed_one_never()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("late@forgot.example");
        await nation.Stranger.InEnglish().Submit("/password", new { Form_Email = "late@forgot.example" });
        await nation.RunJobs();
        var link = app.Mailed.LinkTo("late@forgot.example");

        (await nation.Stranger.InEnglish().Get(link[..^4] + "AAAA")).Shows("This link was used");
        app.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMinutes(1));
        (await nation.Stranger.InEnglish().Get(link)).Shows("late@forgot.example");
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        (await nation.Stranger.InEnglish().Get(link)).Shows("This link was used, or is too old.");
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answer_and_no_mail()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        await nation.Seeds.Account("known@forgot.example");
        await other.Seeds.Account("foreign@forgot.example");

        var answers = new List<string>();
        foreach (var email in new[] { "known@forgot.example", "foreign@forgot.example", "nobody@forgot.example" }) answers.Add((await nation.Stranger.InEnglish().Submit("/password", new { Form_Email = email })).Text);
        await nation.RunJobs();

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Contains(app.Mailed.Sent, m => m.To == "known@forgot.example");
        Assert.DoesNotContain(app.Mailed.Sent, m => m.To is "foreign@forgot.example" or "nobody@forgot.example");
        Assert.Equal(3, await nation.Db.AuditEntries.CountAsync(a => a.Action == "account.link_asked", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_mailbox_gets_one_link_in_five_minutes_however_often_it_is_asked_for()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("flooded@forgot.example");
        for (var i = 0; i < 3; i++) await nation.Stranger.InEnglish().Submit("/password", new { Form_Email = "flooded@forgot.example" });
        await nation.RunJobs();
        Assert.Single(app.Mailed.Sent, m => m.To == "flooded@forgot.example");

        app.Clock.Advance(AskPasswordLink.Gap);
        await nation.Stranger.InEnglish().Submit("/password", new { Form_Email = "flooded@forgot.example" });
        await nation.RunJobs();
        Assert.Equal(2, app.Mailed.Sent.Count(m => m.To == "flooded@forgot.example"));
    }

    [Fact]
    public async Task A_changed_password_signs_out_every_other_browser()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("change@forgot.example");
        var (here, there) = (nation.Stranger.InEnglish(), nation.Stranger.InEnglish());
        foreach (var browser in new[] { here, there }) await browser.Submit("/sign-in", new { Form_Email = "change@forgot.example", Form_Password = Seeds.Password });

        (await here.Submit("/account", new { Form_Current = "not this one", Form_Password = New })).Shows("That is not your present password.");
        Assert.Equal(HttpStatusCode.OK, (await there.Get("/account")).Status);
        var changed = await (await here.Submit("/account", new { Form_Current = Seeds.Password, Form_Password = New })).Follow();

        changed.Shows("Changed. Every other browser is signed out.");
        Assert.StartsWith("/sign-in", (await there.Get("/account")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_seen_and_ended_from_elsewhere_but_only_ones_own()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("sessions@forgot.example");
        await nation.Seeds.Account("stranger@forgot.example");
        var (here, there, strange) = (nation.Stranger.InEnglish(), nation.Stranger.InEnglish(), nation.Stranger.InEnglish());
        there.Http.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        foreach (var (browser, email) in new[] { (here, "sessions@forgot.example"), (there, "sessions@forgot.example"), (strange, "stranger@forgot.example") })
        {
            await browser.Submit("/sign-in", new { Form_Email = email, Form_Password = Seeds.Password });
        }

        var page = await here.Get("/account");
        page.Shows("Firefox · Linux");
        var ids = page.Document.QuerySelectorAll("input[name=sessionId]").Select(i => i.GetAttribute("value")!).ToList();
        Assert.Single(ids);

        Assert.Equal(HttpStatusCode.NotFound, (await strange.PostFrom("/account", "/account/sessions/end", new { sessionId = ids[0] })).Status);
        Assert.Equal(HttpStatusCode.OK, (await there.Get("/account")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await here.Submit("/account", new { }, "/sessions/end")).Status);
        Assert.StartsWith("/sign-in", (await there.Get("/account")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_by_itself_after_fourteen_days_and_is_forgotten()
    {
        await using var nation = await app.NewNation();
        var account = await nation.Seeds.Account("old@forgot.example");
        var browser = nation.Stranger.InEnglish();
        await browser.Submit("/sign-in", new { Form_Email = "old@forgot.example", Form_Password = Seeds.Password });

        app.Clock.Advance(Sessions.Lifetime + TimeSpan.FromMinutes(1));

        Assert.StartsWith("/sign-in", (await browser.Get("/account")).Location, StringComparison.Ordinal);
        await nation.RunJobs();
        Assert.False(await nation.Db.Sessions.AnyAsync(s => s.AccountId == account.Id, TestContext.Current.CancellationToken));
    }
}
