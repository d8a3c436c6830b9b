using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace Preau.Browser.Journeys;

/// <summary>One demo for all journeys, which go one after the other: filling it takes as long as most of them.</summary>
public sealed partial class RunningDemo : IAsyncLifetime
{
    private readonly int port = Installation.FreePort();
    private readonly Installation demo = new();

    public async ValueTask InitializeAsync()
    {
        // A mail to all takes long enough to be killed in its middle.
        if (Chromium.Missing is null) await demo.With("PREAU_PORT", port.ToString(CultureInfo.InvariantCulture)).With("PREAU_MAIL_PER_SECOND", "60").StartDemo();
    }

    /// <summary>SIGKILL for the program and its sandbox, whatever they have in hand; both are started again on what is on the disk.</summary>
    public async Task KillAndStart()
    {
        await demo.Kill();
        await demo.StartDemo();
    }

    public ValueTask DisposeAsync() => demo.DisposeAsync();

    /// <summary>Where the sandbox shows the mails that it took.</summary>
    public string Mailbox => MailboxAddress().Match(demo.Output).Groups["address"].Value;

    /// <summary>Where the sandbox shows the texts that it took, and writes back.</summary>
    public string Phones => PhonesAddress().Match(demo.Output).Groups["address"].Value;

    /// <summary>Every mail that arrived under one of these subjects: to whom, how often.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Arrived(string[] subjects, CancellationToken ct)
    {
        await using var mailbox = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(demo.Folder, "data", "mailbox", "mailbox.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await mailbox.OpenAsync(ct);
        await using var command = mailbox.CreateCommand();
        command.CommandText = "select recipients, count(*) from mail where subject in (select value from json_each(@subjects)) group by recipients";
        command.Parameters.AddWithValue("@subjects", JsonSerializer.Serialize(subjects));
        var arrived = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) arrived.Add(row.GetString(0), row.GetInt32(1));
        return arrived;
    }

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

    /// <summary>The same, and then in English: the demo's people work in French.</summary>
    public async Task SignInToEnglish(IPage page, string role)
    {
        await SignIn(page, role);
        await page.EvaluateAsync("() => document.querySelector('button[name=language][value=en]')?.click()");
        await page.WaitForFunctionAsync("() => document.documentElement.lang === 'en'");
    }

    [GeneratedRegex(@"Mailbox\s+(?<address>\S+)")]
    private static partial Regex MailboxAddress();

    [GeneratedRegex(@"Phones\s+(?<address>\S+)")]
    private static partial Regex PhonesAddress();
}

[CollectionDefinition]
public sealed class Journey : ICollectionFixture<RunningDemo>, ICollectionFixture<Chromium>;
