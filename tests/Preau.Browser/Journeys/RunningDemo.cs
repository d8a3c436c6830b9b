using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Preau.Browser.Journeys;

/// <summary>One demo for all journeys, which go one after the other: filling it takes as long as most of them.</summary>
public sealed partial class RunningDemo : IAsyncLifetime
{
    private readonly int port = Installation.FreePort();
    private readonly Installation demo = new();

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Missing is null) await demo.With("PREAU_PORT", port.ToString(CultureInfo.InvariantCulture)).StartDemo();
    }

    public ValueTask DisposeAsync() => demo.DisposeAsync();

    /// <summary>Where the sandbox shows the mails that it took.</summary>
    public string Mailbox => MailboxAddress().Match(demo.Output).Groups["address"].Value;

    public string Panel(string path) => $"http://panel.demo.localhost:{port}{path}";

    public string Site(string path) => $"http://demo.localhost:{port}{path}";

    /// <summary>As the demo prints it for «owner», «staff», «finance» or «volunteer».</summary>
    public async Task SignIn(IPage page, string role)
    {
        await page.GotoAsync(Panel("/sign-in"));
        await page.GetByLabel("Mail address").FillAsync($"{role}@demo.example");
        await page.GetByLabel("Password").FillAsync(Regex.Match(demo.Output, $@"{role}@demo\.example\s+(?<secret>\S+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["secret"].Value);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"Mailbox\s+(?<address>\S+)")]
    private static partial Regex MailboxAddress();
}

[CollectionDefinition]
public sealed class Journey : ICollectionFixture<RunningDemo>, ICollectionFixture<Chromium>;
