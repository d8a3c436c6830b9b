using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Preau.Demo;

namespace Preau.Tests.Demo;

public sealed class DemoStartTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Theory]
    [InlineData(new[] { "demo" }, true, false)]
    [InlineData(new[] { "demo", "--reset" }, true, true)]
    [InlineData(new string[0], false, false)]
    [InlineData(new[] { "--reset" }, false, false)]
    public void The_demo_is_asked_for_by_name(string[] args, bool isDemo, bool isReset)
    {
        using var demo = DemoStart.From(args);

        Assert.Equal(isDemo, demo is not null);
        Assert.Equal(isReset, demo?.IsReset ?? false);
    }

    [Fact]
    public void The_demo_listens_on_this_machine_only_whatever_the_environment_says()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://0.0.0.0:80"]);
        builder.Configuration["PREAU_PORT"] = "5998";

        using var demo = DemoStart.From(["demo"]);
        demo!.Configure(builder);

        Assert.Equal("http://localhost:5998", builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey));
        Assert.Equal("true", builder.WebHost.GetSetting(WebHostDefaults.PreferHostingUrlsKey));
    }

    [Fact]
    public async Task The_demo_does_not_go_beside_a_campaign_of_somebodys()
    {
        await using var nation = await app.NewNation("theirs");
        using var demo = DemoStart.From(["demo", "--reset"]);

        var refused = await Assert.ThrowsAsync<StartRefused>(() => demo!.Fill(app.Services, TextWriter.Null, TestContext.Current.CancellationToken));

        Assert.Contains("theirs", refused.Message, StringComparison.Ordinal);
        Assert.Contains("PREAU_DATA", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await nation.Db.Nations.CountAsync(n => n.Slug == DemoCampaign.Slug, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_panel_works_over_plain_http_on_localhost_with_cookies_that_stay_secure()
    {
        await using var nation = await app.NewNation();

        var page = await nation.Visit($"http://panel.{nation.Facts.Slug}.localhost").Get("/sign-in");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.All(page.Response.Headers.GetValues("Set-Cookie"), c => Assert.Contains("secure", c, StringComparison.OrdinalIgnoreCase));
    }
}
