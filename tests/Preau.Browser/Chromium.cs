using Microsoft.Playwright;

namespace Preau.Browser;

/// <summary>One real browser for the whole run. Without one, tests that ask for it are skipped and say what is missing.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // The shell is the same browser without its windows, which nobody sees here and which take most of the time.
    private const string Shell = "/usr/bin/chromium-headless-shell";
    private static readonly string Program = Environment.GetEnvironmentVariable("PREAU_TEST_CHROMIUM") ?? (File.Exists(Shell) ? Shell : "/usr/bin/chromium");
    private const float Patience = 20_000;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public static string? Missing => Program == "none"
        ? "PREAU_TEST_CHROMIUM is «none»: this run leaves the browser out"
        : File.Exists(Program) ? null : $"no Chromium at {Program} (apt-get install chromium-headless-shell, or set PREAU_TEST_CHROMIUM)";

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null) return;
        playwright = await Playwright.CreateAsync();
        // As patient as with all else (SetDefaultTimeout): beside the other suites everything takes longer.
        Assertions.SetDefaultExpectTimeout(Patience);
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            // The sandbox does not start for root; the others keep a browser on a closed network from knocking on it.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--font-render-hinting=none"],
        });
    }

    /// <summary>A private window: cookies and storage of its own. Without a name of its own for the browser it says that it is a machine, whose clicks do not count.</summary>
    public async Task<IBrowserContext> PrivateWindow(int width = 1440, int height = 900, string locale = "en-GB", ColorScheme mode = ColorScheme.Light, string? agent = null)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var window = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height }, Locale = locale, TimezoneId = "Europe/Paris", ColorScheme = mode, ReducedMotion = ReducedMotion.Reduce, UserAgent = agent,
        });
        window.SetDefaultTimeout(Patience);
        await window.BringAxe();
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
