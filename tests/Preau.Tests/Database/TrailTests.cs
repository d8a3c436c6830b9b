using Microsoft.EntityFrameworkCore;

namespace Preau.Tests.Storage;

public sealed class TrailTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task Every_write_leaves_an_audit_row_and_a_line_in_the_feed()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(email: "ada@example.org");
        var db = nation.Db;
        var stored = await db.People.SingleAsync(TestContext.Current.CancellationToken);
        stored.SupportLevel = 2;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var audit = await nation.Db.AuditEntries.OrderBy(a => a.Id).ToListAsync(TestContext.Current.CancellationToken);
        var feed = await nation.Db.Changes.OrderBy(c => c.Position).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["person.created", "person_email.created", "person.changed"], audit.Select(a => a.Action));
        Assert.Equal("support_level", audit[^1].Details);
        Assert.Equal(["person.created", "person_email.created", "person.changed"], feed.Select(c => c.Kind));
        Assert.All(feed, c => Assert.Equal([person.Id], c.People));
    }

    [Fact]
    public async Task A_bulk_action_is_one_line_a_thousand_people()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        db.Trail.Record("import.applied", [.. Enumerable.Range(1, 2500).Select(i => (long)i)], "batch 1");
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, await nation.Db.Changes.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2500, (await nation.Db.AuditEntries.SingleAsync(TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task Bulk_rows_arrive_as_the_context_reads_them()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        var now = app.Clock.GetUtcNow().ToMicroseconds();
        await using (var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            var first = db.Ids.Reserve("person", 100);
            await using (var writer = await db.Bulk("person", ["id", "first_name", "last_name", "name_key", "source", "is_roll_only", "born_on", "created_at", "changed_at"], TestContext.Current.CancellationToken))
            {
                for (var i = 0; i < 100; i++) writer.Row(first + i, "Zoé", $"Roll{i}", $"roll{i} zoe", "roll", true, new DateOnly(1980, 5, 1), now, now);
                await writer.Done(TestContext.Current.CancellationToken);
                // Nobody has to close the writer first.
                Assert.Equal(100, await db.People.CountAsync(TestContext.Current.CancellationToken));
            }

            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        var person = await nation.Db.People.SingleAsync(p => p.NameKey == "roll42 zoe", TestContext.Current.CancellationToken);
        Assert.Equal(now, person.CreatedAt);
        Assert.Equal(new DateOnly(1980, 5, 1), person.BornOn);
        Assert.True(person.IsRollOnly);
        Assert.NotEqual(person.Id, (await nation.Seeds.Person()).Id);
    }

    [Fact]
    public async Task Bulk_texts_of_any_length_arrive_each_in_its_place()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        var (ct, now) = (TestContext.Current.CancellationToken, app.Clock.GetUtcNow().ToMicroseconds());
        string[] texts = ["", "a", new string('é', 5000), "€", new string('x', 100_000), "🦆 coin", ""];
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await using (var writer = await db.Bulk("person", ["id", "first_name", "last_name", "name_key", "occupation", "source", "is_roll_only", "born_on", "created_at", "changed_at"], ct))
            {
                for (var i = 0; i < texts.Length; i++) writer.Row(1000L + i, texts[i], texts[^(i + 1)], "k", i % 2 == 0 ? null : texts[i], "roll", false, null, now.AddDays(i), now);
                await writer.Done(ct);
            }

            await transaction.CommitAsync(ct);
        }

        var people = await nation.Db.People.AsNoTracking().Where(p => p.Id >= 1000).OrderBy(p => p.Id).ToListAsync(ct);
        Assert.Equal(texts, people.Select(p => p.FirstName));
        Assert.Equal(texts.Reverse(), people.Select(p => p.LastName));
        Assert.Equal(texts.Select((t, i) => i % 2 == 0 ? null : t), people.Select(p => p.Occupation));
        Assert.Equal(texts.Select((_, i) => now.AddDays(i)), people.Select(p => p.CreatedAt));
    }
}
