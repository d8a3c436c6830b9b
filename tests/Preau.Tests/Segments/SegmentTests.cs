using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.People;
using Preau.Segments;

namespace Preau.Tests.Segments;

/// <summary>People are chosen by what is known of them, counted, listed and handed out; archived people never.</summary>
public sealed class SegmentTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_field_of_the_record_finds_whom_it_says()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        var (ana, bob) = (await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn, p.SupportLevel, p.Source, p.Language) = ("Ana", "Étienne", new DateOnly(1990, 1, 2), 1, "page:4", "fr"), email: "ana@example.org"), await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn, p.Source) = ("Bob", "Blanc", new DateOnly(2008, 11, 25), "panel")));
        var gone = await nation.Seeds.Person(p => (p.FirstName, p.ArchivedAt) = ("Gone", app.Clock.GetUtcNow()));
        var services = nation.Services;
        db = services.GetRequiredService<Database>();
        foreach (var id in new[] { ana.Id, gone.Id }) await services.GetRequiredService<TagPeople>().Add(id, "helper", Ct);
        db.Add(new PersonAddress { PersonId = ana.Id, Kind = AddressKind.Home, Line1 = "", Line2 = "", Postcode = "69001", City = "Lyon", Country = "FR" });
        await services.GetRequiredService<ConsentLedger>().Give(ana.Id, Preau.Law.Purpose.News, "en", "Yes", "panel", Ct);
        var (text, number, date, yes) = (Own("job", FieldKind.Text), Own("children", FieldKind.Number), Own("met", FieldKind.Date), Own("driver", FieldKind.Boolean));
        db.AddRange(text, number, date, yes);
        await db.SaveChangesAsync(Ct);
        db.AddRange(
            new CustomValue { PersonId = ana.Id, CustomFieldId = text.Id, TextValue = "Boulangère", TextKey = Preau.Shared.NameKey.Of("Boulangère") },
            new CustomValue { PersonId = ana.Id, CustomFieldId = number.Id, NumberValue = 2 },
            new CustomValue { PersonId = ana.Id, CustomFieldId = date.Id, DateValue = new DateOnly(2026, 3, 1) },
            new CustomValue { PersonId = ana.Id, CustomFieldId = yes.Id, BooleanValue = true });
        await db.SaveChangesAsync(Ct);
        var tag = (await db.Tags.SingleAsync(Ct)).Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

        foreach (var condition in new SegmentCondition[]
        {
            new("name", "starts_with", ["etie"]), new("city", "is", ["LYON"]), new("postcode", "starts_with", ["69", "70"]), new("age", "at_least", ["18"]), new("tag", "has", [tag]),
            new("support_level", "is", ["1", "2"]), new("consent", "given", ["news"]), new("source", "is", ["page"]), new("reachable", "mail", []), new("language", "is", ["fr"]),
            new("field:job", "is", ["boulangere"]), new("field:job", "contains", ["lang"]), new("field:children", "at_least", ["1.5"]), new("field:met", "from", ["2026-03-01"]), new("field:driver", "yes", []),
        })
        {
            Assert.Equal([ana.Id], await Members(nation, new SegmentGroup(Joining.All, [condition])));
        }

        // Eighteen tomorrow is seventeen today.
        Assert.Equal([bob.Id], await Members(nation, new SegmentGroup(Joining.All, [new SegmentCondition("age", "at_most", ["17"])])));
        Assert.Equal([bob.Id], await Members(nation, new SegmentGroup(Joining.None, [new SegmentCondition("tag", "has", [tag])])));
        Assert.Equal([ana.Id, bob.Id], await Members(nation, new SegmentGroup(Joining.Any, [new SegmentCondition("city", "is", ["Lyon"]), new SegmentCondition("source", "is", ["panel"])])));
        Assert.Equal([ana.Id, bob.Id], await Members(nation, SegmentGroup.Everybody));
    }

    [Fact]
    public async Task A_segment_is_made_counted_while_choosing_read_as_a_sentence_and_exported()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ana", "Arnaud"), email: "ana@example.org");
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Bob", "Blanc"));
        const string tree = """{"join":"all","parts":[{"field":"reachable","operator":"mail","values":[]},{"join":"any","parts":[{"field":"name","operator":"starts_with","values":["Arn"]},{"field":"age","operator":"at_least","values":["99"]}]}]}""";

        var counted = await nation.Panel.Submit("/segments/new", new { Name = "x", Tree = tree }, action: null);
        Assert.Equal(HttpStatusCode.Redirect, counted.Status);
        var shown = await counted.Follow();
        shown.Shows("People who have a mail address and (have a name that begins with “Arn” or are at least 99 years old)");
        shown.Shows("1 person");
        shown.Shows("Ana Arnaud");
        shown.DoesNotShow("Bob Blanc");
        var file = await nation.Panel.Get(shown.Path.TrimEnd('/') + "/members.csv");
        Assert.Contains("ana@example.org", file.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Finance)).Get(shown.Path + "/members.csv")).Status);
        (await nation.Panel.Get("/segments")).Shows("People who have a mail address");
    }

    [Fact]
    public async Task A_segment_that_another_part_of_the_program_made_is_counted_within_a_minute()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.Language) = ("Ana", "en"));
        await nation.Seeds.Segment("English readers", new SegmentCondition("language", "is", ["en"]));

        await nation.Services.GetRequiredService<CountSegments>().Run(new RecountSegments(), Ct);

        var row = (await nation.Panel.Get("/segments")).Document.QuerySelector("tbody tr")!;
        Assert.Equal("1", row.QuerySelector("td.number")?.TextContent.Trim());
        Assert.NotNull(row.QuerySelector("time"));
    }

    [Theory]
    [InlineData("""{"join":"all","parts":[{"field":"password","operator":"is","values":["x"]}]}""", "Condition 1: There is nothing called “password” to choose people by.")]
    [InlineData("""{"join":"all","parts":[{"field":"tag","operator":"has","values":["999"]}]}""", "Condition 1: “999” cannot stand there.")]
    [InlineData("""{"join":"all","parts":[{"field":"age","operator":"at_least","values":["old"]}]}""", "“old” cannot stand there.")]
    [InlineData("""{"join":"all","parts":[{"field":"age","operator":"at_least","values":[]}]}""", "Condition 1: “Age” is not complete: give it a value, or take the condition away.")]
    [InlineData("not json", "This is not a segment that can be read: its JSON goes wrong at line 1, character 2.")]
    public async Task A_wrong_tree_is_refused_with_its_place(string tree, string says)
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        var services = other.Services;
        await services.GetRequiredService<TagPeople>().Named("of another nation", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);

        var refused = await nation.Panel.Submit("/segments/new", new { Name = "x", Tree = tree });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows(says);
    }

    [Fact]
    public async Task Counts_grow_stale_by_the_feed_and_are_counted_again()
    {
        await using var nation = await app.NewNation();
        await nation.Panel.Submit("/segments/new", new { Name = "All", Tree = "" });
        Assert.Equal(0, (await nation.Db.SegmentCounts.SingleAsync(Ct)).Count);
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        await nation.Seeds.Person();
        await nation.RunFeed();
        Assert.NotNull((await nation.Db.SegmentCounts.SingleAsync(Ct)).StaleSince);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await nation.RunJobs();

        var count = await nation.Db.SegmentCounts.SingleAsync(Ct);
        Assert.Equal((1, (DateTimeOffset?)null), (count.Count, count.StaleSince));
    }

    private static CustomField Own(string slug, FieldKind kind) => new() { Slug = slug, Name = slug, Kind = kind };

    private static async Task<List<long>> Members(TestNation nation, SegmentNode tree)
    {
        var services = nation.Services;
        Assert.Empty((await services.GetRequiredService<SegmentFields>().Catalogue(Ct)).Check(tree));
        var members = services.GetRequiredService<SegmentMembers>();
        var rows = await members.Page(tree, null, Ct);
        Assert.Equal(rows.Count, await members.Count(tree, Ct));
        return [.. rows.Select(r => r.Id).Order()];
    }
}
