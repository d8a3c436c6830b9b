using System.Net;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

/// <summary>What the way out of a mail shows, on the campaign's site. To look at it changes nothing: scanners open every link of a mail.</summary>
public sealed class LeavePages(LeaveList leave, SiteViews views, RenderPage render, Words words)
{
    public async Task<CachedPage> Ask(string token, string? asked, CancellationToken ct)
    {
        if (await leave.Read(token, ct) is not var (blast, personId)) return await Other(token, asked, ct);
        var language = Language(asked, blast.Language);
        if (personId == 0) return await Test(token, language, ct);
        if (await leave.HasLeft(personId, ct)) return await Left(token, language, ct);
        var said = words.In(language);
        return await Page(token, language, said["No more mail"],
            $"{Paragraph(said["Press the button, and no more mail comes to you. Nothing else is asked."])}<form class=\"do\" method=\"post\" action=\"{PathOf(token)}?lang={language}\"><button class=\"button\">{Html(said["Unsubscribe"])}</button></form>{(await leave.IsMeasured(personId, ct) ? Unmeasured(token, language) : "")}", ct);
    }

    public async Task<CachedPage> Leave(string token, string? asked, CancellationToken ct)
    {
        if (await leave.Read(token, ct) is not var (blast, personId)) return await Other(token, asked, ct);
        var language = Language(asked, blast.Language);
        if (personId == 0) return await Test(token, language, ct);
        var isAgain = await leave.HasLeft(personId, ct);
        // Whoever closes the window at once has pressed the button all the same.
        await leave.Run(blast, personId, CancellationToken.None);
        if (isAgain) return await Left(token, language, ct);
        var said = words.In(language);
        return await Page(token, language, said["No more mail"], Paragraph(said["Done: no more mail comes to you. What is on its way this very minute may still arrive."]) + Question(token, language), ct);
    }

    /// <summary>Whoever left has answered why. Whatever came with it, they are thanked: there is nothing for them to mend.</summary>
    public async Task<CachedPage> Explain(string token, string? reason, string? asked, CancellationToken ct)
    {
        if (await leave.Read(token, ct) is not var (blast, personId)) return await Other(token, asked, ct);
        var language = Language(asked, blast.Language);
        if (personId == 0) return await Test(token, language, ct);
        if (EnumText<LeaveReason>.TryParse(reason ?? "", out var said)) await leave.Explain(blast, personId, said, CancellationToken.None);
        return await Page(token, language, words.In(language)["No more mail"], Paragraph(words.In(language)["Thank you. No more mail comes to you."]), ct);
    }

    /// <summary>Whoever wants mail, and no measuring of whether they open it.</summary>
    public async Task<CachedPage> Unmeasure(string token, string? asked, CancellationToken ct)
    {
        if (await leave.Read(token, ct) is not var (blast, personId)) return await Other(token, asked, ct);
        var language = Language(asked, blast.Language);
        if (personId == 0) return await Test(token, language, ct);
        await leave.Unmeasure(blast, personId, CancellationToken.None);
        var said = words.In(language);
        return await Page(token, language, said["Openings"], Paragraph(said["Done: nobody measures any more whether you open our mails, those that you have already included. You go on getting them."]), ct);
    }

    private string Unmeasured(string token, string language)
    {
        var said = words.In(language);
        return $"{Paragraph(said["You agreed that we measure whether you open our mails. You can take that back, and go on getting them."])}<form method=\"post\" action=\"{PathOf(token)}/unmeasured?lang={language}\"><button class=\"button\">{Html(said["Do not measure it any more"])}</button></form>";
    }

    private string Question(string token, string language)
    {
        var said = words.In(language);
        var choices = string.Concat(Enum.GetValues<LeaveReason>().Select(r => $"<p><label><input type=\"radio\" name=\"reason\" value=\"{EnumText<LeaveReason>.Of(r)}\" required> {Html(BlastWords.Of(r, said))}</label></p>"));
        return $"<form method=\"post\" action=\"{PathOf(token)}/why?lang={language}\"><fieldset><legend>{Html(said["Would you tell us why? You need not."])}</legend>{choices}</fieldset><button class=\"button\">{Html(said["Tell us"])}</button></form>";
    }

    private async Task<CachedPage> Other(string token, string? asked, CancellationToken ct)
    {
        var language = Language(asked, await views.FirstLanguage(ct));
        return token == MailLinks.PreviewToken ? await Preview(language, ct) : await Unknown(token, language, ct);
    }

    private Task<CachedPage> Preview(string language, CancellationToken ct)
    {
        var said = words.In(language);
        return Page(MailLinks.PreviewToken, language, said["No more mail"], Paragraph(said["This is the link of a preview: it takes nobody off the list. In the mail itself it leads to a button by which its reader unsubscribes."]), ct);
    }

    private Task<CachedPage> Test(string token, string language, CancellationToken ct)
    {
        var said = words.In(language);
        return Page(token, language, said["No more mail"], Paragraph(said["This is the link of a test: it takes nobody off the list."]), ct);
    }

    private async Task<CachedPage> Left(string token, string language, CancellationToken ct)
    {
        var said = words.In(language);
        var way = (await views.Site(language, null, ct)).JoinUrl is { } join ? $"<p><a href=\"{Html(join)}\">{Html(said["Say yes again with the form"])}</a></p>" : "";
        return await Page(token, language, said["No more mail"], Paragraph(said["This address gets no more mail from us. Only you can change that, with the form by which people join us."]) + way, ct);
    }

    /// <summary>Whoever wants to leave must find a way, even with a link that was cut in two.</summary>
    private async Task<CachedPage> Unknown(string token, string language, CancellationToken ct)
    {
        var said = words.In(language);
        var way = (await views.Site(language, null, ct)).ContactEmail is { Length: > 0 } contact
            ? $"{Paragraph(said["If you want no more mail from us, write to {0}: we see to it.", contact])}<p><a href=\"mailto:{Html(contact)}\">{Html(contact)}</a></p>"
            : "";
        var text = Paragraph(said["It was cut off or changed on its way. Press it in the mail itself, or copy the whole of it."]);
        return await Page(token, language, said["This link does not work"], text + way, ct, StatusCodes.Status404NotFound);
    }

    private async Task<CachedPage> Page(string token, string language, string title, string content, CancellationToken ct, int status = StatusCodes.Status200OK)
    {
        var other = language == "fr" ? "en" : "fr";
        var turn = $"<p><a href=\"{PathOf(token)}?lang={other}\" hreflang=\"{other}\" lang=\"{other}\">{Html(words.In(other)["Read this in English"])}</a></p>";
        return new CachedPage(await render.Run(title, PathOf(token), language, content + turn, ct), status);
    }

    private static string PathOf(string token) => $"/m/u/{Uri.EscapeDataString(token)}";

    private static string Language(string? asked, string otherwise) => asked is not null && Words.Languages.Contains(asked, StringComparer.Ordinal) ? asked : otherwise;

    private static string Paragraph(string text) => $"<p>{Html(text)}</p>";

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
