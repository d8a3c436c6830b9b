using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Capital;
using Preau.Duplicates;
using Preau.People;

namespace Preau.Tests.Capital;

public sealed class CapitalTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Points_are_given_and_spent_on_a_profile_and_what_was_wrong_is_answered_by_one_more_line()
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person()).Id;
        var type = await Type(nation, "Appels", "10");
        (await nation.Panel.Get($"/people/{person}")).Shows("No points yet");

        (await (await Give(nation, person, type, "", "")).Follow()).Shows("10 points given.");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await (await Give(nation, person, null, "2,5", "A tenu le stand")).Follow()).Shows("12.5 points: 12.5 earned, 0 spent.");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var spent = await (await Spend(nation, person, "4", "Place au meeting")).Follow();
        spent.Shows("4 points spent.");
        var page = await (await nation.Panel.Submit($"/people/{person}/capital", new { }, "/reversal")).Follow();
        page.Shows("taken back");

        await Balanced(nation);
        var balance = await nation.Db.CapitalBalances.SingleAsync(Ct);
        // The newest line was the spending: taken back, nothing is spent.
        Assert.Equal((1250L, 1250L, 0L), (balance.BalanceCents, balance.EarnedCents, balance.SpentCents));
        Assert.Equal(4, await nation.Db.CapitalEntries.CountAsync(Ct));
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "capital_entry.created" && a.ConcernsId == person, Ct));
        (await nation.Panel.Get($"/people/{person}?kind=capital")).Shows("Points: +2.5");
        (await nation.Panel.Get($"/people/{person}")).Shows("12.5 points 12.5 earned, 0 spent");
        (await nation.Panel.Get("/capital")).Shows("12.5");
        var first = await nation.Db.CapitalEntries.OrderBy(e => e.At).Select(e => e.Id).FirstAsync(Ct);
        await nation.Panel.PostFrom("/account", $"/capital/{first}/reversal", new { });
        (await (await nation.Panel.PostFrom("/account", $"/capital/{first}/reversal", new { })).Follow()).Shows("That was taken back already.");
        await Balanced(nation);
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_nobody_spends_more_than_is_left()
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person()).Id;
        foreach (var (amount, reason, told) in new[] { ("zwölf", "x", "is not a number of points"), ("-3", "x", "is not a number of points"), ("", "x", "Write how many points."), ("3", "", "Say what for."), ("99999999", "x", "is not a number of points") })
        {
            var refused = await Give(nation, person, null, amount, reason);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            refused.Shows(told);
        }

        var much = await Spend(nation, person, "5", "x");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, much.Status);
        much.Shows("They have 0 points to spend.");
        Assert.Empty(await nation.Db.CapitalEntries.ToListAsync(Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/people/4711/capital")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Volunteer)).Get("/capital")).Status);
    }

    [Fact]
    public async Task One_form_gives_once_however_often_its_button_is_pressed()
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person()).Id;
        var page = await nation.Panel.Get($"/people/{person}/capital");
        var key = page.Document.QuerySelector("input[name='Form.EntryKey']")!.GetAttribute("value")!;

        for (var i = 0; i < 2; i++) await nation.Panel.PostFrom($"/people/{person}/capital", $"/people/{person}/capital", new { Form_Spend = "false", Form_Amount = "3", Form_Reason = "x", Form_EntryKey = key });

        Assert.Single(await nation.Db.CapitalEntries.ToListAsync(Ct));
        await Balanced(nation);
    }

    [Fact]
    public async Task Many_are_given_points_and_the_ledger_answers_when_it_is_taken_back()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i < 3; i++) await nation.Seeds.Person();
        var type = await Type(nation, "Réunion", "5");
        var act = await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = "people?view=all" })).Follow();
        (await (await nation.Panel.Submit(act.Path, new { kind = "give_points", subject = type, name = "x" }, "/deed")).Follow()).Shows("is not a number of points");
        var question = await (await nation.Panel.Submit(act.Path + "?other=true", new { kind = "give_points", subject = type, name = "7" }, "/deed")).Follow();
        question.Shows("Give 7 points for “Réunion”");
        (await (await nation.Panel.Submit(act.Path, new { }, "/start")).Follow()).Shows("7 points given to 3 people.");
        Assert.Equal([700L, 700L, 700L], await nation.Db.CapitalBalances.Select(b => b.BalanceCents).ToListAsync(Ct));
        await Balanced(nation);

        (await (await nation.Panel.Submit(act.Path, new { }, "/undo")).Follow()).Shows("Taken back for 3 people.");

        Assert.Equal(6, await nation.Db.CapitalEntries.CountAsync(Ct));
        Assert.All(await nation.Db.CapitalBalances.ToListAsync(Ct), b => Assert.Equal((0L, 0L), (b.BalanceCents, b.EarnedCents)));
        await Balanced(nation);
    }

    [Fact]
    public async Task Balances_are_right_through_merges_and_their_undo_and_gone_with_the_person()
    {
        await using var nation = await app.NewNation();
        var one = (await nation.Seeds.Person()).Id;
        var two = (await nation.Seeds.Person()).Id;
        await Give(nation, one, null, "3", "x");
        await Give(nation, two, null, "4", "y");
        await Spend(nation, two, "1", "z");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var merge = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(one, two, new Dictionary<string, Side>(), null, Ct)).MergeId;
        var sum = await nation.Db.CapitalBalances.SingleAsync(Ct);
        Assert.Equal((one, 600L, 700L, 100L), (sum.PersonId, sum.BalanceCents, sum.EarnedCents, sum.SpentCents));
        await Give(nation, one, null, "10", "in between");

        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge, Ct));

        await Balanced(nation);
        Assert.Equal([(one, 1300L), (two, 300L)], (await nation.Db.CapitalBalances.OrderBy(b => b.PersonId).ToListAsync(Ct)).Select(b => (b.PersonId, b.BalanceCents)));
        (await nation.Panel.Get($"/people/{one}/file")).Shows("capital");
        await nation.Services.GetRequiredService<ErasePerson>().Run(one, Ct);
        await nation.Services.GetRequiredService<ErasePerson>().Run(two, Ct);
        Assert.False(await nation.Db.CapitalEntries.AnyAsync(Ct) || await nation.Db.CapitalBalances.AnyAsync(Ct));
    }

    [Fact]
    public async Task A_line_that_was_taken_back_after_a_merge_is_taken_back_after_its_undo_too()
    {
        await using var nation = await app.NewNation();
        var kept = (await nation.Seeds.Person()).Id;
        var gone = (await nation.Seeds.Person()).Id;
        await Give(nation, gone, null, "10", "x");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var merge = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(kept, gone, new Dictionary<string, Side>(), null, Ct)).MergeId;
        await nation.Panel.Submit($"/people/{kept}/capital", new { }, "/reversal");

        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge, Ct));

        await Balanced(nation);
        Assert.Equal([gone, gone], await nation.Db.CapitalEntries.Select(e => e.PersonId).ToListAsync(Ct));
        Assert.Equal((gone, 0L, 0L), (await nation.Db.CapitalBalances.ToListAsync(Ct)).Select(b => (b.PersonId, b.BalanceCents, b.EarnedCents)).Single());
    }

    [Fact]
    public async Task Segments_find_people_by_their_points()
    {
        await using var nation = await app.NewNation();
        var rich = (await nation.Seeds.Person()).Id;
        var poor = (await nation.Seeds.Person()).Id;
        var type = await Type(nation, "Appels", "10");
        await Give(nation, rich, type, "", "");
        await Spend(nation, rich, "2", "x");

        Assert.Equal([rich], await Found(nation, "capital_balance", "at_least", "8"));
        Assert.Equal([poor], await Found(nation, "capital_balance", "at_most", "7.99"));
        Assert.Equal([rich, poor], await Found(nation, "capital_earned", "at_least", "0"));
        Assert.Equal([rich], await Found(nation, "capital_spent", "at_least", "2"));
        Assert.Equal([rich], await Found(nation, "capital_type", "given", type));
    }

    [Fact]
    public async Task Everybody_is_on_one_page_of_the_board_and_the_board_leaves_as_a_file()
    {
        await using var nation = await app.NewNation();
        var lines = new List<NewCapital>();
        for (var i = 0; i < 120; i++) lines.Add(new((await nation.Seeds.Person()).Id, 100 * (i % 3), IsSpending: false, "x"));
        var db = nation.Db;
        await using (var transaction = await db.Database.BeginTransactionAsync(Ct))
        {
            await db.WriteCapital(lines, "panel", app.Clock.GetUtcNow(), null, Ct);
            await transaction.CommitAsync(Ct);
        }

        await Balanced(nation);
        var seen = new List<string>();
        for (var page = await nation.Panel.Get("/capital?by=earned"); ;)
        {
            seen.AddRange(page.Document.QuerySelectorAll("th[scope=row] a").Select(a => a.GetAttribute("href")!));
            if (page.Document.QuerySelector("a[rel=next]")?.GetAttribute("href") is not { } next) break;
            page = await nation.Panel.Get(next);
        }

        Assert.Equal(120, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(120, seen.Count);
        Assert.Equal(120, (await nation.Panel.Get("/capital/export.csv")).Html.Split('\n').Count(l => l.Contains("Camille", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Finance)).Get("/capital/export.csv")).Status);
    }

    [Fact]
    public async Task Something_that_points_are_given_for_has_a_name_of_its_own_and_can_be_removed_and_brought_back()
    {
        await using var nation = await app.NewNation();
        var type = await Type(nation, "Appels", "10");
        foreach (var (name, amount, told) in new[] { ("APPELS", "3", "already"), ("…", "3", "A name needs"), ("Autre", "0", "is not a number of points") })
        {
            var refused = await nation.Panel.PostFrom("/settings/capital", "/settings/capital", new { Form_Name = name, Form_Amount = amount, Form_Occasion = "Hand" });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            refused.Shows(told);
        }

        await nation.Panel.PostFrom("/settings/capital", "/settings/capital", new { type, Form_Name = "Appels du soir", Form_Amount = "12", Form_Occasion = "Signature" });
        Assert.Equal(("Appels du soir", 1200L, Occasion.Signature), (await nation.Db.CapitalTypes.ToListAsync(Ct)).Select(t => (t.Name, t.AmountCents, t.Occasion)).Single());
        var removed = await (await nation.Panel.Submit("/settings/capital", new { }, "/removal")).Follow();
        removed.Shows("“Appels du soir” is given no more.");
        await nation.Panel.PostFrom("/settings/capital", $"/settings/capital/{type}/restoration", new { });
        (await nation.Panel.Get("/settings/capital")).Shows("Appels du soir");
    }

    internal static async Task Balanced(TestNation nation)
    {
        var ledger = await nation.Db.CapitalEntries.GroupBy(e => e.PersonId)
            .Select(g => new { g.Key, Balance = g.Sum(e => e.AmountCents), Earned = g.Sum(e => e.IsSpending ? 0 : e.AmountCents), Spent = g.Sum(e => e.IsSpending ? -e.AmountCents : 0) }).OrderBy(g => g.Key).ToListAsync(Ct);
        var balances = await nation.Db.CapitalBalances.OrderBy(b => b.PersonId).ToListAsync(Ct);
        Assert.Equal(ledger.Select(l => (l.Key, l.Balance, l.Earned, l.Spent)), balances.Select(b => (b.PersonId, b.BalanceCents, b.EarnedCents, b.SpentCents)));
    }

    internal static async Task<string> Type(TestNation nation, string name, string amount, Occasion occasion = Occasion.Hand)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.PostFrom("/settings/capital", "/settings/capital", new { Form_Name = name, Form_Amount = amount, Form_Occasion = occasion })).Status);
        return (await nation.Db.CapitalTypes.MaxAsync(t => t.Id, Ct)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Task<Page> Give(TestNation nation, long person, string? type, string amount, string reason) =>
        nation.Panel.Submit($"/people/{person}/capital", new { Form_Spend = "false", Form_TypeId = type, Form_Amount = amount, Form_Reason = reason });

    private static Task<Page> Spend(TestNation nation, long person, string amount, string reason) =>
        nation.Panel.Submit($"/people/{person}/capital", new { Form_Spend = "true", Form_Amount = amount, Form_Reason = reason });

    private static async Task<long[]> Found(TestNation nation, string field, string op, string value)
    {
        var services = nation.Services;
        var tree = $$"""{"join":"all","parts":[{"field":"{{field}}","operator":"{{op}}","values":["{{value}}"]}]}""";
        await nation.Panel.Submit("/segments/new", new { Name = $"{field} {op} {value}", Tree = tree });
        var id = await nation.Db.Segments.MaxAsync(s => s.Id, Ct);
        var who = await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = $"segment:{id}" })).Follow();
        var act = await nation.Db.BulkActs.MaxAsync(a => a.Id, Ct);
        Assert.Equal(HttpStatusCode.OK, who.Status);
        return await nation.Db.BulkPeople.Where(b => b.BulkActId == act).OrderBy(b => b.PersonId).Select(b => b.PersonId).ToArrayAsync(Ct);
    }
}
