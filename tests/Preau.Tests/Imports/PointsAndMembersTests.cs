using Microsoft.EntityFrameworkCore;
using Preau.Tests.Capital;

namespace Preau.Tests.Imports;

/// <summary>Points and memberships that a file of NationBuilder's columns brings.</summary>
public sealed class PointsAndMembersTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Columns = "nationbuilder_id,first_name,last_name,email1,capital_amount,spent_capital_amount,received_capital_amount,membership_names,memberships_started_at,memberships_expires_on,memberships_suspended_at\n";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_opens_ledgers_and_makes_members_once_and_its_undo_takes_all_of_it_away()
    {
        await using var nation = await app.NewNation();
        var known = (await nation.Seeds.Person(email: "ann@example.org")).Id;
        const string file = Columns + "7,Ann,Aubry,ann@example.org,9.50,3.00,12.50,\"Party, Circle\",\"2019-01-31, 2020-02-01\",\"2027-12-31, \",\n8,Bob,Roux,bob@example.org,-2,,,Party,,,2021-01-01\n";

        var id = await nation.BringIn(file);

        Assert.Empty(await nation.Db.ImportRefusals.Select(r => r.Reason).ToListAsync(Ct));
        await CapitalTests.Balanced(nation);
        var ann = await nation.Db.CapitalBalances.SingleAsync(b => b.PersonId == known, Ct);
        Assert.Equal((950L, 1250L, 300L), (ann.BalanceCents, ann.EarnedCents, ann.SpentCents));
        Assert.Equal((-200L, 0L, 200L), (await nation.Db.CapitalBalances.Where(b => b.PersonId != known).ToListAsync(Ct)).Select(b => (b.BalanceCents, b.EarnedCents, b.SpentCents)).Single());
        Assert.Equal(2, await nation.Db.MembershipTypes.CountAsync(Ct));
        var members = await nation.Db.PersonMemberships.Where(m => m.PersonId == known).OrderBy(m => m.StartedOn).ToListAsync(Ct);
        Assert.Equal([(new DateOnly(2019, 1, 31), new DateOnly(2027, 12, 31)), (new DateOnly(2020, 2, 1), (DateOnly?)null)], members.Select(m => (m.StartedOn, m.ExpiresOn)));

        var second = await nation.BringIn(file);
        Assert.Equal((0L, 0L, 2L), ((await nation.Import(second)).CreatedCount, (await nation.Import(second)).ChangedCount, (await nation.Import(second)).SameCount));
        Assert.Equal(3, await nation.Db.PersonMemberships.CountAsync(Ct));

        await nation.Undo(id);

        Assert.Equal(known, (await nation.Db.People.SingleAsync(Ct)).Id);
        Assert.Empty(await nation.Db.PersonMemberships.ToListAsync(Ct));
        // The ledger of who stays is answered, not emptied.
        Assert.Equal((0L, 0L, 0L), (await nation.Db.CapitalBalances.ToListAsync(Ct)).Select(b => (b.BalanceCents, b.EarnedCents, b.SpentCents)).Single());
        Assert.Equal(4, await nation.Db.CapitalEntries.CountAsync(Ct));
        await CapitalTests.Balanced(nation);
    }

    [Fact]
    public async Task A_newer_file_adds_the_difference_and_changes_the_days_and_its_undo_brings_them_back()
    {
        await using var nation = await app.NewNation();
        await nation.BringIn(Columns + "7,Ann,Aubry,ann@example.org,10,0,10,Party,2019-01-31,2026-12-31,\n");
        var id = await nation.BringIn(Columns + "7,Ann,Aubry,ann@example.org,15,5,20,Party,2019-01-31,2027-12-31,2026-01-02\n");
        Assert.Equal((1500L, 2000L, 500L), (await nation.Db.CapitalBalances.ToListAsync(Ct)).Select(b => (b.BalanceCents, b.EarnedCents, b.SpentCents)).Single());
        var membership = await nation.Db.PersonMemberships.SingleAsync(Ct);
        Assert.Equal((new DateOnly(2027, 12, 31), new DateOnly(2026, 1, 2)), (membership.ExpiresOn, membership.SuspendedOn));

        await nation.Undo(id);

        Assert.Equal((1000L, 1000L, 0L), (await nation.Db.CapitalBalances.ToListAsync(Ct)).Select(b => (b.BalanceCents, b.EarnedCents, b.SpentCents)).Single());
        membership = await nation.Db.PersonMemberships.SingleAsync(Ct);
        Assert.Equal((new DateOnly(2026, 12, 31), null), (membership.ExpiresOn, membership.SuspendedOn));
        await CapitalTests.Balanced(nation);
    }

    [Fact]
    public async Task Who_left_since_stays_so_whatever_files_and_their_undo_say()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(email: "ann@example.org");
        const string file = Columns + "7,Ann,Aubry,ann@example.org,,,,Party,2019-01-31,,\n";
        var id = await nation.BringIn(file);
        var membership = await nation.Db.PersonMemberships.SingleAsync(Ct);
        await nation.Panel.PostFrom($"/memberships/{membership.Id}", $"/memberships/{membership.Id}", new { Form_TypeId = membership.MembershipTypeId, Form_StartedOn = "2019-01-31", Form_ExpiresOn = "", Form_State = "Cancelled", Form_Reason = "Left" });
        var left = (await nation.Db.PersonMemberships.SingleAsync(Ct)).CancelledOn;
        Assert.NotNull(left);

        var second = await nation.BringIn(file);
        Assert.Equal((0L, 1L), ((await nation.Import(second)).ChangedCount, (await nation.Import(second)).SameCount));
        await nation.Undo(id);
        Assert.Equal((membership.Id, left), (await nation.Db.PersonMemberships.ToListAsync(Ct)).Select(m => (m.Id, m.CancelledOn)).Single());

        var joined = left.Value.AddDays(1);
        await nation.BringIn(Columns + $"7,Ann,Aubry,ann@example.org,,,,Party,{joined:yyyy-MM-dd},,\n");
        Assert.Equal([(DateOnly?)left, null], await nation.Db.PersonMemberships.OrderBy(m => m.Id).Select(m => m.CancelledOn).ToListAsync(Ct));
        Assert.Equal(1, await nation.Db.MembershipTypes.CountAsync(Ct));
    }

    [Fact]
    public async Task Our_own_file_read_back_changes_no_points_and_an_older_file_undone_leaves_what_a_newer_one_said()
    {
        await using var nation = await app.NewNation();
        var known = (await nation.Seeds.Person(email: "ann@example.org")).Id;
        var older = await nation.BringIn(Columns + "7,Ann,Aubry,ann@example.org,10,0,10,,,,\n");
        await nation.Panel.Submit($"/people/{known}/capital", new { Form_Spend = "false", Form_Amount = "2.5", Form_Reason = "x" });
        Assert.Equal(1250, (await nation.Db.CapitalBalances.SingleAsync(Ct)).BalanceCents);

        var lines = (await nation.Panel.Get("/imports/nationbuilder.csv")).Html;
        await nation.BringIn(lines);
        Assert.Equal((1250L, 1250L, 0L), (await nation.Db.CapitalBalances.ToListAsync(Ct)).Select(b => (b.BalanceCents, b.EarnedCents, b.SpentCents)).Single());

        await nation.BringIn(Columns + "7,Ann,Aubry,ann@example.org,15,0,15,,,,\n");
        Assert.Equal(1750, (await nation.Db.CapitalBalances.SingleAsync(Ct)).BalanceCents);
        await nation.Undo(older);
        Assert.Equal(1750, (await nation.Db.CapitalBalances.SingleAsync(Ct)).BalanceCents);
        await CapitalTests.Balanced(nation);
    }

    [Fact]
    public async Task Rows_whose_points_or_days_cannot_be_read_are_handed_back()
    {
        await using var nation = await app.NewNation();
        await nation.BringIn(Columns + "7,Ann,Aubry,ann@example.org,ten,,,,,,\n8,Bob,Roux,bob@example.org,,,,Party,someday,,\n9,Cy,Roux,cy@example.org,,,,…,,,\n10,Di,Roux,di@example.org,,,,Party,2020-02-01,2020-01-31,\n");

        Assert.Equal(["“ten” is not a number of points.", "“someday” is not a date.", "“…” is not the name of a membership: it needs a letter or a figure, and 50 characters at most.", "“Party” would end before it began."], await nation.Db.ImportRefusals.OrderBy(r => r.Line).Select(r => r.Reason).ToListAsync(Ct));
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
        Assert.Empty(await nation.Db.MembershipTypes.ToListAsync(Ct));
    }
}
