using System.Net;
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

    private async Task<HttpStatusCode> Asked(string origin) => (await Nation.Visit(origin).Get("/programme")).Status;
}
