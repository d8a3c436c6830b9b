using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Preau.Browser.Walk;

/// <summary>
/// Opens every screen of the panel and the public pages as the demo's owner, by following links as a person does; checks each with axe, for sideways
/// scrolling and for refused scripts; and writes contact sheets into .artifacts/screens for a person to look at.
/// </summary>
public sealed partial class ScreenWalk(Chromium chromium) : IClassFixture<Chromium>
{
    // Named by what stands after the «?», which is not followed.
    private const string Pair = "duplicates/pair";
    private const string Reach = "people/{id:long}/reach";

    // Screens that no link leads to in a demo that works, and where they are looked at instead.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["problem/{code:int}"] = "shown when something went wrong",
        ["sign-in"] = "looked at before somebody is in",
        ["first-run"] = "there until a campaign is opened: looked at in an empty installation",
        ["password/{token}"] = "reached by a link in a mail",
        ["join/{token}"] = "reached by a link in a mail",
        [Reach] = "a volunteer's: looked at in that role",
        ["gifts/{id:long}/settlement"] = "there while a gift waits that was paid with another amount than was asked",
        ["duplicates/sure/{id:long}"] = "there while sure pairs are being merged",
        ["people/acts/{id:long}"] = "there once people are chosen, for a day",
        ["people/acts/{id:long}/field"] = "a step of an act on many people",
        ["households/choice"] = "a step from a household or a profile: which is meant stands behind the «?»",
        ["people/acts/{id:long}/contact"] = "a step of an act on many people",
        ["people/acts/{id:long}/membership"] = "a step of an act on many people",
        ["exports/{id:long}"] = "there while a large file waits for its author",
        ["people/{id:long}/relations"] = "there for somebody who has more relations than a profile shows",
        ["people/{id:long}/files"] = "there for somebody who has more files than a profile shows",
        ["people/columns"] = "there where the campaign has fields of its own: which list it leads back to stands behind the «?»",
        ["people/pick"] = "a part of forms that ask for a person, which ask for it by themselves",
        ["people/{id:long}/fields"] = "a volunteer's or finance officer's, who change nothing else of a person",
        ["imports/{id:long}/roll"] = "there while a roll waits for its undertaking",
        ["imports/{id:long}/roll/paper"] = "there where a signed undertaking was kept",
        ["map/work/{id:long}"] = "there while addresses or boundaries come in",
        ["boundaries/{id:long}/columns"] = "there between the upload of a file and its coming in",
        ["mail/{id:long}/links"] = "a part of the last page before a mail leaves, which asks for it by itself",
        ["mail/{id:long}/results"] = "a part of a mail's report, which asks for it by itself",
        ["mail/{id:long}/versions/{place:int}"] = "there once a draft has several versions",
        ["texting/{id:long}"] = "a volunteer's: there for whoever sends for the campaign",
        ["texting/{id:long}/people"] = "the same",
        ["texting/talks/{id:long}"] = "the same",
        ["segments/count"] = "a part of the builder, which asks for it by itself",
    };

    // Screens that people come to from outside; developers, to the page of patterns.
    private static readonly string[] Doors = ["", "sign-in", "password", "design"];

    // Steps that a form leads to, beside the screen with that form.
    private static readonly Dictionary<string, string> Steps = new(StringComparer.Ordinal) { ["imports/{id:long}/columns"] = "/trial", ["people/{id:long}/edit"] = "/merge" };

    // Tabs that look at the same time.
    private const int Eyes = 2;

    // They are for a person to look at, and take a third of the time: where nobody does, the checks alone are run.
    private static readonly bool HasPictures = Environment.GetEnvironmentVariable("PREAU_TEST_PICTURES") != "none";

    private static readonly string[] Everything = [];
    private static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    private readonly ConcurrentQueue<string> flaws = new();
    private readonly ConcurrentDictionary<string, ContactSheet> sheets = new(StringComparer.Ordinal);
    private int port;

    [Fact]
    public async Task Every_screen_is_open_to_everybody_and_on_a_contact_sheet()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        Assert.SkipWhen(Installation.OnPostgres, "screens look the same on either store: walked on SQLite");
        port = Installation.FreePort();
        await using var demo = new Installation().With("PREAU_PORT", port.ToString(CultureInfo.InvariantCulture));
        await demo.StartDemo();
        await using var window = await chromium.PrivateWindow();
        var page = await Open(window);
        await Look(page, "public", "sign-in", Panel("/sign-in"));
        var secret = Password().Match(demo.Output).Groups["secret"].Value;
        await SignIn(page, "owner", secret);
        await Speak(page, "en");
        var screens = await Screens(page);
        await page.GotoAsync(Panel("/duplicates"));
        screens[Pair] = await page.Locator($"a[href*='/{Pair}?']").First.GetAttributeAsync("href") is { } pair ? pair : "/" + Pair;
        await Each(window, screens, (tab, screen) => Look(tab, "panel", screen.Key, Panel(screen.Value)));
        await Each(window, screens.Values.Where(p => p.EndsWith("/new", StringComparison.Ordinal)), LookAtMistakes);
        await Each(window, screens.Values.Where(p => p is "/people" or "/gifts"), (tab, path) => Look(tab, "empty", path, Panel(path + "?q=zzqqzz")));
        await Speak(page, "fr");
        await Each(window, screens, (tab, screen) => Shoot(tab, "panel-fr", screen.Key, Panel(screen.Value)));
        await Each(window, await PublicPages(page), (tab, path) => Look(tab, "site", path, Site(path)));
        await using (var theirs = await chromium.PrivateWindow()) await LookAsVolunteer(await Open(theirs), secret);
        await using (var nobody = await chromium.PrivateWindow()) await LookAtFirstHour(nobody);

        if (HasPictures)
        {
            var folder = Repository.Artifacts("screens");
            foreach (var old in Directory.EnumerateFiles(folder, "*.png")) File.Delete(old);
            foreach (var sheet in sheets.Values) _ = sheet.Write(folder).ToList();
        }

        foreach (var route in PanelRoutes.All.Except(screens.Keys, StringComparer.Ordinal).Where(r => !Elsewhere.ContainsKey(r))) flaws.Enqueue($"/{route}: no link leads to this screen");
        Assert.True(flaws.IsEmpty, "\n" + string.Join('\n', flaws.Distinct(StringComparer.Ordinal)));
    }

    /// <summary>A tab that tells of every mistake in the page's own console.</summary>
    private async Task<IPage> Open(IBrowserContext window)
    {
        var page = await window.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("status of 4", StringComparison.Ordinal)) flaws.Enqueue($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => flaws.Enqueue($"{page.Url}: {error}");
        return page;
    }

    private async Task Each<T>(IBrowserContext window, IEnumerable<T> things, Func<IPage, T, Task> look)
    {
        var left = new ConcurrentQueue<T>(things);
        await Task.WhenAll(Enumerable.Range(0, Eyes).Select(async _ =>
        {
            var tab = await Open(window);
            while (left.TryDequeue(out var thing)) await look(tab, thing);
            await tab.CloseAsync();
        }));
    }

    private string Panel(string path) => $"http://panel.demo.localhost:{port}{path}";

    private string Site(string path) => $"http://demo.localhost:{port}{path}";

    /// <summary>Whom they were given, and how to reach the first of them.</summary>
    private async Task LookAsVolunteer(IPage page, string secret)
    {
        await SignIn(page, "volunteer", secret);
        await Look(page, "volunteer", "home", Panel("/"));
        await Look(page, "volunteer", "people", Panel("/people"));
        await page.GotoAsync(Panel("/people"));
        var person = (await Links(page, Panel(""))).First(l => PanelRoutes.For(l) == "people/{id:long}");
        await Look(page, "volunteer", "person", Panel(person));
        await Look(page, "volunteer", Reach, Panel(person + "/reach"));
        await Look(page, "volunteer", "follow-ups", Panel("/follow-ups"));
    }

    /// <summary>A campaign that has nothing yet, from the page that opens it.</summary>
    private async Task LookAtFirstHour(IBrowserContext window)
    {
        const string Set = "first-hour";
        var page = await Open(window);
        var here = $"http://127.0.0.1:{Installation.FreePort()}";
        await using var empty = new Installation().With("PREAU_URLS", here);
        await empty.Start("serve", "Application started", TimeSpan.FromMinutes(1));
        await Look(page, Set, "first-run", here + "/first-run");
        await page.FillAsync("[name='Form.Campaign']", "Campagne neuve");
        await page.FillAsync("[name='Form.Slug']", "neuve");
        await page.FillAsync("[name='Form.Name']", "Personne Première");
        await page.FillAsync("[name='Form.Email']", "first@example.org");
        await page.FillAsync("[name='Form.Password']", "une phrase courte suffit");
        await page.ClickAsync("main button.btn-primary");
        await page.WaitForURLAsync(url => !url.Contains("first-run", StringComparison.Ordinal));
        // An installation with one campaign has its panel below the site.
        var screens = new List<string>();
        foreach (var path in PanelRoutes.All.Where(r => !r.Contains('{', StringComparison.Ordinal) && !Elsewhere.ContainsKey(r)).Select(r => "/" + r))
        {
            if (await IsScreen(page, "/panel" + path)) screens.Add(path);
        }

        await Each(window, screens, (tab, path) => Look(tab, Set, path, here + "/panel" + path));
    }

    private async Task SignIn(IPage page, string role, string password)
    {
        await page.SetViewportSizeAsync(1440, 1120);
        await page.GotoAsync(Panel("/sign-in"));
        await page.GetByLabel("Mail address").FillAsync($"{role}@demo.example");
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
    }

    /// <summary>One address for each route, found by following links from the first screen. What only some records lead to is looked for on a few more of each kind.</summary>
    private async Task<SortedDictionary<string, string>> Screens(IPage page)
    {
        const int MostOfAKind = 8;
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var queue = new Queue<string>(PanelRoutes.All.Where(r => !r.Contains('{', StringComparison.Ordinal)).Select(r => "/" + r).Prepend("/"));
        var seen = new HashSet<string>(queue, StringComparer.Ordinal);
        var linked = new HashSet<string>(Doors, StringComparer.Ordinal);
        var more = new SortedDictionary<string, (int Looked, Queue<string> Left)>(StringComparer.Ordinal);
        while (true)
        {
            while (queue.TryDequeue(out var path))
            {
                if (PanelRoutes.For(path) is not { } route || Elsewhere.ContainsKey(route)) continue;
                if (found.ContainsKey(route))
                {
                    more.TryAdd(route, (0, new Queue<string>()));
                    more[route].Left.Enqueue(path);
                }
                else if (await IsScreen(page, path))
                {
                    found[route] = path;
                    await Follow(path, route);
                }
            }

            // Two records to compare are looked for afterwards.
            if (PanelRoutes.All.All(r => found.ContainsKey(r) || Elsewhere.ContainsKey(r) || r == Pair)) break;
            var (kind, (looked, left)) = more.Where(m => m.Value.Left.Count > 0 && m.Value.Looked < MostOfAKind).OrderBy(m => m.Value.Looked).FirstOrDefault();
            if (kind is null) break;
            more[kind] = (looked + 1, left);
            var other = left.Dequeue();
            if (await IsScreen(page, other)) await Follow(other, kind);
        }

        foreach (var route in found.Keys.Except(linked, StringComparer.Ordinal)) flaws.Enqueue($"/{route}: no link leads to this screen");
        return found;

        async Task Follow(string path, string route)
        {
            await page.GotoAsync(Panel(path));
            if (Steps.TryGetValue(route, out var next))
            {
                var step = path[..path.LastIndexOf('/')] + next;
                if (PanelRoutes.For(step) is { } reached) linked.Add(reached);
                if (seen.Add(step)) queue.Enqueue(step);
            }

            foreach (var link in await Links(page, Panel("")))
            {
                if (PanelRoutes.For(link) is { } there && there != route) linked.Add(there);
                if (seen.Add(link)) queue.Enqueue(link);
            }
        }
    }

    private async Task<IReadOnlyList<string>> PublicPages(IPage page)
    {
        List<string> paths = ["/give"];
        // Chromium doesn't show an empty «404», so the site is asked first whether it has a home page.
        using var http = new HttpClient();
        using var home = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/") { Headers = { Host = $"demo.localhost:{port}" } };
        using var answer = await http.SendAsync(home, TestContext.Current.CancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            await page.GotoAsync(Site("/"));
            paths.AddRange(["/", .. (await Links(page, Site(""))).Where(p => p != "/feed")]);
        }

        return [.. paths.Distinct(StringComparer.Ordinal).Take(20)];
    }

    private static async Task<string[]> Links(IPage page, string origin) =>
        [.. (await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href]')].map(a => a.href)")).Where(a => a.StartsWith(origin + "/", StringComparison.Ordinal))
            .Select(a => a[origin.Length..].Split('#')[0].Split('?')[0]).Distinct(StringComparer.Ordinal)];

    private static Task<bool> IsScreen(IPage page, string path) =>
        page.EvaluateAsync<bool>("async path => { const r = await fetch(path); return r.ok && !r.redirected && (r.headers.get('content-type') ?? '').includes('text/html') }", path);

    /// <summary>Loaded on a wide screen, then darkened and made narrow where it stands, as a person does who turns the lights or the phone.</summary>
    private async Task Look(IPage page, string set, string title, string address)
    {
        await page.SetViewportSizeAsync(1440, 1120);
        await page.GotoAsync(address);
        await Check(page, "1440 light", Everything);
        await Keep(page, set, title);
        await Turn(page, ColorScheme.Dark);
        await Check(page, "1440 dark", Colours);
        await Keep(page, set + "-dark", title);
        await Turn(page, ColorScheme.Light);
        await page.SetViewportSizeAsync(390, 988);
        await Check(page, "390 light", Everything);
        await Keep(page, set, title);
    }

    /// <summary>The lights, and waits until the last colour has faded over.</summary>
    private static async Task Turn(IPage page, ColorScheme to)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = to });
        await page.EvaluateAsync("""
            async mode => {
              const frame = () => new Promise(requestAnimationFrame)
              do await frame(); while ((document.documentElement.getAttribute('data-bs-theme') ?? mode) !== mode)
              await frame()
              await Promise.allSettled(document.getAnimations().filter(a => a instanceof CSSTransition).map(a => a.finished))
            }
            """, to == ColorScheme.Dark ? "dark" : "light");
    }

    /// <summary>Loaded on a phone, then made wide: the other way round than <see cref="Look"/>.</summary>
    private async Task Shoot(IPage page, string set, string title, string address)
    {
        await page.SetViewportSizeAsync(390, 988);
        await page.GotoAsync(address);
        await Sideways(page, "390 fr");
        await Keep(page, set, title);
        await page.SetViewportSizeAsync(1440, 1120);
        await Sideways(page, "1440 fr");
        await Keep(page, set, title);
    }

    /// <summary>A form sent empty: its mistakes must be readable too.</summary>
    private async Task LookAtMistakes(IPage page, string path)
    {
        await page.SetViewportSizeAsync(1440, 1120);
        await page.GotoAsync(Panel(path));
        if (!await page.EvaluateAsync<bool>("() => { const f = document.querySelector('main form[method=post]'); if (!f) return false; document.isOld = true; f.noValidate = true; f.requestSubmit(); return true }")) return;
        await page.WaitForFunctionAsync("() => !document.isOld && document.readyState === 'complete'");
        await Check(page, "with mistakes", Everything);
        await Keep(page, "mistakes", path);
    }

    private async Task Speak(IPage page, string language)
    {
        await page.SetViewportSizeAsync(1440, 1120);
        await page.GotoAsync(Panel("/people"));
        if (await page.EvaluateAsync<string>("() => document.documentElement.lang") == language) return;
        await page.EvaluateAsync("language => document.querySelector(`button[name=language][value=${language}]`).click()", language);
        await page.WaitForFunctionAsync("language => document.documentElement.lang === language", language);
    }

    private async Task Check(IPage page, string how, string[] rules)
    {
        foreach (var flaw in await page.Flaws(rules)) flaws.Enqueue($"{page.Url} ({how}) {flaw}");
        await Sideways(page, how);
    }

    private async Task Sideways(IPage page, string how)
    {
        var excess = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (excess > 1) flaws.Enqueue($"{page.Url} ({how}): {excess} pixels wider than the screen");
    }

    private async Task Keep(IPage page, string set, string title)
    {
        if (!HasPictures) return;
        var width = page.ViewportSize!.Width;
        var name = $"{set}-{width}";
        var sheet = sheets.GetOrAdd(name, _ => width > 1000 ? new ContactSheet(name, 720, 560, 3) : new ContactSheet(name, 300, 760, 6));
        sheet.Add(title, await page.Picture());
    }

    [GeneratedRegex(@"owner@demo\.example\s+(?<secret>\S+)")]
    private static partial Regex Password();
}
