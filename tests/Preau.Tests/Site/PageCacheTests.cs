using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Site;

namespace Preau.Tests.Site;

public sealed class PageCacheTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_visitors_get_the_same_bytes_and_a_browser_that_has_them_gets_none()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Page(slug: "a");

        var (one, two) = (await nation.Site.Get("/a"), await nation.Site.Get("/a"));
        Assert.Equal(one.Bytes, two.Bytes);
        Assert.False(one.Response.Headers.Contains("Set-Cookie"));

        var again = await nation.Site.Send(With("/a", "If-None-Match", one.Response.Headers.ETag!.Tag));
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.Status, again.Bytes.Length));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Compressed_bytes_say_the_same(string encoding)
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Page(slug: "a");
        var plain = await nation.Site.Get("/a");

        var packed = await nation.Site.Send(With("/a", "Accept-Encoding", encoding));

        Assert.Equal(encoding, packed.Response.Content.Headers.ContentEncoding.Single());
        await using Stream stream = encoding == "br" ? new BrotliStream(new MemoryStream(packed.Bytes), CompressionMode.Decompress) : new GZipStream(new MemoryStream(packed.Bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Assert.Equal(plain.Html, await reader.ReadToEndAsync(Ct));
    }

    [Fact]
    public async Task What_is_changed_is_seen_at_once_on_every_page_that_shows_it()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "a", title: "Before", with: p => p.MenuPosition = 1);
        await nation.Seeds.Page(slug: "b", title: "Other");
        (await nation.Site.Get("/a")).Shows("Before");
        (await nation.Site.Get("/b")).Shows("Before");

        var db = nation.Db;
        (await db.SitePages.SingleAsync(p => p.Id == page.Id, Ct)).Title = "After";
        await db.SaveChangesAsync(Ct);

        (await nation.Site.Get("/a")).Shows("After");
        (await nation.Site.Get("/b")).Shows("After");
    }

    [Fact]
    public async Task A_transaction_that_stays_open_does_not_hide_what_is_published_meanwhile()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "a", title: "Before");
        (await nation.Site.Get("/a")).Shows("Before");
        await using var slow = nation.Db;
        if (slow.Dialect == Dialect.Postgres)
        {
            // A writer that goes on for minutes, as a long import does; SQLite has one writer at a time.
            await slow.Database.BeginTransactionAsync(Ct);
            await slow.Database.ExecuteSqlRawAsync("select pg_current_xact_id()", Ct);
        }

        var db = nation.Db;
        (await db.SitePages.SingleAsync(p => p.Id == page.Id, Ct)).Title = "After";
        await db.SaveChangesAsync(Ct);

        (await nation.Site.Get("/a")).Shows("After");
    }

    [Fact]
    public async Task Another_process_on_the_same_store_forgets_the_page_when_it_reads_the_feed()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "a", title: "Before");
        await using var second = new SecondProcess(app.StoreOptions);
        await second.InitializeAsync();
        await using var there = new TestNation(second, nation.Facts);
        (await there.Site.Get("/a")).Shows("Before");

        var db = nation.Db;
        (await db.SitePages.SingleAsync(p => p.Id == page.Id, Ct)).Title = "After";
        await db.SaveChangesAsync(Ct);
        (await there.Site.Get("/a")).Shows("Before");
        await second.Services.GetRequiredService<FollowSite>().CatchUp(Ct);

        (await there.Site.Get("/a")).Shows("After");
    }

    [Fact]
    public async Task A_visitor_of_another_nation_never_gets_a_kept_page()
    {
        await using var mine = await app.NewNation();
        await using var other = await app.NewNation();
        await mine.Seeds.Page(slug: "same", title: "Mine alone");
        await other.Seeds.Page(slug: "same", title: "Theirs alone");

        (await mine.Site.Get("/same")).Shows("Mine alone");
        (await other.Site.Get("/same")).Shows("Theirs alone");
        (await mine.Site.Get("/same")).DoesNotShow("Theirs alone");
    }

    [Fact]
    public void A_page_that_was_made_while_the_site_changed_is_not_kept()
    {
        var (cache, nation) = (new PageCache(app.Clock), new NationId(7));
        var generation = cache.Generation(nation);
        cache.Forget(nation);

        cache.Keep(nation, "/a", new CachedPage("old", 200), generation);

        Assert.Null(cache.Find(nation, "/a"));
    }

    [Fact]
    public void After_a_minute_one_visitor_waits_for_a_new_page_and_the_others_get_the_old()
    {
        var (cache, nation) = (new PageCache(app.Clock), new NationId(7));
        cache.Keep(nation, "/a", new CachedPage("old", 200), cache.Generation(nation));
        Assert.NotNull(cache.Find(nation, "/a"));

        app.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Null(cache.Find(nation, "/a"));
        Assert.NotNull(cache.Find(nation, "/a"));
    }

    [Fact]
    public async Task The_style_is_kept_by_browsers_for_as_long_as_it_is_the_same()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Page(slug: "a");
        var address = (await nation.Site.Get("/a")).Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;

        var style = await nation.Site.Get(address);

        Assert.Equal(HttpStatusCode.OK, style.Status);
        Assert.Contains("immutable", style.Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Contains("?v=", address, StringComparison.Ordinal);
    }

    private static HttpRequestMessage With(string path, string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }
}

/// <summary>The program once more, over a store that another one uses too and that is dropped by it.</summary>
public sealed class SecondProcess(StoreOptions shared) : PreauApp
{
    public override StoreOptions StoreOptions => shared;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;
}
