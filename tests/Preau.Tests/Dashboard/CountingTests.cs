using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Actions;
using Preau.Dashboard.Counting;
using Preau.Donations;
using Preau.Feed;
using Preau.Law;
using Preau.Mail;
using Preau.Nations;
using Preau.People;

namespace Preau.Tests.Dashboard;

public sealed class CountingTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Following_any_history_counts_what_a_rebuild_counts(int seed)
    {
        await using var nation = await app.NewNation();
        var history = new History(nation, seed);
        for (var step = 0; step < 60; step++)
        {
            await history.Step();
            if (step % 7 == 6) await nation.RunFeed();
        }

        await nation.RunFeed();
        var followed = await Days(nation);
        var shares = await Shares(nation);
        Assert.NotEmpty(followed);
        Assert.Equal(await Counted(nation), followed);
        await app.Services.GetRequiredService<RebuildReader>().Run(CountPeople.ReaderName, Ct);
        Assert.Equal(followed, await Days(nation));
        Assert.Equal(shares, await Shares(nation));

        await history.Step();
        await history.Step();
        await nation.RunFeed();
        Assert.Equal(await Counted(nation), await Days(nation));
    }

    [Fact]
    public async Task A_line_told_twice_counts_once()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        await nation.RunFeed();
        var before = await Days(nation);
        var services = nation.Services;
        var line = new Change { Kind = "person.created", PersonIds = $"{person.Id},{person.Id}" };
        await services.GetRequiredService<CountPeople>().Apply([line, line], Ct);

        Assert.Equal(before, await Days(nation));
    }

    [Fact]
    public async Task Whoever_is_erased_is_counted_no_more_at_once()
    {
        await using var nation = await app.NewNation();
        var stays = await nation.Seeds.Person();
        var goes = await nation.Seeds.Person();
        await nation.RunFeed();

        await nation.Services.GetRequiredService<ErasePerson>().Run(goes.Id, Ct);

        Assert.Equal(1, (await nation.Db.RollUpDays.SingleAsync(Ct)).Count);
        Assert.Equal(stays.Id, (await nation.Db.RollUpShares.SingleAsync(Ct)).PersonId);
        await nation.RunFeed();
        Assert.Equal(1, (await nation.Db.RollUpDays.SingleAsync(Ct)).Count);
    }

    [Fact]
    public async Task A_nation_that_moves_to_another_time_zone_has_its_days_counted_anew()
    {
        await using var nation = await app.NewNation();
        // Nine in the evening in UTC is the next day in Nouméa.
        await nation.Seeds.Person(p => p.CreatedAt = new DateTimeOffset(2026, 11, 20, 21, 0, 0, TimeSpan.Zero));
        await nation.RunFeed();
        Assert.Equal(new DateOnly(2026, 11, 20), (await nation.Db.RollUpDays.SingleAsync(Ct)).Day);

        await nation.Db.Nations.Where(n => n.Id == nation.Facts.Id.Value).ExecuteUpdateAsync(s => s.SetProperty(n => n.TimeZone, "Pacific/Noumea"), Ct);
        app.Services.GetRequiredService<NationDirectory>().Forget();
        await nation.Seeds.Person(p => p.IsRollOnly = true);
        await nation.RunFeed();

        Assert.Equal(new DateOnly(2026, 11, 21), (await nation.Db.RollUpDays.SingleAsync(Ct)).Day);
    }

    [Fact]
    public async Task A_nation_that_is_counted_from_the_beginning_says_so_until_it_is_done()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();
        await nation.RunFeed();
        var before = await Days(nation);
        await nation.Db.RollUpClocks.ExecuteDeleteAsync(Ct);
        await nation.Db.RollUpDays.ExecuteUpdateAsync(s => s.SetProperty(d => d.Count, 7), Ct);

        (await nation.Panel.Get("/")).Shows("The numbers are being counted from the beginning");
        await nation.Seeds.Person(p => p.IsRollOnly = true);
        await nation.RunFeed();

        Assert.Equal(before, await Days(nation));
        (await nation.Panel.Get("/")).DoesNotShow("The numbers are being counted from the beginning");
    }

    [Fact]
    public async Task Who_agreed_to_news_waits_for_a_mail_until_one_was_sent()
    {
        await using var nation = await app.NewNation();
        var reached = await nation.Seeds.Person(email: "reached@example.org");
        var silent = await nation.Seeds.Person();
        var services = nation.Services;
        foreach (var person in new[] { reached, silent }) await services.GetRequiredService<ConsentLedger>().Give(person.Id, Purpose.News, "en", "Yes.", "page:1", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        await nation.RunFeed();
        Assert.Equal(1, await nation.Db.RollUpDays.Where(d => d.Measure == Measure.Unwritten).SumAsync(d => d.Count, Ct));
        Assert.Equal(2, await nation.Db.RollUpDays.Where(d => d.Measure == Measure.News).SumAsync(d => d.Count, Ct));
        (await nation.Panel.Get("/people?set=unwritten")).Shows(reached.LastName);
        (await nation.Panel.Get("/people?set=unwritten")).DoesNotShow(silent.LastName);

        await History.Deliver(nation, reached.Id);
        await nation.RunFeed();

        Assert.Equal(0, await nation.Db.RollUpDays.Where(d => d.Measure == Measure.Unwritten).SumAsync(d => d.Count, Ct));
    }

    private static async Task<List<string>> Days(TestNation nation) =>
        [.. (await nation.Db.RollUpDays.AsNoTracking().ToListAsync(Ct)).Select(d => $"{d.Measure} {d.Day:yyyy-MM-dd} {d.Source} {d.Count} {d.Cents}").Order(StringComparer.Ordinal)];

    private static async Task<List<string>> Shares(TestNation nation) =>
        [.. (await nation.Db.RollUpShares.AsNoTracking().ToListAsync(Ct)).Select(d => $"{d.PersonId} {d.Measure} {d.Day:yyyy-MM-dd} {d.Source} {d.Count} {d.Cents}").Order(StringComparer.Ordinal)];

    /// <summary>The same, counted without any of the code under test.</summary>
    private static async Task<List<string>> Counted(TestNation nation)
    {
        var db = nation.Db;
        string Day(DateTimeOffset at) => nation.Facts.DayOf(at).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var people = (await db.People.AsNoTracking().ToListAsync(Ct)).Where(p => p.ArchivedAt is null && !p.IsRollOnly).ToList();
        var news = (await db.ConsentStates.AsNoTracking().ToListAsync(Ct)).Where(s => s.IsGiven && s.Purpose == Purpose.News && people.Exists(p => p.Id == s.PersonId)).ToList();
        var reached = (await db.PersonEmails.AsNoTracking().ToListAsync(Ct)).Where(e => !e.IsBad).Select(e => e.PersonId).ToHashSet();
        var written = (await db.MailDeliveries.AsNoTracking().ToListAsync(Ct)).Where(d => d.State == DeliveryState.Sent).Select(d => d.PersonId).ToHashSet();
        var rows = people.Select(p => (Key: $"{Measure.Contacts} {Day(p.CreatedAt)} {p.Source}", Cents: 0L)).ToList();
        rows.AddRange(news.Select(s => ($"{Measure.News} {Day(s.At)} ", 0L)));
        rows.AddRange(news.Where(s => reached.Contains(s.PersonId) && !written.Contains(s.PersonId)).Select(s => ($"{Measure.Unwritten} {Day(s.At)} ", 0L)));
        rows.AddRange((await db.ActionsTaken.AsNoTracking().ToListAsync(Ct)).Select(a => ($"{(a.Kind == ActionKind.SignUp ? Measure.SignUps : Measure.Signatures)} {Day(a.At)} page:{a.PageGroupId}", 0L)));
        rows.AddRange((await db.Gifts.AsNoTracking().ToListAsync(Ct)).Where(g => g.Status is GiftStatus.Received or GiftStatus.Refunded).Select(g => ($"{Measure.Gifts} {Day(g.GivenAt)} ", g.AmountCents - g.RefundedCents)));
        return [.. rows.GroupBy(r => r.Key).Select(g => $"{g.Key} {g.Count()} {g.Sum(r => r.Cents)}").Order(StringComparer.Ordinal)];
    }
}
