using System.Net;

namespace Preau.Tests.Operating;

/// <summary>What every answer says to browsers, and what watchers may ask.</summary>
public sealed class HeadersTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Policy = "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    [Theory]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/people", HttpStatusCode.OK)]
    [InlineData("/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("/people/999999999", HttpStatusCode.NotFound)]
    public async Task The_panel_runs_nothing_but_its_own_scripts_is_framed_by_nobody_and_kept_by_no_cache(string path, HttpStatusCode status)
    {
        await using var nation = await app.NewNation();
        var page = await nation.Panel.Get(path);

        Assert.Equal(status, page.Status);
        Assert.Equal(Policy, Header(page, "Content-Security-Policy"));
        Assert.Equal("DENY", Header(page, "X-Frame-Options"));
        Assert.Equal("nosniff", Header(page, "X-Content-Type-Options"));
        Assert.Equal("same-origin", Header(page, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(page, "Cross-Origin-Opener-Policy"));
        Assert.Contains("no-store", Header(page, "Cache-Control"), StringComparison.Ordinal);
        Assert.Contains("HX-Request-Type", Header(page, "Vary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_site_sets_no_cookie_and_has_a_policy_of_its_own()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Site.Get("/");

        var policy = Header(page, "Content-Security-Policy");
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(page, "X-Content-Type-Options"));
        Assert.False(page.Response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_fragment_gets_a_fragment_when_something_is_not_there()
    {
        await using var nation = await app.NewNation();
        var request = new HttpRequestMessage(HttpMethod.Get, "/people/999999999");
        request.Headers.Add("HX-Request-Type", "partial");

        var page = await nation.Panel.Send(request);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        page.Shows("There is nothing here");
        Assert.DoesNotContain("<html", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task The_program_says_that_it_is_well_under_any_name_and_nothing_else(string path)
    {
        await using var nation = await app.NewNation();
        foreach (var browser in new[] { nation.Stranger, nation.Site, nation.Visit("https://10.0.0.7") })
        {
            var page = await browser.Get(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal("Healthy", page.Html);
        }
    }

    private static string Header(Page page, string name) => string.Join(", ", page.Response.Headers.TryGetValues(name, out var values) ? values : page.Response.Content.Headers.TryGetValues(name, out values) ? values : []);
}
