using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Preau.Tests;

/// <summary>Follows pages as a browser without JavaScript would: cookies, forms with their hidden fields, redirects when asked.</summary>
public sealed class Browser(HttpClient http, CookieJar jar)
{
    public HttpClient Http => http;

    /// <summary>As a browser whose owner reads English; tests that say nothing ask for no language and get the campaign's.</summary>
    public Browser InEnglish()
    {
        http.DefaultRequestHeaders.Add("Accept-Language", "en");
        return this;
    }

    public void Cookie(string name, string value) => jar.Cookies.Add(http.BaseAddress!, new Cookie(name, value, "/") { Secure = true });

    /// <summary>What this browser would send along, for a request that goes elsewhere.</summary>
    public async Task<string> CookieHeader(string path)
    {
        await Get(path);
        return jar.Cookies.GetCookieHeader(new Uri(http.BaseAddress!, path));
    }

    public Task<Page> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Opens the page, fills the form that posts (to <paramref name="action"/> when the page has several) and sends it.</summary>
    public async Task<Page> Submit(string path, object fields, string? action = null) => await Fill(await Get(path), path, fields, action);

    /// <summary>Fills and submits the form of a page that was opened before, as another tab does.</summary>
    public async Task<Page> Fill(Page page, string path, object fields, string? action = null)
    {
        var form = page.Form(action);
        var target = form.GetAttribute("action") is { Length: > 0 } own ? own : path;
        var values = HiddenAndFilled(form);
        foreach (var (name, value) in Fields(fields))
        {
            values.RemoveAll(v => v.Key == name);
            if (value is not null) values.Add(new(name, value));
        }

        return await Send(new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(values) });
    }

    /// <summary>Sends the fields as they are, without opening a page first.</summary>
    public Task<Page> Post(string path, object fields) => Send(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent(Fields(fields).Where(f => f.Value is not null).Select(f => new KeyValuePair<string, string>(f.Name, f.Value!))),
    });

    /// <summary>Sends the fields to a path with the token that a page of the panel gave out, as a script that is signed in could.</summary>
    public async Task<Page> PostFrom(string page, string path, object fields)
    {
        var token = await Token(page);
        return await Post(path, Fields(fields).Where(f => f.Value is not null).Select(f => new KeyValuePair<string, string>(f.Name, f.Value!)).Append(new("__RequestVerificationToken", token)));
    }

    /// <summary>What forms of a page of the panel send along, for tests that press two buttons at the same moment.</summary>
    public async Task<string> Token(string page) =>
        (await Get(page)).Document.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? throw new Xunit.Sdk.XunitException($"No token on {page}.");

    /// <summary>Submits a form that has a file field.</summary>
    public async Task<Page> Upload(string path, string field, string fileName, byte[] content, object? fields = null, string? action = null)
    {
        var form = (await Get(path)).Form(action);
        var body = new MultipartFormDataContent();
        var given = Fields(fields ?? new { }).ToList();
        foreach (var value in HiddenAndFilled(form).Where(v => given.TrueForAll(g => g.Name != v.Key))) body.Add(new StringContent(value.Value), value.Key);
        foreach (var (name, value) in given.Where(g => g.Value is not null)) body.Add(new StringContent(value!), name);
        body.Add(new ByteArrayContent(content), field, fileName);
        return await Send(new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action") is { Length: > 0 } own ? own : path) { Content = body });
    }

    public async Task<Page> Send(HttpRequestMessage request)
    {
        if (request.Method != HttpMethod.Get && !request.Headers.Contains("Sec-Fetch-Site")) request.Headers.Add("Sec-Fetch-Site", "same-origin");
        var response = await http.SendAsync(request);
        return new Page(this, response, await response.Content.ReadAsByteArrayAsync());
    }

    private static List<KeyValuePair<string, string>> HiddenAndFilled(IHtmlFormElement form)
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements)
        {
            switch (element)
            {
                case IHtmlInputElement { Name.Length: > 0, Type: "checkbox" or "radio" } box when box.IsChecked: values.Add(new(box.Name!, box.Value)); break;
                case IHtmlInputElement { Name.Length: > 0, Type: not ("checkbox" or "radio" or "submit" or "file" or "button") } input: values.Add(new(input.Name!, input.Value)); break;
                case IHtmlTextAreaElement { Name.Length: > 0 } area: values.Add(new(area.Name!, area.Value)); break;
                case IHtmlSelectElement { Name.Length: > 0 } select: values.AddRange(select.SelectedOptions.Select(o => new KeyValuePair<string, string>(select.Name!, o.Value))); break;
            }
        }

        return values;
    }

    private static IEnumerable<(string Name, string? Value)> Fields(object fields) => fields is IEnumerable<KeyValuePair<string, string>> pairs
        ? pairs.Select(p => (p.Key, (string?)p.Value))
        : fields.GetType().GetProperties().Select(p => (p.Name.Replace('_', '.'), Convert.ToString(p.GetValue(fields), System.Globalization.CultureInfo.InvariantCulture)));
}

/// <summary>An answer as somebody sees it.</summary>
public sealed class Page(Browser browser, HttpResponseMessage response, byte[] body)
{
    private IHtmlDocument? document;

    public HttpStatusCode Status => response.StatusCode;
    public HttpResponseMessage Response => response;
    public byte[] Bytes => body;
    public string Html { get; } = System.Text.Encoding.UTF8.GetString(body);
    public string Path => response.RequestMessage?.RequestUri?.PathAndQuery ?? "";
    public string? Location => response.Headers.Location?.ToString();
    public IHtmlDocument Document => document ??= new HtmlParser().ParseDocument(Html);
    public string Text => string.Join(' ', (Document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public void Shows(string text) => Assert.True(Text.Contains(text, StringComparison.Ordinal), $"Not on the page ({(int)Status} {Location}): {text}\n{Text}");

    public void DoesNotShow(string text) => Assert.DoesNotContain(text, Text, StringComparison.Ordinal);

    /// <summary>Goes where a redirect leads.</summary>
    public Task<Page> Follow() => browser.Get(Location ?? throw new Xunit.Sdk.XunitException($"Expected a redirect, got {(int)Status}: {Text[..Math.Min(Text.Length, 500)]}"));

    public IHtmlFormElement Form(string? action = null) =>
        Document.Forms.FirstOrDefault(f => f.Method.Equals("post", StringComparison.OrdinalIgnoreCase) && (action is null ? f.QuerySelector("[data-shell]") is null && !f.HasAttribute("data-shell") : (f.GetAttribute("action") ?? "").Contains(action, StringComparison.Ordinal)))
        ?? throw new Xunit.Sdk.XunitException($"No form {action} on this page ({(int)Status}): {Text[..Math.Min(Text.Length, 500)]}");
}

/// <summary>Keeps cookies as a browser does; the test server's own client would share or lose them.</summary>
public sealed class CookieJar : DelegatingHandler
{
    public CookieContainer Cookies { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var cookies = Cookies.GetCookieHeader(request.RequestUri!);
        if (cookies.Length > 0) request.Headers.Add("Cookie", cookies);
        var response = await base.SendAsync(request, cancellationToken);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : []) Cookies.SetCookies(request.RequestUri!, cookie);
        return response;
    }
}
