using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Nations;
using Preau.Tests.Accounts;

namespace Preau.Tests.Operating;

public sealed class BehindProxyApp : PreauApp
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting(Proxies.Variable, "192.0.2.1, 198.51.100.0/24");
        base.ConfigureWebHost(builder);
    }

    protected override void Configure(IServiceCollection services) => services.AddSingleton<IStartupFilter, FromAddress>();
}

/// <summary>Only proxies that the operator named may say for whom a request is.</summary>
public sealed class ProxyTests(BehindProxyApp app) : IClassFixture<BehindProxyApp>
{
    [Theory]
    [InlineData("192.0.2.1", "203.0.113.9")]
    [InlineData("198.51.100.77", "203.0.113.9")]
    [InlineData("192.0.2.2", "192.0.2.2")]
    public async Task The_address_of_a_session_is_what_a_named_proxy_says_and_else_who_asked(string from, string kept)
    {
        await using var nation = await app.NewNation();
        var account = await nation.Seeds.Account($"{from}@proxy.example");
        var browser = nation.Stranger;
        browser.Http.DefaultRequestHeaders.Add(FromAddress.Header, from);
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        await browser.Submit("/sign-in", new { Form_Email = account.Email, Form_Password = Seeds.Password });

        Assert.Equal(kept, (await nation.Db.Sessions.SingleAsync(s => s.AccountId == account.Id, TestContext.Current.CancellationToken)).IpAddress);
    }

    [Fact]
    public async Task A_forged_host_from_a_stranger_opens_no_other_nation()
    {
        await using var one = await app.NewNation();
        await using var other = await app.NewNation();
        var browser = one.Stranger;
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-Host", $"panel.{other.Facts.Slug}.localhost");

        (await browser.Get("/sign-in")).Shows(one.Facts.Name);
        foreach (var path in new[] { "/", "/sign-in", "/people", "/first-run" }) Assert.Equal(HttpStatusCode.NotFound, (await one.Visit("https://forged.example").Get(path)).Status);
    }

    [Fact]
    public void A_misspelt_proxy_is_refused_in_a_sentence()
    {
        var refusal = Assert.Throws<StartRefused>(() => Proxies.Trust(new ForwardedHeadersOptions(), "127.0.0.1 my-proxy"));

        Assert.Contains("my-proxy", refusal.Message, StringComparison.Ordinal);
        var nobody = new ForwardedHeadersOptions();
        Proxies.Trust(nobody, null);
        Assert.Equal(Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.None, nobody.ForwardedHeaders);
    }
}
