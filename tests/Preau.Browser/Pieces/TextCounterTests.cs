using System.Globalization;
using System.Net;
using Preau.Texting;
using static Microsoft.Playwright.Assertions;

namespace Preau.Browser.Pieces;

/// <summary>What stands below a text while it is typed is what the server counts.</summary>
public sealed class TextCounterTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_counter_says_what_the_server_counts()
    {
        await using var window = await chromium.PrivateWindow();
        var page = await window.NewPageAsync();
        const string Foot = "\nTest. STOP";
        static string Html(string text) => WebUtility.HtmlEncode(text).Replace("\n", "&#10;", StringComparison.Ordinal).Replace("\r", "&#13;", StringComparison.Ordinal).Replace("\f", "&#12;", StringComparison.Ordinal);
        await page.SetContentAsync($$"""<text-counter data-basic="{{Html(SmsText.Basic)}}" data-extended="{{Html(SmsText.Extended)}}" data-foot="{{Html(Foot)}}" data-most="3" data-words='{"one":"1/{0}","many":"{1}/{0}","wide":"wide {0}","over":"over {0}"}'><textarea></textarea><p data-count></p></text-counter>""");
        await page.AddScriptTagAsync(new() { Path = Path.Combine(Repository.Root, "src", "Preau", "Assets", "elements", "text-counter.js") });
        var (box, said) = (page.Locator("textarea"), page.Locator("[data-count]"));

        await Expect(said).ToHaveTextAsync("");
        foreach (var typed in new[] { "a", "été à 5 €\nou 6", "l’été", "🌻", new string('e', 149), new string('e', 150), new string('e', 151) + "€" + new string('e', 100), new string('ê', 66) + "🌻" + new string('ê', 40), "[" + new string('~', 80) })
        {
            await box.FillAsync(typed);
            var counted = SmsText.Of(typed + Foot);
            var sign = SmsText.Widening(typed + Foot) is { } wide ? $" · wide {wide}" : "";
            await Expect(said).ToHaveTextAsync(string.Create(CultureInfo.InvariantCulture, $"{counted.Segments}/{counted.Left}{sign}"));
        }

        await box.FillAsync(new string('e', 600));
        await Expect(said).ToHaveTextAsync("over 3");
    }
}
