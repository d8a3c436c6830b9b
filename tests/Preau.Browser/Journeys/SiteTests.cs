using Microsoft.Playwright;
using SkiaSharp;
using static Microsoft.Playwright.Assertions;

namespace Preau.Browser.Journeys;

/// <summary>Somebody of the campaign writes a page with a picture and publishes it; a visitor reads it, on a desk and on a telephone.</summary>
[Collection<Journey>]
public sealed class SiteTests(Chromium chromium, RunningDemo demo)
{
    private static readonly string[] PublicPaths = ["/", "/en", "/programme", "/equipe", "/actualites", "/samedi-au-marche", "/passerelle", "/en/footbridge", "/rejoindre", "/don", "/merci", "/legal", "/en/privacy", "/nowhere"];

    [Fact]
    public async Task A_page_with_a_picture_is_written_published_and_read_and_every_public_page_is_open_to_everybody()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        var refused = new List<string>();

        await using var office = await chromium.PrivateWindow();
        var panel = await office.NewPageAsync();
        Listen(panel, refused);
        await demo.SignIn(panel, "staff");
        await panel.GotoAsync(demo.Panel("/pages/new"));
        await IsOpenToEverybody(panel, "new");
        await panel.Locator("input[value=Post]").CheckAsync();
        await panel.Locator("#Form_Title").FillAsync("Une fête au bord de la Lène");
        await panel.Locator("form.form button.btn-primary").ClickAsync();

        var text = panel.Locator(".rich-surface [role=textbox]");
        await text.ClickAsync();
        await text.PressSequentiallyAsync("Venez dimanche, avec une chaise.");
        await panel.Locator(".rich-bar button:has(use[href$='#photo'])").ClickAsync();
        await panel.Locator("dialog input[type=file]").SetInputFilesAsync(new FilePayload { Name = "fete.png", MimeType = "image/png", Buffer = Picture() });
        await panel.Locator("dialog input[type=text]").FillAsync("Une guirlande rouge");
        await panel.Locator("dialog .btn-primary").ClickAsync();
        await Expect(text.Locator("img")).ToHaveAttributeAsync("alt", "Une guirlande rouge");
        await IsOpenToEverybody(panel, "edit");
        await panel.Locator("button[value=now]").ClickAsync();
        await Expect(panel.Locator(".said")).ToBeVisibleAsync();

        await panel.GotoAsync(demo.Panel("/pages"));
        await IsOpenToEverybody(panel, "list");
        await panel.GotoAsync(demo.Panel("/pages/menu"));
        await IsOpenToEverybody(panel, "menu");

        foreach (var (width, name) in new[] { (1440, "desk"), (390, "telephone") })
        {
            await using var visitor = await chromium.PrivateWindow(width: width, height: 900, locale: "fr-FR");
            var page = await visitor.NewPageAsync();
            Listen(page, refused);
            await page.GotoAsync(demo.Site("/une-fete-au-bord-de-la-lene"));
            await Expect(page.GetByText("Venez dimanche, avec une chaise.")).ToBeVisibleAsync();
            await Expect(page.GetByAltText("Une guirlande rouge")).ToBeVisibleAsync();
            foreach (var path in PublicPaths)
            {
                await page.GotoAsync(demo.Site(path));
                await IsOpenToEverybody(page, $"{name}{path.Replace('/', '-')}");
                Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width, $"{path} scrolls sideways at {width}");
            }
        }

        Assert.Empty(refused);
    }

    private static void Listen(IPage page, List<string> refused)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("status of 404", StringComparison.Ordinal)) refused.Add($"{page.Url}: {message.Text}");
        };
        // Nothing is fetched from elsewhere: not by the editor, not by the theme.
        page.Request += (_, request) =>
        {
            if (!new Uri(request.Url).Host.EndsWith("localhost", StringComparison.Ordinal) && request.Url.StartsWith("http", StringComparison.Ordinal)) refused.Add($"{page.Url} fetches {request.Url}");
        };
    }

    private static async Task IsOpenToEverybody(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PREAU_TEST_SHOTS") is { } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        var flaws = await page.Flaws();
        Assert.True(flaws.Length == 0, page.Url + "\n" + string.Join('\n', flaws));
    }

    private static byte[] Picture()
    {
        using var surface = SKSurface.Create(new SKImageInfo(800, 500));
        surface.Canvas.Clear(new SKColor(0xA6, 0x3D, 0x24));
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }
}
