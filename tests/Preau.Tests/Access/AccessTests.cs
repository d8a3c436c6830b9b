using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail;
using Preau.Mail.Report;
using Preau.Nations;
using Preau.Tests.Architecture;

namespace Preau.Tests.Access;

/// <summary>Every route, asked by every role and by nobody, with the records of its own nation and with another's.</summary>
public sealed class AccessTests(PreauApp app) : IClassFixture<PreauApp>
{
    // What somebody reaches who is not signed in: the doors themselves, and what says that something went wrong.
    private static readonly string[] OpenPages = ["first-run", "sign-in", "password", "password/{token}", "join/{token}", "problem/{code:int}", "language"];

    // On both surfaces, for anybody: style and scripts, pictures of pages, and whether the program is well.
    private static readonly string[] OpenEverywhere = ["dist/", "files/{key}-{width:int}.webp", "files/{key}-{width:int}.jpg", "files/{key}-{width:int}.png", "health/live", "health/ready", "{**path:file}"];

    // There only for whoever sends for a texting campaign, while the columns of a file are being matched, or while a gift waits that was paid with another amount than was asked; a large file is there for whoever asked for it.
    private static readonly string[] SometimesThere = ["imports/{id:long}/columns", "imports/{id:long}/roll", "imports/{id:long}/roll/paper", "imports/{id:long}/roll/changes", "imports/{id:long}/roll/changes.{format}", "gifts/{id:long}/settlement", "exports/{id:long}", "exports/{id:long}/file", "texting/{id:long}", "texting/{id:long}/people", "texting/talks/{id:long}"];

    // Ends the session that asks; tried where signing out is.
    private static readonly string[] Farewells = ["sign-out"];

    [Fact]
    public async Task Every_handler_declares_the_permission_it_needs()
    {
        var open = (await Door.All(app.Services)).Where(d => d.Needs is null && d.Surface != Surface.Site);

        Sources.None(open.Where(d => d.Surface is null
            ? !OpenEverywhere.Any(o => d.Route.StartsWith(o, StringComparison.Ordinal))
            : !d.IsOpen || !OpenPages.Contains(d.Route, StringComparer.Ordinal)).Select(d => $"{d} names no permission"));
    }

    [Fact]
    public async Task What_can_be_written_on_the_site_comes_from_the_site_or_is_signed() => Sources.None(
        (await Door.All(app.Services)).Where(d => d.Surface == Surface.Site && d.Needs is not null).Select(d => $"{d}: nobody is signed in on the site, so its permission closes it for good"));

