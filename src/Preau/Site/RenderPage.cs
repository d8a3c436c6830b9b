using Preau.Liquid;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Site;

/// <summary>A page as HTML, in the campaign's theme.</summary>
public sealed class RenderPage(SiteViews views, SiteTheme theme, IEnumerable<IPageForm> forms, NationSettings settings, Words words, TimeProvider clock)
{
    /// <param name="page">Any page, published or not: who may see it is asked elsewhere.</param>
    /// <param name="state">For a visitor who has to correct something.</param>
    /// <param name="offset">How many posts of a blog come before.</param>
    /// <param name="signup">For the page that thanks somebody.</param>
    public async Task<string> Run(SitePage page, FormState? state, int offset, SignupDrop? signup, CancellationToken ct)
    {
        var site = await views.Site(page.Language, page, ct);
        var form = await Form(page, state, ct);
        var objects = Objects(site, await views.Page(page, form, offset, ct));
        if (signup is not null) objects["signup"] = signup;
        if (page.Kind == PageKind.Home) await Highlights(page.Language, objects, ct);
        return await theme.Default.Page(TemplateOf(page.Kind), objects, SiteViews.Culture(page.Language), Said(page.Language), clock);
    }

    /// <summary>The page around a form that its own feature rendered.</summary>
    public async Task<string> With(SitePage page, Html form, CancellationToken ct)
    {
        var objects = Objects(await views.Site(page.Language, page, ct), await views.Page(page, form, 0, ct));
        return await theme.Default.Page(TemplateOf(page.Kind), objects, SiteViews.Culture(page.Language), Said(page.Language), clock);
    }

    /// <summary>A fragment of another feature in the campaign's theme, where the site has no page of its own for it.</summary>
    public async Task<string> Alone(string template, string title, string path, string language, Html content, Html form, CancellationToken ct)
    {
        var page = await views.Page(title, path, language, content, isIndexed: false, ct);
        return await theme.Default.Page(template, Objects(await views.Site(language, null, ct), page with { Form = form }), SiteViews.Culture(language), Said(language), clock);
    }

    /// <summary>A page of the product's own in the campaign's theme: a legal text, a page that is not there.</summary>
    public async Task<string> Run(string title, string path, string language, string content, CancellationToken ct)
    {
        var objects = Objects(await views.Site(language, null, ct), await views.Page(title, path, language, new Html(content), isIndexed: false, ct));
        return await theme.Default.Page("pages_show_basic", objects, SiteViews.Culture(language), Said(language), clock);
    }

    /// <summary>The legal notice or the privacy text, as the campaign wrote it.</summary>
    public async Task<string?> Legal(string slug, string language, string path, CancellationToken ct)
    {
        var legal = await settings.Get<LegalSettings>(ct);
        var (title, text) = slug switch
        {
            "legal" => (words.In(language)["Legal notice"], legal.Text(language, t => t.Notice)),
            "privacy" => (words.In(language)["Privacy"], legal.Text(language, t => t.Privacy)),
            _ => ("", null),
        };
        return string.IsNullOrWhiteSpace(text) ? null : await Run(title, path, language, Paragraphs(text), ct);
    }

    private async Task Highlights(string language, Dictionary<string, object?> objects, CancellationToken ct)
    {
        var first = await views.FirstLanguage(ct);
        if (await views.Newest(PageKind.Petition, language, ct) is { } petition) objects["petition"] = await views.Summary(petition, first, ct);
        if (await views.Chosen(PageKind.SignUp, language, ct) is { } join) (objects["join"], objects["join_form"]) = (await views.Summary(join, first, ct), await Form(join, null, ct));
    }

    private async Task<Html> Form(SitePage page, FormState? state, CancellationToken ct)
    {
        var form = forms.SingleOrDefault(f => f.Kind == page.Kind);
        return form is null ? new Html("") : new Html(await form.Render(page, state, ct));
    }

    private Translate Said(string language)
    {
        var said = words.In(language);
        return (sentence, arguments) => said[sentence, arguments];
    }

    private static Dictionary<string, object?> Objects(SiteDrop site, PageDrop page) => new(StringComparer.Ordinal) { ["site"] = site, ["page"] = page };

    private static string Paragraphs(string text) => string.Concat(text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(p => $"<p>{System.Net.WebUtility.HtmlEncode(p.Trim()).Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));

    private static string TemplateOf(PageKind kind) => kind switch
    {
        PageKind.Home => "pages_show_home",
        PageKind.Basic => "pages_show_basic",
        PageKind.Blog => "pages_show_blog",
        PageKind.Post => "pages_show_blog_post",
        PageKind.SignUp => "pages_show_signup",
        PageKind.Petition => "pages_show_petition",
        PageKind.Donation => "pages_show_donation",
        PageKind.Thanks => "pages_show_thanks",
    };
}
