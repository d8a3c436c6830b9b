using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sylvan.Data.Csv;
using static Microsoft.Playwright.Assertions;

namespace Preau.Browser.Journeys;

/// <summary>
/// What messages are for, as the panel's users do it: a mail to all in two versions, with people held out, that a second person approves and that two SIGKILLs
/// cannot double; and a conversation by text that ends as soon as somebody says STOP.
/// </summary>
[Collection<Journey>]
public sealed partial class MessagesTests(Chromium chromium, RunningDemo demo)
{
    private const string First = "Le marché, samedi", Second = "Deux heures pour le marché ?";

    // Work in the background has its turn when the machine comes to it, and all other tests run beside this one.
    private const float Work = 90_000;

    [Fact]
    public async Task A_mail_in_two_versions_reaches_everybody_once_although_the_sender_is_killed_twice_and_says_what_it_did()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var office = await chromium.PrivateWindow();
        var panel = await office.NewPageAsync();
        await demo.SignInToEnglish(panel, "owner");

        var mail = await WriteInTwoVersions(panel);
        var people = await AskForApproval(panel, mail);
        await Approve(mail, people);
        foreach (var sent in (int[])[150, 450])
        {
            await UntilArrived(sent, ct);
            await demo.KillAndStart();
        }

        await panel.GotoAsync(mail);
        await Expect(panel.GetByText("Sent", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = Work });
        var deliveries = await Deliveries(panel, mail);
        var arrived = await demo.Arrived([First, Second], ct);
        Assert.Equal(people, deliveries.Count);
        Assert.DoesNotContain(arrived, a => a.Value > 1);
        Assert.All(deliveries, d => Assert.True(d.State is "Handed over" or "Not known" or "Held out", d.State));
        Assert.DoesNotContain(deliveries, d => d.State == "Handed over" && !arrived.ContainsKey(d.Address));
        Assert.DoesNotContain(deliveries, d => d.State == "Held out" && arrived.ContainsKey(d.Address));
        Assert.Contains(deliveries, d => d.State == "Held out");

