using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace Preau.Browser.Walk;

/// <summary>Pictures of a page as it stands, asked of the browser itself: Playwright's own prepare the page first and have it packed small, which took twice as long.</summary>
internal static class Camera
{
    // A page has one line to its browser for as long as it is open.
    private static readonly ConditionalWeakTable<IPage, Task<ICDPSession>> Lines = [];

    /// <returns>What is seen of the page, as PNG.</returns>
    public static async Task<byte[]> Picture(this IPage page)
    {
        var line = await Lines.GetValue(page, p => p.Context.NewCDPSessionAsync(p));
        var answer = await line.SendAsync("Page.captureScreenshot", new() { ["format"] = "png", ["optimizeForSpeed"] = true, ["captureBeyondViewport"] = false });
        return answer!.Value.GetProperty("data").GetBytesFromBase64();
    }
}
