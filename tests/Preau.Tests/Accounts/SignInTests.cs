using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Tests.Accounts;

public sealed class SignInTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    private const string Refusal = "Mail address and password do not match an account of this campaign.";

    [Fact]
    public async Task The_right_password_opens_the_panel_and_signing_out_closes_it()
    {
        await using var nation = await app.NewNation();
        var account = await nation.Seeds.Account("ada@one.example");
        var browser = nation.Stranger.InEnglish();

        var signedIn = await Try(browser, "Ada@One.example ", Seeds.Password);

        Assert.Equal(HttpStatusCode.Redirect, signedIn.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/people")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Submit("/people", new { }, "/sign-out")).Status);
        Assert.StartsWith("/sign-in", (await browser.Get("/people")).Location, StringComparison.Ordinal);
        Assert.Empty(await nation.Db.Sessions.Where(s => s.AccountId == account.Id).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["account.signed_in", "account.signed_out"], await Actions(nation));
        Assert.All(await nation.Db.AuditEntries.Where(a => a.Action.StartsWith("account.signed")).ToListAsync(TestContext.Current.CancellationToken), a => Assert.Equal((ActorKind.Account, account.Id), (a.Actor, a.AccountId)));
    }

    [Fact]
    public async Task The_trail_names_who_signed_in_and_nobody_who_works_elsewhere_alone()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        var account = await nation.Seeds.Account("named@one.example");
        var stranger = await other.Seeds.Account("stranger@one.example");
        await Try(nation.Stranger.InEnglish(), "named@one.example", Seeds.Password);
        await Try(nation.Stranger.InEnglish(), "stranger@one.example", Seeds.Password);

        var trail = await nation.Panel.Get("/audit?what=account");

        var rows = trail.Document.QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();
        var mine = Assert.Single(rows, r => r.Contains("signed in", StringComparison.Ordinal));
        Assert.Equal(3, mine.Split(account.Name).Length);
        var refused = Assert.Single(rows, r => r.Contains("sign-in refused", StringComparison.Ordinal));
        Assert.Contains(stranger.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_one_wanted_to_go_is_remembered_but_only_within_the_panel()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("to@one.example");

        var asked = await nation.Stranger.InEnglish().Get("/people?view=archived");
        Assert.Equal("/sign-in?to=%2Fpeople%3Fview%3Darchived", asked.Location);
        Assert.Equal("/people?view=archived", (await nation.Stranger.InEnglish().Submit(asked.Location!, Fields("to@one.example", Seeds.Password))).Location);
        foreach (var elsewhere in new[] { "https://evil.example/", "//evil.example", "/\\evil.example" })
        {
            Assert.Equal("/", (await nation.Stranger.InEnglish().Submit("/sign-in?to=" + Uri.EscapeDataString(elsewhere), Fields("to@one.example", Seeds.Password))).Location);
        }
    }

    [Fact]
    public async Task The_cookie_belongs_to_this_host_alone_and_scripts_cannot_read_it()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("cookie@one.example");
        var browser = nation.Stranger.InEnglish();
        var form = await browser.Get("/sign-in");
        var answer = await Try(browser, "cookie@one.example", Seeds.Password);

        var session = answer.Response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-preau=", StringComparison.Ordinal));
        Assert.All(new[] { "secure", "httponly", "samesite=lax", "path=/" }, part => Assert.Contains(part, session, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("domain=", session, StringComparison.OrdinalIgnoreCase);
        var token = form.Response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-preau-form=", StringComparison.Ordinal));
        Assert.All(new[] { "secure", "httponly", "samesite=strict", "path=/" }, part => Assert.Contains(part, token, StringComparison.OrdinalIgnoreCase));
        Assert.All((string[])[.. answer.Response.Headers.GetValues("Set-Cookie"), .. form.Response.Headers.GetValues("Set-Cookie")], c => Assert.StartsWith("__Host-", c, StringComparison.Ordinal));
        Assert.DoesNotContain(await nation.Db.Sessions.Select(s => s.SecretHash).ToListAsync(TestContext.Current.CancellationToken), h => session.Contains(h, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_address_a_wrong_password_a_strange_nation_and_a_resting_account_read_the_same()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        await nation.Seeds.Account("known@one.example");
        await other.Seeds.Account("elsewhere@one.example");
        await nation.Seeds.Account("invited@one.example", password: null);
        var resting = await nation.Seeds.Account("resting@one.example");
        await nation.Db.Accounts.Where(a => a.Id == resting.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.LockedUntil, app.Clock.GetUtcNow().AddMinutes(5)), TestContext.Current.CancellationToken);

        var answers = new List<string>();
        foreach (var (email, password) in new[] { ("nobody@one.example", "whatever it is"), ("known@one.example", "whatever it is"), ("elsewhere@one.example", Seeds.Password), ("invited@one.example", "whatever it is"), ("resting@one.example", Seeds.Password) })
        {
            var page = await Try(nation.Stranger.InEnglish(), email, password);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            page.Shows(Refusal);
            answers.Add(page.Text);
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Equal(5, (await Actions(nation)).Count(a => a == "account.sign_in_refused"));
    }

    [Fact]
    public async Task An_unknown_address_costs_as_much_as_a_wrong_password()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("dear@one.example");
        await Try(nation.Stranger.InEnglish(), "first@one.example", "whatever it is");

        var (before, rows) = (app.Hasher.Verified, (await Actions(nation)).Count);
        foreach (var email in new[] { "dear@one.example", "nobody@one.example" }) await Try(nation.Stranger.InEnglish(), email, "whatever it is");

        Assert.Equal(before + 2, app.Hasher.Verified);
        Assert.Equal(rows + 2, (await Actions(nation)).Count);
    }

    [Fact]
    public async Task After_eight_wrong_passwords_the_account_rests_whatever_address_they_came_from()
    {
        await using var nation = await app.NewNation();
        var account = await nation.Seeds.Account("locked@one.example");
        await Task.WhenAll(Enumerable.Range(0, CheckPassword.MaxTries).Select(_ => Try(nation.Stranger.InEnglish(), "locked@one.example", "wrong password")));

        (await Try(nation.Stranger.InEnglish(), "locked@one.example", Seeds.Password)).Shows("After eight wrong tries an account rests for a quarter of an hour.");
        var stored = await nation.Db.Accounts.AsNoTracking().SingleAsync(a => a.Id == account.Id, TestContext.Current.CancellationToken);
        Assert.True(stored.LockedUntil > app.Clock.GetUtcNow());

        app.Clock.Advance(CheckPassword.Rest + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Redirect, (await Try(nation.Stranger.InEnglish(), "locked@one.example", Seeds.Password)).Status);
    }

    [Fact]
    public async Task An_address_tries_twenty_times_a_minute_and_then_waits()
    {
        await using var nation = await app.NewNation();
        var browser = nation.Stranger.InEnglish();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i <= RateLimits.TriesAMinute; i++) statuses.Add((await browser.Send(await From(browser, "203.0.113.7"))).Status);

        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, statuses.Take(RateLimits.TriesAMinute));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        var refused = await browser.Send(await From(browser, "203.0.113.7"));
        refused.Shows("Too many tries came from your network within a minute.");
        Assert.Equal("ada@one.example", refused.Document.QuerySelector("#Form_Email")?.GetAttribute("value"));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await browser.Send(await From(browser, "203.0.113.8"))).Status);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Whoever_has_one_address_of_a_network_has_them_all(string one, string other, bool same) =>
        Assert.Equal(same, RateLimits.NetworkOf(IPAddress.Parse(one)) == RateLimits.NetworkOf(IPAddress.Parse(other)));

    [Fact]
    public async Task A_form_of_another_origin_is_refused()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("csrf@one.example");

        var answer = await nation.Stranger.InEnglish().Post("/sign-in", Fields("csrf@one.example", Seeds.Password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        answer.Shows("That could not be taken");
    }

    private static async Task<HttpRequestMessage> From(Browser browser, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([new("Form.Email", "ada@one.example"), new("__RequestVerificationToken", await browser.Token("/sign-in"))]) };
        request.Headers.Add(FromAddress.Header, address);
        return request;
    }

    private static Task<Page> Try(Browser browser, string email, string password) => browser.Submit("/sign-in", Fields(email, password));

    private static object Fields(string email, string password) => new { Form_Email = email, Form_Password = password };

    private static Task<List<string>> Actions(TestNation nation) =>
        nation.Db.AuditEntries.Where(a => a.Action.StartsWith("account.")).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(TestContext.Current.CancellationToken);
}
