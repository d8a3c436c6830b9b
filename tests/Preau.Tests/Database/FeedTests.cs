using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Feed;
using Preau.People;

namespace Preau.Tests.Storage;

public sealed class FeedApp : PreauApp
{
    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton<Seen>();
        services.AddChangeReader<FirstReader>().AddChangeReader<SecondReader>();
    }
}

public sealed class Seen
{
    public List<(string Reader, NationId Nation, string Kind)> Lines { get; } = [];
    public bool SecondIsDown { get; set; }
    public bool FirstIsEmpty { get; set; }

    /// <summary>Goes on while the first reader is rebuilt, in parts.</summary>
    public Func<Task>? Meanwhile { get; set; }
}

public abstract class RecordingReader(Seen seen, CurrentNation nation) : IChangeReader
{
    public abstract string Name { get; }

    public virtual Task Apply(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        seen.Lines.AddRange(changes.Select(c => (Name, nation.Id, c.Kind)));
        return Task.CompletedTask;
    }

    public virtual Task Rebuild(CancellationToken ct)
    {
        seen.Lines.Add((Name, nation.Id, "rebuilt"));
        return Task.CompletedTask;
    }
}

public sealed class FirstReader(Seen seen, CurrentNation nation) : RecordingReader(seen, nation), IChangeReader
{
    private readonly Seen seen = seen;

    public override string Name => "first";

    public Task<bool> NeedsRebuild(CancellationToken ct) => Task.FromResult(seen.FirstIsEmpty);

    public bool RebuildsInParts => seen.Meanwhile is not null;

    public override async Task Rebuild(CancellationToken ct)
    {
        seen.FirstIsEmpty = false;
        if (seen.Meanwhile is { } meanwhile) await meanwhile();
        await base.Rebuild(ct);
    }
}

public sealed class SecondReader(Seen seen, CurrentNation nation) : RecordingReader(seen, nation)
{
    private readonly Seen seen = seen;

    public override string Name => "second";

    public override Task Apply(IReadOnlyList<Change> changes, CancellationToken ct) => seen.SecondIsDown ? throw new IOException("down") : base.Apply(changes, ct);
}

