using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Preau.Nations;

namespace Preau.Tests.Operating;

/// <summary>Under which names an installation of one campaign answers.</summary>
public sealed class NameTests : OwnInstallation
{
    [Fact]
    public async Task Any_name_leads_to_the_only_campaign_until_it_has_one_of_its_own()
    {
        await Nation.ReadyToPublish();
        await Nation.Seeds.Page(slug: "programme", title: "Our programme");
        Assert.Equal(HttpStatusCode.OK, await Asked("https://stranger.example"));

        var db = Nation.Db;
        db.Add(new HostName { Name = "valmorin.example", Surface = Surface.Site });
        await db.SaveChangesAsync(Ct);
        App.Clock.Advance(TimeSpan.FromSeconds(6));
        // Entered, but its DNS may not lead here yet.
        Assert.Equal(HttpStatusCode.OK, await Asked("https://stranger.example"));
        Assert.Equal(HttpStatusCode.OK, await Asked("https://valmorin.example"));
        App.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(HttpStatusCode.NotFound, await Asked("https://stranger.example"));
        foreach (var own in new[] { "https://valmorin.example", $"https://{Nation.Facts.Slug}.localhost", "http://127.0.0.1", "http://[::1]", "http://server" }) Assert.Equal(HttpStatusCode.OK, await Asked(own));
    }

    [Fact]
    public async Task With_one_name_the_panel_lies_below_the_site_until_a_name_of_its_own_leads_here()
    {
        var db = Nation.Db;
        db.AddRange(new HostName { Name = "valmorin.example", Surface = Surface.Site, SeenAt = App.Clock.GetUtcNow() }, new HostName { Name = "team.valmorin.example", Surface = Surface.Panel });
        await db.SaveChangesAsync(Ct);
        App.Clock.Advance(TimeSpan.FromSeconds(6));
        // Entered, but its DNS may not lead here yet: links in mails go where the panel is reached, and it is still reached there.
        Assert.Equal("http://valmorin.example:5080/panel", await Panel());
        Assert.Equal("/panel/sign-in", (await Nation.Visit("https://valmorin.example").Get("/panel/mail")).Location?.Split('?')[0]);

        await Nation.Visit("https://team.valmorin.example").Get("/sign-in");
        App.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("http://team.valmorin.example:5080", await Panel());
        Assert.Equal(HttpStatusCode.NotFound, (await Nation.Visit("https://valmorin.example").Get("/panel/mail")).Status);
    }

    private ValueTask<string> Panel() => App.Services.GetRequiredService<NationDirectory>().AddressOf(Nation.Facts, Surface.Panel, Ct);

    private async Task<HttpStatusCode> Asked(string origin) => (await Nation.Visit(origin).Get("/programme")).Status;
}
