using System.Net;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail.Confirming;

/// <summary>Behind the link of the letter that asks «was it you?». To look at it changes nothing: scanners open every link of a mail.</summary>
public sealed class YesPages(ConfirmYes confirm, SiteViews views, RenderPage render, Words words)
{
    public async Task<CachedPage> Ask(string token, CancellationToken ct)
    {
        if (await confirm.Read(token, ct) is not { } yes) return await Gone(token, ct);
        var said = words.In(yes.Language);
        var questions = string.Concat(yes.Asked().Select(q => $"<li>{Html(q.Text)}</li>"));
        var why = yes.IsOfTeam ? said["Our team wrote down that you agree to this:"] : questions.Length == 0 ? said["A form on this site was filled in with your address, and we had taken you off our list."] : said["A form on this site was filled in with your address, and this was ticked:"];
        var what = $"<p>{Html(why)}</p>" + (questions.Length == 0 ? "" : $"<ul>{questions}</ul>");
        return await Page(token, yes.Language, Title(yes), $"{what}<form class=\"do\" method=\"post\" action=\"{PathOf(token)}\"><button class=\"button\">{Html(yes.IsOfTeam ? said["Yes, I agree"] : said["Yes, it was me"])}</button></form>", ct);
    }

    public async Task<CachedPage> Confirm(string token, CancellationToken ct)
    {
        if (await confirm.Run(token, CancellationToken.None) is not { } yes) return await Gone(token, ct);
        var said = words.In(yes.Language);
        return await Page(token, yes.Language, Title(yes), $"<p>{Html(said["Thank you: it counts from now on. Every mail has a link by which you leave again."])}</p>", ct);
    }

    private string Title(PendingYes yes)
    {
        var said = words.In(yes.Language);
        return yes.IsOfTeam ? said["Do you agree?"] : said["Was it you?"];
    }

    private async Task<CachedPage> Gone(string token, CancellationToken ct)
    {
        var language = await views.FirstLanguage(ct);
        var said = words.In(language);
        return await Page(token, language, said["This link does not work"], $"<p>{Html(said["It was used before, is too old, or was cut off on its way. Fill in the form of the site once more to get another one."])}</p>", ct, StatusCodes.Status404NotFound);
    }

    private async Task<CachedPage> Page(string token, string language, string title, string content, CancellationToken ct, int status = StatusCodes.Status200OK) =>
        new(await render.Run(title, PathOf(token), language, content, ct), status);

    private static string PathOf(string token) => $"/m/y/{Uri.EscapeDataString(token)}";

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
