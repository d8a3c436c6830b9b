using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Law;
using Preau.People;

namespace Preau.Tests.Imports;

/// <summary>What files said of consent, and merges in between, taken back in whatever order: nobody's own no is uncovered, and no yes outlives the file that told it.</summary>
public sealed class ConsentUndoTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task A_no_of_two_files_stands_until_both_are_undone_in_whatever_order(int first, int then)
    {
        await using var two = await Two.Of(app);
        await two.Say(two.P, true, "page:1");
        long[] files = [await two.File("p@example.org", "non"), await two.File("p@example.org", "non")];

        await two.Nation.Undo(files[first]);
        Assert.False(await two.Agrees(two.P));
        await two.Nation.Undo(files[then]);

        Assert.True(await two.Agrees(two.P));
    }

    [Fact]
    public async Task The_yes_of_a_file_that_was_undone_is_not_given_back_when_the_file_with_their_no_is_undone_too()
    {
        await using var two = await Two.Of(app);
        var agreed = await two.File("p@example.org", "oui");
        var left = await two.File("p@example.org", "non");

        await two.Nation.Undo(agreed);
        await two.Nation.Undo(left);

        Assert.False(await two.Agrees(two.P));
        await two.File("p@example.org", "oui");
        Assert.True(await two.Agrees(two.P));
    }

    [Fact]
    public async Task A_no_of_a_file_outlasts_a_mail_that_was_misread()
    {
        await using var two = await Two.Of(app);
        await two.Say(two.P, true, "page:1");
        await two.Say(two.P, false, "reply:9");
        await two.File("p@example.org", "non");

        await two.Nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().TakeBackNo("reply:9", Ct));

        Assert.False(await two.Agrees(two.P));
    }

    [Fact]
    public async Task What_an_undo_uncovered_of_one_record_is_no_yes_of_the_other_when_they_are_two_again()
    {
        await using var two = await Two.Of(app);
        await two.Say(two.P, false, "mail:5");
        await two.Say(two.Q, true, "page:1");
        var left = await two.File("q@example.org", "non");
        var merge = await two.Merge();

        await two.Nation.Undo(left);
        await two.Unmerge(merge);

        Assert.Equal((false, true), (await two.Agrees(two.P), await two.Agrees(two.Q)));
    }

    [Theory]
    [InlineData("panel")]
    [InlineData("import:999")]
    public async Task What_others_wrote_down_is_not_uncovered_over_the_own_no_of_a_record_that_was_merged(string source)
    {
        await using var two = await Two.Of(app);
        await two.Say(two.P, false, "mail:5");
        await two.Say(two.Q, true, source);
        var left = await two.File("q@example.org", "non");
        await two.Merge();

        await two.Nation.Undo(left);

        Assert.False(await two.Agrees(two.P));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_yes_that_came_with_a_merged_record_goes_with_its_file_whatever_another_file_said(bool isNoFirst)
    {
        await using var two = await Two.Of(app);
        var came = await two.File("new@example.org", "oui");
        var newcomer = await two.Nation.Db.PersonEmails.Where(e => e.EmailKey == "new@example.org").Select(e => e.PersonId).SingleAsync(Ct);
        await two.Merge(newcomer);
        var left = await two.File("p@example.org", "non");

        foreach (var file in isNoFirst ? [left, came] : (long[])[came, left]) await two.Nation.Undo(file);

        Assert.False(await two.Agrees(two.P));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_records_for_whom_two_files_agreed_nothing_is_left_when_both_are_undone(bool isFirstFirst)
    {
        await using var two = await Two.Of(app);
        long[] files = [await two.File("p@example.org", "oui"), await two.File("q@example.org", "oui")];
        await two.Merge();

        foreach (var file in isFirstFirst ? files : files.Reverse()) await two.Nation.Undo(file);

        Assert.False(await two.Agrees(two.P));
    }

    [Fact]
    public async Task A_file_that_was_undone_while_two_were_one_agrees_for_nobody_when_they_are_two_again()
    {
        await using var two = await Two.Of(app);
        var agreed = await two.File("p@example.org", "oui");
        await two.Say(two.Q, false, "mail:5");
        var merge = await two.Merge();

        await two.Nation.Undo(agreed);
        await two.Unmerge(merge);

        Assert.Equal((false, false), (await two.Agrees(two.P), await two.Agrees(two.Q)));
    }

    [Theory]
    [InlineData("page:1")]
    [InlineData("")]
    public async Task Who_left_while_two_were_one_has_left_in_both_whatever_files_are_undone(string agreed)
    {
        await using var two = await Two.Of(app);
        await two.Say(two.P, true, "page:1");
        if (agreed.Length > 0) await two.Say(two.Q, true, agreed);
        var file = await two.File("q@example.org", agreed.Length > 0 ? "non" : "oui");
        var merge = await two.Merge();
        await two.Say(two.P, false, "mail:7");

        if (agreed.Length == 0) await two.Nation.Undo(file);
        await two.Unmerge(merge);
        if (agreed.Length > 0) await two.Nation.Undo(file);

        Assert.Equal((false, false), (await two.Agrees(two.P), await two.Agrees(two.Q)));
        await two.File("q@example.org", "oui");
        Assert.False(await two.Agrees(two.Q));
    }

    [Fact]
    public async Task An_own_no_that_an_undo_leaves_is_one_to_the_next_file_and_to_the_next_merge()
    {
        await using var two = await Two.Of(app);
        await two.Say(two.P, false, "mail:5");
        await two.Say(two.Q, true, "panel");
        var left = await two.File("q@example.org", "non");
        await two.Merge();
        await two.Nation.Undo(left);

        await two.File("p@example.org", "oui");
        Assert.False(await two.Agrees(two.P));
        Assert.Equal([two.P], await two.Nation.Services.GetRequiredService<ConsentLedger>().Refused([two.P], Purpose.News, Ct));
        var other = await two.Nation.Seeds.Person(email: "p@example.org");
        await two.Say(other.Id, true, "import:999");
        await two.Merge(other.Id);

        Assert.False(await two.Agrees(two.P));
    }

    [Fact]
    public async Task What_the_team_wrote_down_while_two_were_one_is_no_yes_of_the_one_who_had_left()
    {
        await using var two = await Two.Of(app);
        await two.Say(two.P, false, "mail:5");
        await two.Say(two.Q, true, "page:1");
        var merge = await two.Merge();
        await two.Say(two.P, true, "panel");

        await two.Unmerge(merge);

        Assert.Equal((false, true), (await two.Agrees(two.P), await two.Agrees(two.Q)));
    }

    [Fact]
    public async Task The_no_of_a_merge_ends_with_it_also_where_a_file_said_no_in_between()
    {
        await using var two = await Two.Of(app);
        await two.Say(two.P, true, "page:1");
        await two.Say(two.Q, false, "mail:5");
        var merge = await two.Merge();
        var left = await two.File("p@example.org", "non");
        await two.Unmerge(merge);
        Assert.False(await two.Agrees(two.P));

        await two.Nation.Undo(left);

        Assert.Equal((true, false), (await two.Agrees(two.P), await two.Agrees(two.Q)));
    }

    [Fact]
    public async Task A_no_that_was_taken_back_counts_for_nothing_in_a_merge()
    {
        await using var two = await Two.Of(app);
        await two.Say(two.Q, false, "panel");
        await two.Say(two.P, true, "page:1");
        await two.Nation.Undo(await two.File("p@example.org", "non"));

        await two.Merge();

        Assert.True(await two.Agrees(two.P));
    }

    [Fact]
    public async Task What_somebody_ticks_themselves_outlasts_the_file_that_said_so_before()
    {
        await using var two = await Two.Of(app);
        var agreed = await two.File("p@example.org", "oui");
        await two.Nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Tick(two.P, Purpose.News, "en", "Yes.", "page:1", Ct));

        await two.Nation.Undo(agreed);

        Assert.True(await two.Agrees(two.P));
    }

    /// <summary>P, who is kept where the two are merged, and Q.</summary>
    private sealed record Two(PreauApp App, TestNation Nation, long P, long Q) : IAsyncDisposable
    {
        public static async Task<Two> Of(PreauApp app)
        {
            var nation = await app.NewNation();
            return new(app, nation, (await nation.Seeds.Person(email: "p@example.org")).Id, (await nation.Seeds.Person(email: "q@example.org")).Id);
        }

        public async Task Say(long person, bool isGiven, string source)
        {
            App.Clock.Advance(TimeSpan.FromMinutes(1));
            await Nation.Do((services, _) => services.GetRequiredService<ConsentLedger>() is var ledger && isGiven ? ledger.Give(person, Purpose.News, "en", "Yes.", source, Ct) : ledger.Withdraw(person, Purpose.News, source, Ct));
        }

        /// <summary>A list of who agreed, or of who asked for no more.</summary>
        public async Task<long> File(string email, string said)
        {
            App.Clock.Advance(TimeSpan.FromMinutes(1));
            var id = await Nation.BringInAs($"email,mot\n{email},oui\n", ["email", said == "oui" ? "consent:news" : "withdrawn:news"], []);
            App.Clock.Advance(TimeSpan.FromMinutes(1));
            return id;
        }

        public async Task<long> Merge(long? other = null)
        {
            App.Clock.Advance(TimeSpan.FromMinutes(1));
            var done = Assert.IsType<MergeOutcome.Done>(await Nation.Services.GetRequiredService<MergePeople>().Run(P, other ?? Q, new Dictionary<string, Side>(StringComparer.Ordinal), null, Ct));
            App.Clock.Advance(TimeSpan.FromMinutes(1));
            return done.MergeId;
        }

        public async Task Unmerge(long merge)
        {
            App.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.IsType<UnmergeOutcome.Done>(await Nation.Services.GetRequiredService<UnmergePeople>().Run(merge, Ct));
        }

        public Task<bool> Agrees(long person) => Nation.Services.GetRequiredService<ConsentLedger>().Has(person, Purpose.News, Ct);

        public ValueTask DisposeAsync() => Nation.DisposeAsync();
    }
}
