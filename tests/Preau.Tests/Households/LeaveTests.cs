using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Households;
using Preau.People;

namespace Preau.Tests.Households;

/// <summary>What stays of households, and what does not, when somebody is erased.</summary>
public sealed class LeaveTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_erased_undoes_no_join_and_no_name_of_others()
    {
        await using var nation = await app.NewNation();
        var (jeanne, zoe, luc, away) = (await nation.Seeds.At("1 rue Haute", "Dupont"), await nation.Seeds.At("9 rue Basse", "Leroy"), await nation.Seeds.At("5 rue Neuve", "Petit"), await nation.Seeds.At("7 rue Neuve", "Roux"));
        await nation.RunFeed();
        var (joined, into, named) = (await Home(nation, jeanne), await Home(nation, zoe), await Home(nation, luc));
        await Correct(nation).Join(joined!.Value, into!.Value, Ct);
        await Correct(nation).Rename(named!.Value, "Les Petit", Ct);
        await Correct(nation).Move([luc.Id], null, into.Value, Ct);
        await Correct(nation).TakeOut([away.Id], null, Ct);

        await Erase(nation, zoe);
        await Erase(nation, away);
        await nation.RunFeed();

        Assert.Equal(into, await Home(nation, jeanne));
        Assert.Equal(into, await nation.Db.Households.Where(h => h.Id == joined).Select(h => h.JoinedIntoId).SingleAsync(Ct));
        Assert.Equal("Les Petit", await nation.Db.Households.Where(h => h.Id == named).Select(h => h.Name).SingleAsync(Ct));
        Assert.False(await nation.Db.Households.AnyAsync(h => h.Line1 == "7 rue Neuve", Ct));
    }

    [Fact]
    public async Task A_household_that_somebody_was_once_put_into_goes_with_them()
    {
        await using var nation = await app.NewNation();
        var (ada, zoe, far) = (await nation.Seeds.At("1 rue Haute", "Abel"), await nation.Seeds.At("9 rue Basse", "Leroy"), await nation.Seeds.At("30 rue Loin", "Loin"));
        await nation.RunFeed();
        var (once, now) = (await Home(nation, zoe), await Home(nation, far));
        await Correct(nation).Move([ada.Id], null, once!.Value, Ct);
        var db = nation.Db;
        (await db.PersonAddresses.SingleAsync(a => a.PersonId == zoe.Id, Ct)).Line1 = "40 rue Neuve";
        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();
        await Correct(nation).Move([ada.Id], null, now!.Value, Ct);
        Assert.Equal("Abel", await nation.Db.Households.Where(h => h.Id == once).Select(h => h.Name).SingleAsync(Ct));

        await Erase(nation, ada);

        Assert.False(await nation.Db.Households.AnyAsync(h => h.Id == once || h.Line1 == "1 rue Haute", Ct));
        Assert.Equal(now, await Home(nation, far));
    }

    [Fact]
    public async Task A_household_that_is_kept_for_somebody_else_forgets_whose_it_was()
    {
        await using var nation = await app.NewNation();
        var (jeanne, paul, far) = (await nation.Seeds.At("1 rue Haute", "Dupont"), await nation.Seeds.At("2 rue Haute", "Martin"), await nation.Seeds.At("30 rue Loin", "Loin"));
        await nation.RunFeed();
        var (home, other) = (await Home(nation, jeanne), await Home(nation, far));
        await Correct(nation).Move([paul.Id], null, home!.Value, Ct);
        var last = await Correct(nation).Move([paul.Id], home, other!.Value, Ct);

        await Erase(nation, jeanne);

        var kept = await nation.Db.Households.SingleAsync(h => h.Id == home, Ct);
        Assert.Equal(("", "", "", "", $"#{kept.Id}"), (kept.Name, kept.NameKey, kept.Line1, kept.StreetKey, kept.HomeKey));
        Assert.Null(await Correct(nation).Undo(last!.Value, Ct));
        Assert.Equal(home, await Home(nation, paul));
        kept = await nation.Db.Households.SingleAsync(h => h.Id == home, Ct);
        Assert.Equal(("Martin", "2 rue Haute"), (kept.Name, kept.Line1));
    }

    [Fact]
    public async Task Whoever_was_archived_before_leaves_no_named_household()
    {
        await using var nation = await app.NewNation();
        var alone = await nation.Seeds.At("1 rue Haute", "Seule");
        await nation.RunFeed();
        await Correct(nation).Rename((await Home(nation, alone))!.Value, "Famille Seule", Ct);
        await nation.Panel.Submit($"/people/{alone.Id}", new { }, "/archive");
        await nation.RunFeed();
        Assert.Equal(1, await nation.Db.Households.CountAsync(Ct));

        await Erase(nation, alone);

        Assert.Equal(0, await nation.Db.Households.CountAsync(Ct));
    }

    [Fact]
    public async Task A_second_press_corrects_nothing_more()
    {
        await using var nation = await app.NewNation();
        var (one, other) = (await nation.Seeds.At("1 rue Haute", "Un"), await nation.Seeds.At("1 rue Haute", "Un"));
        await nation.RunFeed();
        var home = (await Home(nation, one))!.Value;

        var made = await Task.WhenAll(Correct(nation).Split([one.Id], home, Ct), Correct(nation).Split([one.Id], home, Ct));
        var taken = await Task.WhenAll(Correct(nation).TakeOut([other.Id], home, Ct), Correct(nation).TakeOut([other.Id], home, Ct));

        Assert.Single(made, m => m is null);
        Assert.Single(taken, t => t is null);
        Assert.Equal(2, await nation.Db.HouseholdPlacements.CountAsync(Ct));
    }

    private static CorrectHousehold Correct(TestNation nation) => nation.Services.GetRequiredService<CorrectHousehold>();

    private static Task<Erasure> Erase(TestNation nation, Person person) => nation.Services.GetRequiredService<ErasePerson>().Run(person.Id, Ct);

    private static async Task<long?> Home(TestNation nation, Person person) => await nation.Db.HouseholdMembers.Where(m => m.PersonId == person.Id).Select(m => m.HouseholdId).SingleOrDefaultAsync(Ct);
}
