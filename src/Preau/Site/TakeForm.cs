using System.Globalization;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Site;

/// <summary>A form that a visitor sent to a page goes to the form of that page's kind.</summary>
public sealed class TakeForm(MakePage pages, SiteViews views, RenderPage render, IEnumerable<IPageForm> forms, Pace pace, Words words)
{
    /// <summary>For each network and page. A crowd behind one address, at a market stand or in a hall, sends two a second; a program that fills the list with strangers is held to that.</summary>
    public const int FormsAMinute = 120;

    /// <summary>What somebody reads who has to wait.</summary>
    public static string TooMany(Words said) => said["Many forms have come from your network within a minute. What you filled in is kept here: wait a minute, then send it again."];

    public async Task Run(string path, HttpContext http, CancellationToken ct)
    {
        var (language, slug) = PageAddress.Read(path, await views.FirstLanguage(ct));
        // Whoever had it open while its address changed sends it to the one before.
        var page = await pages.Find(language, slug, ct) ?? await pages.FindMoved(language, slug, ct);
        var form = page is null ? null : forms.SingleOrDefault(f => f.Kind == page.Kind);
        if (page is null || form is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (await SentForm.Read(http, ct) is not { } sent)
        {
            await TooLong(path, http, ct);
            return;
        }

        if (!pace.Lets(http, string.Create(CultureInfo.InvariantCulture, $"page {page.Id}"), FormsAMinute))
        {
            var state = new FormState(SentForm.Shown(sent), [("form", TooMany(words.In(language)))]);
            await SiteEndpoints.Send(http, new CachedPage(await render.Run(page, state, 0, null, ct), StatusCodes.Status429TooManyRequests), "no-store");
            return;
        }

        switch (await form.Take(page, sent, ct))
        {
            case FormAnswer.Done done:
                http.Response.StatusCode = StatusCodes.Status303SeeOther;
                http.Response.Headers.Location = done.Path;
                break;
            case FormAnswer.Again again:
                await SiteEndpoints.Send(http, new CachedPage(await render.Run(page, again.State, 0, null, ct), StatusCodes.Status422UnprocessableEntity));
                break;
        }
    }

    /// <summary>More than any form of ours can hold: said in words, since there is nothing sensible to show again.</summary>
    public async Task TooLong(string path, HttpContext http, CancellationToken ct)
    {
        var (language, _) = PageAddress.Read(path, await views.FirstLanguage(ct));
        var said = words.In(language);
        var text = $"<p>{System.Net.WebUtility.HtmlEncode(said["Shorten what you wrote, then send it again. Nothing was kept."])}</p>";
        await SiteEndpoints.Send(http, new CachedPage(await render.Run(said["That is too large to be sent"], "/" + path, language, text, ct), StatusCodes.Status413PayloadTooLarge));
    }
}