/// <summary>For tests that what others do meanwhile would change: they run by themselves.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class FeedTests(FeedApp app) : IClassFixture<FeedApp>
{
    private Seen Seen => app.Services.GetRequiredService<Seen>();

    [Fact]
    public async Task A_transaction_that_commits_late_still_reaches_every_reader()
    {
        await using var nation = await app.NewNation();
        await nation.RunFeed();
        var slow = nation.Db;
        await using var transaction = await slow.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        slow.Add(new Tag { Name = "slow", NameKey = "slow" });
        await slow.SaveChangesAsync(TestContext.Current.CancellationToken);
        // SQLite has one writer: there, nobody else can commit in between.
        if (TestStores.Dialect == Dialect.Sqlite) await transaction.CommitAsync(TestContext.Current.CancellationToken);
        var quick = nation.Db;
        quick.Add(new Note { PersonId = (await nation.Seeds.Person()).Id, Text = "quick" });
        await quick.SaveChangesAsync(TestContext.Current.CancellationToken);

        await app.Services.GetRequiredService<FeedRunner>().CatchUp(TestContext.Current.CancellationToken);
        if (TestStores.Dialect == Dialect.Postgres) await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await nation.RunFeed();

        foreach (var reader in new[] { "first", "second" })
        {
            var kinds = Seen.Lines.Where(l => l.Reader == reader && l.Nation == nation.Facts.Id).Select(l => l.Kind).ToList();
            Assert.Equal(1, kinds.Count(k => k == "tag.created"));
            Assert.Equal(1, kinds.Count(k => k == "note.created"));
        }
    }

    [Fact]
    public async Task A_reader_that_was_down_catches_up()
    {
        await using var nation = await app.NewNation();
        await nation.RunFeed();
        Seen.SecondIsDown = true;
        await nation.Seeds.Person();
        await Assert.ThrowsAsync<IOException>(nation.RunFeed);
        Seen.SecondIsDown = false;
        await nation.RunFeed();

        foreach (var reader in new[] { "first", "second" }) Assert.Single(Seen.Lines, l => l == (reader, nation.Facts.Id, "person.created"));
    }

    [Fact]
    public async Task A_reader_that_has_nothing_of_a_nation_is_rebuilt_before_it_reads_on()
    {
        await using var nation = await app.NewNation();
        await nation.RunFeed();
        Seen.Lines.Clear();
        Seen.FirstIsEmpty = true;
        await nation.Seeds.Person();
        await nation.RunFeed();

        Assert.Equal(["rebuilt", "person.created"], Seen.Lines.Where(l => l.Reader == "first" && l.Nation == nation.Facts.Id).Select(l => l.Kind));
    }

    [Fact]
    public async Task A_rebuilt_reader_goes_on_from_the_end_of_the_feed()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();
        await nation.RunFeed();
        await app.Services.GetRequiredService<RebuildReader>().Run("first", TestContext.Current.CancellationToken);
        Seen.Lines.Clear();

        await nation.Seeds.Person();
        await nation.RunFeed();

        Assert.Single(Seen.Lines, l => l == ("first", nation.Facts.Id, "person.created"));
    }

    [Fact]
    public async Task A_reader_with_a_fault_holds_up_no_other()
    {
        await using var nation = await app.NewNation();
        await nation.RunFeed();
        Seen.SecondIsDown = true;
        await nation.Seeds.Person();
        await Assert.ThrowsAsync<IOException>(nation.RunFeed);
        Seen.SecondIsDown = false;

        var readers = await nation.Db.Set<ChangeReader>().AsNoTracking().ToDictionaryAsync(r => r.Name, r => r.Position, TestContext.Current.CancellationToken);
        Assert.True(readers["first"] > readers["second"]);
        Assert.All(readers.Where(r => r.Key != "second"), r => Assert.Equal(readers["first"], r.Value));
    }

    [Fact]
    public async Task A_reader_says_for_which_instant_it_stands()
    {
        await using var nation = await app.NewNation();
        await nation.RunFeed();
        Seen.SecondIsDown = true;
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await nation.Seeds.Person();
        await Assert.ThrowsAsync<IOException>(nation.RunFeed);
        Seen.SecondIsDown = false;
        var now = app.Clock.GetUtcNow();

        var readers = await nation.Db.Set<ChangeReader>().AsNoTracking().ToDictionaryAsync(r => r.Name, r => r.CaughtUpAt, TestContext.Current.CancellationToken);
        Assert.Equal(now, readers["first"]);
        Assert.True(readers["second"] < now);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await nation.RunFeed();
        Assert.Equal(app.Clock.GetUtcNow(), (await nation.Db.Set<ChangeReader>().AsNoTracking().SingleAsync(r => r.Name == "first", TestContext.Current.CancellationToken)).CaughtUpAt);
    }

    [Fact]
    public async Task A_rebuild_keeps_its_reader_however_long_it_takes()
    {
        await using var nation = await app.NewNation();
        await nation.RunFeed();
        await nation.Seeds.Person();
        Seen.Lines.Clear();
        var isFirst = true;
        Seen.Meanwhile = async () =>
        {
            // Of the first nation.
            if (!isFirst) return;
            isFirst = false;
            for (var minutes = 0; minutes < 30; minutes += 2)
            {
                app.Clock.Advance(TimeSpan.FromMinutes(2));
                for (var i = 0; i < 300 && !await IsHeld(); i++) await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            await app.Services.GetRequiredService<FeedRunner>().CatchUp(TestContext.Current.CancellationToken);
        };

        await app.Services.GetRequiredService<RebuildReader>().Run("first", TestContext.Current.CancellationToken);

        Seen.Meanwhile = null;
        await nation.RunFeed();
        Assert.Equal(["rebuilt"], Seen.Lines.Where(l => l.Reader == "first" && l.Nation == nation.Facts.Id).Select(l => l.Kind));

        async Task<bool> IsHeld()
        {
            var soon = app.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeMilliseconds();
            return await nation.Db.Set<ChangeReader>().AnyAsync(r => r.Name == "first" && r.LeasedUntilMs > soon, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task What_follows_the_feed_leaves_a_reader_alone_while_it_is_rebuilt()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();
        await nation.RunFeed();
        await nation.Db.Set<ChangeReader>().Where(r => r.Name == "first").ExecuteUpdateAsync(s => s.SetProperty(r => r.Holder, "rebuild").SetProperty(r => r.LeasedUntilMs, app.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds()), TestContext.Current.CancellationToken);
        await nation.Seeds.Person();
        Seen.Lines.Clear();

        await app.Services.GetRequiredService<FeedRunner>().CatchUp(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(Seen.Lines, l => l.Reader == "first");
        await app.Services.GetRequiredService<RebuildReader>().Run("first", TestContext.Current.CancellationToken);
        await nation.Seeds.Person();
        await nation.RunFeed();
        Assert.Single(Seen.Lines, l => l == ("first", nation.Facts.Id, "person.created"));
    }
}