        await SignUpByIt(Second);
        var results = panel.Locator("#results");
        await Comes(panel, mail + "/results", results.GetByRole(AriaRole.Row, new() { NameRegex = OneActed() }).First);
        await Expect(results.GetByText("were held out. What those did without it, the others would have done without it too")).ToBeVisibleAsync();
        await Expect(results.GetByText("more acted than with version A")).ToBeVisibleAsync();
        await Expect(results.GetByText("this send is too small to tell").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_conversation_by_text_ends_with_STOP_and_nobody_can_write_after_it()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        await using var office = await chromium.PrivateWindow();
        var panel = await office.NewPageAsync();
        await demo.SignInToEnglish(panel, "staff");
        await panel.GotoAsync(demo.Panel("/texts"));
        await panel.GetByRole(AriaRole.Link, new() { NameRegex = WithPleasure() }).ClickAsync();
        await Expect(Button(panel, "Send the text")).ToBeVisibleAsync();
        var conversation = panel.Url;
        var phone = Number().Match(await panel.Locator("main").InnerTextAsync()).Value.Replace(" ", "", StringComparison.Ordinal);
        await panel.GetByLabel("Your text").FillAsync("Au préau de l’école, à 19 h.");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Send the text" }).ClickAsync();
        await Expect(panel.GetByText("Au préau de l’école, à 19 h.")).ToBeVisibleAsync();

        await using var pocket = await chromium.PrivateWindow(width: 390);
        var telephone = await pocket.NewPageAsync();
        await TextTheCampaign(telephone, phone, "C’est au premier étage ?");
        await Comes(panel, conversation, panel.GetByText("C’est au premier étage ?"));
        await TextTheCampaign(telephone, phone, "STOP");
        await Comes(telephone, telephone.Url, telephone.GetByText("vous ne recevrez plus de SMS"));
        await panel.GotoAsync(conversation);
        await Expect(panel.GetByText("STOP", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Button(panel, "Send the text")).ToHaveCountAsync(0);
    }

    /// <summary>The address of its report.</summary>
    private async Task<string> WriteInTwoVersions(IPage panel)
    {
        await panel.GotoAsync(demo.Panel("/mail/new"));
        await panel.GetByRole(AriaRole.Link, new() { Name = "Markdown" }).ClickAsync();
        await panel.WaitForURLAsync("**/mail/new?*");
        await panel.GetByLabel("Subject").FillAsync(First);
        await panel.GetByLabel("Text", new() { Exact = true }).FillAsync($"Bonjour {{{{ person.first_name | default: \"à vous\" }}}}, [venez]({demo.Site("/rejoindre")}) samedi.");
        await panel.GetByLabel("Hold people out").CheckAsync();
        await panel.GetByLabel("Held out, in percent").FillAsync("20");
        await Button(panel, "Save the draft").ClickAsync();
        await panel.WaitForURLAsync(url => url.EndsWith("/edit", StringComparison.Ordinal));
        var mail = panel.Url[..^"/edit".Length];
        await panel.GotoAsync(mail + "/versions");
        await Button(panel, "Write another version").ClickAsync();
        await panel.GetByLabel("Subject").FillAsync(Second);
        await Button(panel, "Save the version").ClickAsync();
        await Expect(panel.GetByText("Each reader gets one of them, drawn by lot")).ToBeVisibleAsync();
        return mail;
    }

    /// <summary>How many get it.</summary>
    private static async Task<int> AskForApproval(IPage panel, string mail)
    {
        await panel.GotoAsync(mail + "/send");
        var said = People().Match(await panel.GetByText("people get it", new() { Exact = false }).First.InnerTextAsync()).Groups["number"].Value;
        await panel.GetByLabel("Number of people").FillAsync(said);
        await panel.Locator("button[value=now]").ClickAsync();
        await Expect(panel.GetByText("Approval is asked for.")).ToBeVisibleAsync();
        return int.Parse(said, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    private async Task Approve(string mail, int people)
    {
        await using var elsewhere = await chromium.PrivateWindow();
        var panel = await elsewhere.NewPageAsync();
        await demo.SignInToEnglish(panel, "staff");
        await panel.GotoAsync(mail + "/send");
        await panel.GetByLabel("Number of people").FillAsync(people.ToString(CultureInfo.InvariantCulture));
        await panel.GetByRole(AriaRole.Button, new() { NameRegex = ApproveIt() }).ClickAsync();
        await Expect(panel.GetByText("Approved. It leaves at its hour.")).ToBeVisibleAsync();
    }

    private async Task UntilArrived(int count, CancellationToken ct)
    {
        var until = TimeProvider.System.GetTimestamp();
        while ((await demo.Arrived([First, Second], ct)).Count < count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(until).TotalMilliseconds < Work, $"{count} mails did not arrive in time");
            await Task.Delay(50, ct);
        }
    }

    private static async Task<IReadOnlyList<(string Address, string State)>> Deliveries(IPage panel, string mail)
    {
        await using var csv = await CsvDataReader.CreateAsync(new StringReader(await panel.EvaluateAsync<string>("async address => (await fetch(address)).text()", mail + "/deliveries.csv")));
        var found = new List<(string, string)>();
        while (await csv.ReadAsync()) found.Add((csv.GetString(csv.GetOrdinal("Mail address")), csv.GetString(csv.GetOrdinal("What became of it"))));
        return found;
    }

    /// <summary>Somebody follows the link of one version and signs up.</summary>
    private async Task SignUpByIt(string subject)
    {
        await using var home = await chromium.PrivateWindow(width: 390, locale: "fr-FR", agent: "Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0");
        var reader = await home.NewPageAsync();
        await reader.GotoAsync(demo.Mailbox);
        var row = reader.GetByRole(AriaRole.Row, new() { Name = subject }).First;
        var address = Address().Match(await row.InnerTextAsync()).Value;
        await row.GetByRole(AriaRole.Link, new() { Name = subject }).ClickAsync();
        await reader.GotoAsync((await reader.FrameLocator("iframe").GetByRole(AriaRole.Link, new() { Name = "venez" }).GetAttributeAsync("href"))!);
        await reader.GetByLabel("Prénom").FillAsync("Camille");
        await reader.GetByLabel("Nom", new() { Exact = true }).FillAsync("Exemple");
        await reader.GetByLabel("Adresse électronique").FillAsync(address);
        await reader.GetByLabel("Je souhaite recevoir les nouvelles", new() { Exact = false }).CheckAsync();
        await Button(reader, "Rejoignez-nous").ClickAsync();
        await Expect(reader.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Camille");
    }

    private async Task TextTheCampaign(IPage telephone, string number, string text)
    {
        await telephone.GotoAsync(demo.Phones);
        await telephone.GetByLabel("From the number").FillAsync(number);
        await telephone.GetByLabel("Text", new() { Exact = true }).FillAsync(text);
        await telephone.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
    }

    /// <summary>Looks again until it is there: work in the background brings it.</summary>
    private static async Task Comes(IPage page, string address, ILocator what)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(from).TotalMilliseconds < Work)
        {
            await page.GotoAsync(address);
            if (await what.CountAsync() > 0) return;
            await Task.Delay(500);
        }

        await Expect(what).ToBeVisibleAsync();
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    // Their share of about 440.
    [GeneratedRegex(@"^B Deux heures pour le marché \?.* 1 \(0\.\d%\).* 1 \(0\.\d%\)")]
    private static partial Regex OneActed();

    [GeneratedRegex("Oui, avec plaisir")]
    private static partial Regex WithPleasure();

    [GeneratedRegex(@"0[67]( \d\d){4}")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<number>[\d,]+) people")]
    private static partial Regex People();

    [GeneratedRegex("^Approve it")]
    private static partial Regex ApproveIt();

    [GeneratedRegex(@"\S+@\S+\.example|\S+@example\.\w+")]
    private static partial Regex Address();
}