    [Fact]
    public async Task Every_export_has_its_own_permission()
    {
        var exports = (await Door.All(app.Services)).Where(d => d.Needs is { } p && (p.ToString().StartsWith("Export", StringComparison.Ordinal) || p == Permission.HandOutPersonFile)).ToList();

        Assert.Equal(["capital/export.{format}", "contacts/export.{format}", "gifts/export.{format}", "households/export.{format}", "imports/nationbuilder.csv", "imports/{id:long}/refused.{format}", "imports/{id:long}/roll/changes.{format}", "memberships/export.{format}", "pages/{id:long}/signatures.{format}", "people/export", "people/{id:long}/file", "segments/{id:long}/members.{format}", "texts/campaigns/{id:long}/people.{format}"],
            exports.Select(d => d.Route).Where(r => !r.StartsWith("mail", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(exports.Select(d => d.Route).Distinct(StringComparer.Ordinal).Count(), exports.Select(d => d.Needs).Distinct().Count());
        Assert.All(exports, d => Assert.DoesNotContain(d.Needs!.Value, Roles.Of(Role.Volunteer)));
    }

    [Theory]
    [InlineData(Role.Owner)]
    [InlineData(Role.Staff)]
    [InlineData(Role.Finance)]
    [InlineData(Role.Volunteer)]
    public async Task Each_role_opens_its_doors_and_no_other(Role role)
    {
        await using var nation = await app.NewNation();
        var records = await Records.In(nation, 1);
        var browser = await nation.As(role);
        var token = await browser.Token("/account");
        var wrong = new List<string>();
        foreach (var door in (await Doors()).OrderBy(d => d.Method == "POST" ? 1 : 0))
        {
            var lets = Table.Lets(role, door);
            if (records.Path(door.Route) is not { } path || (lets && Farewells.Contains(door.Route, StringComparer.Ordinal))) continue;
            var status = await Knock(browser, door, path, token);
            var fits = lets ? (int)status is not (401 or 403 or 405) and < 500 : status == HttpStatusCode.Forbidden;
            // With its own records, an owner's page is there: else this walk would look at nothing.
            if (role == Role.Owner && door.Method == "GET" && !SometimesThere.Contains(door.Route, StringComparer.Ordinal)) fits &= (int)status is 200 or 302;
            if (!fits) wrong.Add($"{door} answers {(int)status} to {role}, who {(lets ? "may" : "may not")}");
        }

        Sources.None(wrong);
    }

    [Fact]
    public async Task Nobody_signed_in_opens_nothing()
    {
        await using var nation = await app.NewNation();
        var records = await Records.In(nation, 2);
        var browser = nation.Stranger;
        var token = await browser.Token("/sign-in");
        var wrong = new List<string>();
        foreach (var door in await Doors())
        {
            if (records.Path(door.Route) is not { } path) continue;
            var page = await Ask(browser, door, path, token);
            var fits = door is { IsPage: true, Method: "GET" } ? page.Location?.StartsWith("/sign-in?to=", StringComparison.Ordinal) == true : page.Status == HttpStatusCode.Unauthorized;
            if (!fits) wrong.Add($"{door} answers {(int)page.Status} to nobody");
        }

        Sources.None(wrong);
    }

    [Fact]
    public async Task Another_nations_records_are_not_there()
    {
        await using var mine = await app.NewNation();
        await using var other = await app.NewNation();
        await Records.In(mine, 3);
        var theirs = await Records.In(other, 4);
        var before = await Records.State(other);
        var token = await mine.Panel.Token("/account");
        var wrong = new List<string>();
        foreach (var door in (await Doors()).Where(d => d.Route.Contains("{id:long}", StringComparison.Ordinal)))
        {
            var status = await Knock(mine.Panel, door, theirs.Path(door.Route)!, token);
            // A page that only takes what a form sends shows the record's own page instead, which is not there either.
            var leadsOn = door.Method == "GET" && status == HttpStatusCode.Redirect;
            if (status != HttpStatusCode.NotFound && !leadsOn) wrong.Add($"{door} answers {(int)status} about another nation's record");
        }

        Sources.None(wrong);
        Assert.Equal(before, await Records.State(other));
    }

    [Fact]
    public async Task A_session_of_one_nation_opens_no_door_of_another()
    {
        await using var mine = await app.NewNation();
        await using var other = await app.NewNation();
        var cookie = await mine.Panel.CookieHeader("/account");
        foreach (var path in new[] { "/", "/people", "/settings" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Cookie", cookie);
            Assert.StartsWith("/sign-in", (await other.Stranger.Send(request)).Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_one_name_for_both_every_link_of_the_panel_stays_below_panel()
    {
        await using var nation = await app.NewNation();
        var records = await Records.In(nation, 5);
        var name = $"www.{nation.Facts.Slug}.example";
        var db = nation.Db;
        db.Add(new HostName { Name = name, Surface = Surface.Site });
        await SecondPages(nation, db);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        var browser = nation.Visit($"https://{name}");
        var cookie = await nation.Panel.CookieHeader("/account");
        var wrong = new List<string>();
        foreach (var door in (await Doors()).Where(d => d is { IsPage: true, Method: "GET" }))
        {
            if (records.Path(door.Route) is not { } path) continue;
            var request = new HttpRequestMessage(HttpMethod.Get, "/panel" + path);
            request.Headers.Add("Cookie", cookie);
            var page = await browser.Send(request);
            if (page.Status == HttpStatusCode.Redirect && page.Location?.StartsWith("/panel", StringComparison.Ordinal) != true) wrong.Add($"{door} leads to {page.Location}");
            if (page.Status != HttpStatusCode.OK || page.Response.Content.Headers.ContentType?.MediaType != "text/html") continue;
            wrong.AddRange(page.Document.QuerySelectorAll("[href],[action],[hx-get],[hx-post],[formaction]")
                .SelectMany(e => new[] { "href", "action", "hx-get", "hx-post", "formaction" }.Select(e.GetAttribute).OfType<string>())
                .Where(a => a.StartsWith("/panel/panel", StringComparison.Ordinal) || (a.StartsWith('/') && a != "/panel" && !a.StartsWith("/panel/", StringComparison.Ordinal) && !a.StartsWith("/panel?", StringComparison.Ordinal) && !a.StartsWith("/dist/", StringComparison.Ordinal) && !a.StartsWith("/files/", StringComparison.Ordinal)))
                .Select(a => $"{door} leads to {a}"));
        }

        Sources.None(wrong.Distinct(StringComparer.Ordinal));
    }

    /// <summary>More mails, and more people of each, than a list shows at once.</summary>
    private async Task SecondPages(TestNation nation, Database db)
    {
        const int many = DeliveriesPage.PageSize + 1;
        await nation.Readers(many);
        var (readers, now) = (await db.PersonEmails.OrderByDescending(e => e.Id).Take(many).ToListAsync(TestContext.Current.CancellationToken), app.Clock.GetUtcNow());
        foreach (var blast in await db.Blasts.Where(b => b.Month != null).ToListAsync(TestContext.Current.CancellationToken))
            db.AddRange(readers.Select(e => new MailDelivery { Month = blast.Month!.Value, BlastId = blast.Id, PersonId = e.PersonId, Address = e.Address, State = DeliveryState.Sent, NextAt = now, At = now }));
        db.AddRange(Enumerable.Range(0, many).Select(n => new Blast { Subject = $"Letter {n}", Language = "en", CreatedAt = now, ChangedAt = now }));
    }

    private async Task<IEnumerable<Door>> Doors() => (await Door.All(app.Services)).Where(d => d is { Surface: Surface.Panel, IsOpen: false, Method: "GET" or "POST" });

    private static async Task<HttpStatusCode> Knock(Browser browser, Door door, string path, string token) => (await Ask(browser, door, path, token)).Status;

    private static Task<Page> Ask(Browser browser, Door door, string path, string token)
    {
        var address = door.Handler is null ? path : $"{path}?handler={door.Handler}";
        return door.Method == "GET" ? browser.Get(address) : browser.Send(new HttpRequestMessage(HttpMethod.Post, address) { Content = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } } });
    }
}
