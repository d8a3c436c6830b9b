using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Tests.Accounts;

/// <summary>Who works with a nation's panel, and who may change that.</summary>
public sealed class StaffTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    [Fact]
    public async Task Somebody_invited_chooses_a_password_by_mail_and_comes_in_with_the_role_given()
    {
        await using var nation = await app.NewNation();

        var shown = await (await nation.Panel.PostFrom("/settings/staff", "/settings/staff", new { Form_Name = "Nour", Form_Email = "nour@team.example", Form_Role = "Finance" })).Follow();
        shown.Shows("A mail with this link goes to Nour");
        await nation.RunJobs();
        var invited = nation.Stranger;
        (await invited.InEnglish().Get(app.Mailed.LinkTo("nour@team.example"))).Shows("nour@team.example");
        await invited.Submit(app.Mailed.LinkTo("nour@team.example"), new { Form_Password = Seeds.Password, Form_Repeated = Seeds.Password });

        Assert.Equal(HttpStatusCode.OK, (await invited.Get("/gifts")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await invited.Get("/imports")).Status);
        (await nation.Stranger.InEnglish().Get(shown.Document.QuerySelector("code")!.TextContent[$"http://panel.{nation.Facts.Slug}.localhost:5080".Length..])).Shows("This link was used");
    }

    [Theory]
    [InlineData(null, "vous invite")]
    [InlineData("en", "invites you")]
    public async Task An_invitation_and_the_panel_behind_it_speak_the_language_the_inviter_chose_or_the_campaigns(string? language, string subject)
    {
        await using var nation = await app.NewNation();
        var address = $"invited-{language}@team.example";

        await nation.Panel.PostFrom("/settings/staff", "/settings/staff", new { Form_Name = "Nour", Form_Email = address, Form_Role = "Staff", Form_Language = language });
        await nation.RunJobs();

        Assert.Contains(subject, app.Mailed.Sent.Single(m => m.To == address).Subject, StringComparison.Ordinal);
        var invited = nation.Stranger;
        await invited.Submit(app.Mailed.LinkTo(address), new { Form_Password = Seeds.Password, Form_Repeated = Seeds.Password });
        Assert.Equal(language ?? "fr", (await invited.Get("/account")).Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task A_language_chosen_on_the_way_in_becomes_the_accounts_and_not_that_of_the_next_one_there()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("first@team.example", language: "fr");
        await nation.Seeds.Account("next@team.example", language: "fr");
        var browser = nation.Stranger;

        await browser.Submit("/sign-in", new { language = "en", to = "/sign-in" }, "/language");
        await browser.Submit("/sign-in", new { Form_Email = "first@team.example", Form_Password = Seeds.Password });
        (await browser.Get("/account")).Shows("Where you are signed in");
        Assert.Equal("en", (await nation.Db.Accounts.SingleAsync(a => a.EmailKey == "first@team.example", TestContext.Current.CancellationToken)).Language);

        await browser.Submit("/account", new { }, "/sign-out");
        (await browser.Get("/sign-in")).Shows("Forgot your password?");
        await browser.Submit("/sign-in", new { Form_Email = "next@team.example", Form_Password = Seeds.Password });
        (await browser.Get("/account")).Shows("Où vous êtes connecté");
    }

    [Fact]
    public async Task An_invitation_is_sent_again_until_it_was_taken()
    {
        await using var nation = await app.NewNation();
        await nation.Panel.PostFrom("/settings/staff", "/settings/staff", new { Form_Name = "Again", Form_Email = "again@team.example", Form_Role = "Staff" });
        (await (await nation.Panel.Submit("/settings/staff", new { }, "/settings/staff/invitation")).Follow()).Shows("The invitation to Again is on its way again.");
        await nation.RunJobs();
        Assert.Equal(2, app.Mailed.Sent.Count(m => m.To == "again@team.example"));

        var account = await nation.Seeds.Account("taken@team.example");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.PostFrom("/settings/staff", "/settings/staff/invitation", new { accountId = account.Id })).Status);
    }

    [Fact]
    public async Task The_same_address_is_invited_once_and_errors_are_said()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("here@team.example");

        var again = await nation.Panel.PostFrom("/settings/staff", "/settings/staff", new { Form_Name = "Here", Form_Email = "Here@Team.example", Form_Role = "Staff" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        again.Shows("Somebody with this address already works here.");
        var wrong = await nation.Panel.PostFrom("/settings/staff", "/settings/staff", new { Form_Name = "", Form_Email = "no address", Form_Role = "Emperor" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        wrong.Shows("“Mail address” is not a mail address.");
    }

    [Fact]
    public async Task A_changed_role_holds_from_the_next_click_and_a_removed_one_closes_the_panel()
    {
        await using var nation = await app.NewNation();
        var (colleague, id) = await nation.SignIn(Role.Staff);
        Assert.Equal(HttpStatusCode.OK, (await colleague.Get("/imports")).Status);

        await nation.Panel.PostFrom("/settings/staff", "/settings/staff/role", new { accountId = id, role = "Volunteer" });
        Assert.Equal(HttpStatusCode.Forbidden, (await colleague.Get("/imports")).Status);
        Assert.Equal(HttpStatusCode.OK, (await colleague.Get("/people")).Status);

        await nation.Panel.PostFrom("/settings/staff", "/settings/staff/removal", new { accountId = id });
        Assert.StartsWith("/sign-in", (await colleague.Get("/people")).Location, StringComparison.Ordinal);
        var trail = await nation.Db.AuditEntries.Where(a => a.SubjectId == id && a.Action.StartsWith("account.role_")).OrderBy(a => a.Id).Select(a => new { a.Action, a.Details }).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["account.role_given", "account.role_taken"], trail.Select(t => t.Action));
        Assert.Equal("Volunteer", trail[0].Details);
    }

    [Fact]
    public async Task The_last_owner_can_neither_go_nor_become_something_else()
    {
        await using var nation = await app.NewNation();
        var (owner, me) = await nation.SignIn(Role.Owner);

        (await (await owner.PostFrom("/settings/staff", "/settings/staff/role", new { accountId = me, role = "Staff" })).Follow()).Shows("This is the only owner. Make somebody else an owner first.");
        (await (await owner.PostFrom("/settings/staff", "/settings/staff/removal", new { accountId = me })).Follow()).Shows("This is the only owner.");
        Assert.Equal(Role.Owner, (await nation.Db.Memberships.SingleAsync(m => m.AccountId == me, TestContext.Current.CancellationToken)).Role);

        var other = await nation.Seeds.Account("second@team.example", Role.Owner);
        await owner.PostFrom("/settings/staff", "/settings/staff/role", new { accountId = me, role = "Staff" });
        Assert.Equal([other.Id], await nation.Db.Memberships.Where(m => m.Role == Role.Owner).Select(m => m.AccountId).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Forbidden, (await owner.Get("/settings/staff")).Status);
    }

    [Fact]
    public async Task Two_owners_who_remove_each_other_at_once_leave_one()
    {
        await using var nation = await app.NewNation();
        var (one, oneId) = await nation.SignIn(Role.Owner);
        var (two, twoId) = await nation.SignIn(Role.Owner);

        // Both have the page before either presses: whoever is removed can't open it any more.
        var (ofOne, ofTwo) = (await one.Token("/settings/staff"), await two.Token("/settings/staff"));

        await Task.WhenAll(Remove(one, ofOne, twoId), Remove(two, ofTwo, oneId));

        Assert.Equal(1, await nation.Db.Memberships.CountAsync(m => m.Role == Role.Owner, TestContext.Current.CancellationToken));

        static Task<Page> Remove(Browser browser, string token, long accountId) =>
            browser.Post("/settings/staff/removal", new Dictionary<string, string> { ["accountId"] = accountId.ToString(CultureInfo.InvariantCulture), ["__RequestVerificationToken"] = token });
    }

    [Fact]
    public async Task One_account_has_a_role_in_each_of_two_nations_and_each_session_obeys_the_nation_it_is_in()
    {
        await using var one = await app.NewNation();
        await using var two = await app.NewNation();
        var account = await one.Seeds.Account("both@team.example", Role.Owner);
        await two.Seeds.Member(account.Id, Role.Volunteer);
        var (first, second) = (one.Stranger, two.Stranger);
        await first.Submit("/sign-in", new { Form_Email = "both@team.example", Form_Password = Seeds.Password });
        await second.Submit("/sign-in", new { Form_Email = "both@team.example", Form_Password = Seeds.Password });

        Assert.Equal(HttpStatusCode.OK, (await first.Get("/settings")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await second.Get("/settings")).Status);
        await one.Panel.PostFrom("/settings/staff", "/settings/staff/removal", new { accountId = account.Id });
        Assert.StartsWith("/sign-in", (await first.Get("/settings")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await second.Get("/people")).Status);
    }

    [Fact]
    public async Task Whoever_has_an_account_takes_a_role_in_another_nation_themselves_with_their_own_password()
    {
        await using var home = await app.NewNation();
        await using var other = await app.NewNation();
        var account = await home.Seeds.Account("guest@team.example", Role.Owner);
        var shown = await (await other.Panel.PostFrom("/settings/staff", "/settings/staff", new { Form_Name = "Guest", Form_Email = "guest@team.example", Form_Role = "Staff" })).Follow();
        shown.Shows("Guest has an account already: they come in with its password, by this link.");
        await other.RunJobs();
        var link = app.Mailed.LinkTo("guest@team.example");

        // The role opens nothing yet, and the nation that offered it can give out no password.
        var guest = other.Stranger.InEnglish();
        await guest.Submit("/sign-in", new { Form_Email = "guest@team.example", Form_Password = Seeds.Password });
        Assert.StartsWith("/sign-in", (await guest.Get("/people")).Location, StringComparison.Ordinal);
        await other.Stranger.Submit("/password", new { Form_Email = "guest@team.example" });
        await other.RunJobs();
        Assert.Equal(1, app.Mailed.Sent.Count(m => m.To == "guest@team.example"));
        (await home.Stranger.InEnglish().Get(link)).Shows("This link was used");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await guest.Submit(link, new { Password = "not the password at all" })).Status);
        await guest.Submit(link, new { Password = Seeds.Password });
        Assert.Equal(HttpStatusCode.OK, (await guest.Get("/people")).Status);
        (await guest.Get(link)).Shows("This link was used");

        // From now on neither of the two gives out a password that would open the other.
        await home.Stranger.Submit("/password", new { Form_Email = "guest@team.example" });
        await home.RunJobs();
        Assert.Equal(1, app.Mailed.Sent.Count(m => m.To == "guest@team.example"));
        Assert.True((await home.Db.Accounts.AsNoTracking().SingleAsync(a => a.Id == account.Id, TestContext.Current.CancellationToken)).IsShared);
    }

    [Fact]
    public async Task A_password_asked_for_before_an_account_opened_a_second_nation_is_not_mailed_after_it_did()
    {
        await using var home = await app.NewNation();
        await using var other = await app.NewNation();
        await home.Seeds.Account("between@team.example", Role.Owner);
        await home.Stranger.Submit("/password", new { Form_Email = "between@team.example" });
        var shown = await (await other.Panel.PostFrom("/settings/staff", "/settings/staff", new { Form_Name = "Between", Form_Email = "between@team.example", Form_Role = "Staff" })).Follow();
        var link = shown.Document.QuerySelector("code")!.TextContent[$"http://panel.{other.Facts.Slug}.localhost:5080".Length..];
        Assert.Equal("/", (await other.Stranger.Submit(link, new { Password = Seeds.Password })).Location);

        await home.RunJobs();

        Assert.DoesNotContain(app.Mailed.Sent, m => m.To == "between@team.example");
    }

    [Fact]
    public async Task A_role_that_was_offered_is_offered_again_and_does_not_count_as_an_owner()
    {
        await using var home = await app.NewNation();
        await using var other = await app.NewNation();
        var account = await home.Seeds.Account("offered@team.example", Role.Owner);
        var (owner, me) = await other.SignIn(Role.Owner);
        await owner.PostFrom("/settings/staff", "/settings/staff", new { Form_Name = "Offered", Form_Email = "offered@team.example", Form_Role = "Owner" });
        (await (await owner.PostFrom("/settings/staff", "/settings/staff/invitation", new { accountId = account.Id })).Follow()).Shows("The invitation to offered is on its way again.");
        await other.RunJobs();

        Assert.Equal(2, app.Mailed.Sent.Count(m => m.To == "offered@team.example" && m.Text.Contains("/join/", StringComparison.Ordinal)));
        (await (await owner.PostFrom("/settings/staff", "/settings/staff/removal", new { accountId = me })).Follow()).Shows("This is the only owner.");
        await owner.PostFrom("/settings/staff", "/settings/staff/removal", new { accountId = account.Id });
        (await other.Stranger.InEnglish().Get(app.Mailed.LinkTo("offered@team.example"))).Shows("This link was used");
    }

    [Fact]
    public async Task The_panel_speaks_the_language_that_was_chosen_also_before_signing_in()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("words@team.example", language: "en");
        var browser = nation.Stranger;
        (await browser.Get("/sign-in")).Shows("Se connecter");

        Assert.Equal("/sign-in", (await browser.Submit("/sign-in", new { language = "en", to = "/sign-in" }, "/language")).Location);
        (await browser.Get("/sign-in")).Shows("Forgot your password?");
        await browser.Submit("/sign-in", new { Form_Email = "words@team.example", Form_Password = Seeds.Password });
        (await browser.Get("/account")).Shows("Where you are signed in");
        await browser.Submit("/account", new { language = "fr", to = "/account" }, "/language");
        (await browser.Get("/account")).Shows("Où vous êtes connecté");
        Assert.Equal("fr", (await nation.Db.Accounts.SingleAsync(a => a.EmailKey == "words@team.example", TestContext.Current.CancellationToken)).Language);
        Assert.Equal("/", (await browser.Submit("/account", new { language = "en", to = "//evil.example" }, "/language")).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostFrom("/account", "/language", new { language = "de" })).Status);
    }
}
