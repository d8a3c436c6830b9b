using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Feed;
using Preau.Households;
using Preau.People;

namespace Preau.Tests.Households;

public sealed class DeriveTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("12 bis, av. de la République", "12B AVENUE REPUBLIQUE")]
    [InlineData("5 Bd Saint-Michel", "5 boulevard st michel")]
    [InlineData("007 rue de l’Église", "7, r. Eglise")]
    public void An_address_is_known_again_however_it_is_written(string one, string other) => Assert.Equal(Key(one), Key(other));

    [Theory]
    [InlineData("12 rue Victor-Hugo", "12 avenue Victor-Hugo")]
    [InlineData("12 rue Victor-Hugo", "12 bis rue Victor-Hugo")]
    [InlineData("1 rue Haute", "11 rue Haute")]
    public void Two_addresses_stay_two(string one, string other) => Assert.NotEqual(Key(one), Key(other));

    [Fact]
    public async Task Who_shares_an_address_is_one_household_and_who_moves_leaves_it()
    {
        await using var nation = await app.NewNation();
        var jeanne = await nation.Seeds.At("12 rue Victor-Hugo", "Dupont", "Jeanne");
        var paul = await nation.Seeds.At("12, RUE VICTOR HUGO", "Martin", "Paul", city: "LYON 3E ARRONDISSEMENT");
        var other = await nation.Seeds.At("14 rue Victor-Hugo", "Dupont");
        var nowhere = await nation.Seeds.Person();
        await nation.RunFeed();

        var homes = await Homes(nation);
        Assert.Equal(homes[jeanne.Id], homes[paul.Id]);
        Assert.NotEqual(homes[jeanne.Id], homes[other.Id]);
        Assert.False(homes.ContainsKey(nowhere.Id));
        var household = await nation.Db.Households.SingleAsync(h => h.Id == homes[jeanne.Id], Ct);
        Assert.Equal(("Dupont – Martin", 2, "12 rue Victor-Hugo"), (household.Name, household.MemberCount, household.Line1));

        var db = nation.Db;
        (await db.PersonAddresses.SingleAsync(a => a.PersonId == paul.Id, Ct)).Line1 = "14 rue Victor-Hugo";
        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();

        homes = await Homes(nation);
        Assert.Equal(homes[other.Id], homes[paul.Id]);
        household = await nation.Db.Households.SingleAsync(h => h.Id == homes[jeanne.Id], Ct);
        Assert.Equal(("Dupont", 1), (household.Name, household.MemberCount));
    }

    [Fact]
    public async Task A_building_with_many_surnames_is_one_household_a_surname()
    {
        await using var nation = await app.NewNation();
        var line = "3 place Jean-Jaurès";
        var dupont = await nation.Seeds.At(line, "Dupont");
        var married = await nation.Seeds.At(line, "Dupont-Leroy");
        var leroy = await nation.Seeds.At(line, "Leroy");
        var nguyen = await nation.Seeds.At(line, "Nguyen");
        await nation.RunFeed();
        Assert.Single((await Homes(nation)).Values.Distinct());

        var bernard = await nation.Seeds.At(line, "Bernard");
        var petit = await nation.Seeds.At(line, "Petit");
        var unnamed = await nation.Seeds.At(line, "", "Zoé");
        await nation.RunFeed();

        var homes = await Homes(nation);
        Assert.Equal(homes[dupont.Id], homes[married.Id]);
        Assert.Equal(homes[dupont.Id], homes[leroy.Id]);
        Assert.Equal(4, new[] { dupont, nguyen, bernard, petit }.Select(p => homes[p.Id]).Distinct().Count());
        Assert.Null(homes[unnamed.Id]);
        Assert.Equal(4, await nation.Db.Households.CountAsync(Ct));
    }

    [Fact]
    public async Task The_postal_address_counts_where_there_is_no_home_and_the_roll_last()
    {
        await using var nation = await app.NewNation();
        var home = await nation.Seeds.At("1 rue Haute", "Un");
        var mailing = await nation.Seeds.At("1 rue Haute", "Un", kind: AddressKind.Mailing);
        var registered = await nation.Seeds.At("1 rue Haute", "Un", kind: AddressKind.Registered);
        var work = await nation.Seeds.At("1 rue Haute", "Un", kind: AddressKind.Work);
        await nation.RunFeed();

        var homes = await Homes(nation);
        Assert.Equal(homes[home.Id], homes[mailing.Id]);
        Assert.Equal(homes[home.Id], homes[registered.Id]);
        Assert.False(homes.ContainsKey(work.Id));
    }

    [Fact]
    public async Task A_rebuild_gives_what_following_gave_and_keeps_what_was_corrected()
    {
        await using var nation = await app.NewNation();
        var people = new List<Person>();
        foreach (var (line, name) in new[] { ("1 rue Haute", "Un"), ("1 rue Haute", "Deux"), ("2 rue Haute", "Trois"), ("2 rue Haute", "Quatre"), ("2 rue Haute", "Cinq"), ("2 rue Haute", "Six"), ("2 rue Haute", "Six-Trois"), ("3 rue Haute", "Sept") })
        {
            people.Add(await nation.Seeds.At(line, name));
            await nation.RunFeed();
        }

        var homes = await Homes(nation);
        await nation.Services.GetRequiredService<CorrectHousehold>().Move([people[7].Id], null, homes[people[0].Id]!.Value, Ct);
        await nation.Services.GetRequiredService<CorrectHousehold>().TakeOut([people[1].Id], null, Ct);
        var before = await Homes(nation);
        Assert.Equal(before[people[0].Id], before[people[7].Id]);
        Assert.Null(before[people[1].Id]);

        await app.Services.GetRequiredService<RebuildReader>().Run(FollowHouseholds.ReaderName, Ct);
        Assert.Equal(before, await Homes(nation));
        var db = nation.Db;
        await db.HouseholdMembers.ExecuteDeleteAsync(Ct);
        await app.Services.GetRequiredService<RebuildReader>().Run(FollowHouseholds.ReaderName, Ct);
        Assert.Equal(before, await Homes(nation));
    }

    [Fact]
    public async Task Archived_people_live_nowhere_and_come_back()
    {
        await using var nation = await app.NewNation();
        var (one, other) = (await nation.Seeds.At("1 rue Haute", "Un"), await nation.Seeds.At("1 rue Haute", "Un"));
        await nation.RunFeed();

        await nation.Panel.Submit($"/people/{one.Id}", new { }, "/archive");
        await nation.RunFeed();
        Assert.Equal([other.Id], (await Homes(nation)).Keys);
        Assert.Equal(1, (await nation.Db.Households.SingleAsync(Ct)).MemberCount);

        await nation.Panel.Submit($"/people/{one.Id}", new { }, "/restoration");
        await nation.RunFeed();
        Assert.Equal(2, (await nation.Db.Households.SingleAsync(Ct)).MemberCount);
    }

    [Fact]
    public async Task Whoever_is_erased_leaves_no_empty_household_nor_its_address()
    {
        await using var nation = await app.NewNation();
        var alone = await nation.Seeds.At("1 rue Haute", "Seule");
        var (one, other) = (await nation.Seeds.At("2 rue Haute", "Deux"), await nation.Seeds.At("2 rue Haute", "Deux"));
        await nation.RunFeed();
        var home = (await Homes(nation))[alone.Id]!.Value;
        await nation.Services.GetRequiredService<CorrectHousehold>().Rename(home, "Famille Seule", Ct);

        await nation.Services.GetRequiredService<ErasePerson>().Run(alone.Id, Ct);
        await nation.Services.GetRequiredService<ErasePerson>().Run(one.Id, Ct);
        Assert.False(await nation.Db.Households.AnyAsync(h => h.Id == home, Ct));
        Assert.False(await nation.Db.HouseholdCorrections.AnyAsync(c => c.NameAfter != null, Ct));
        await nation.RunFeed();

        Assert.Equal([other.Id], (await Homes(nation)).Keys);
        Assert.Equal(1, (await nation.Db.Households.SingleAsync(Ct)).MemberCount);
    }

    [Fact]
    public async Task A_merge_and_its_undo_keep_households_right()
    {
        await using var nation = await app.NewNation();
        var kept = await nation.Seeds.At("1 rue Haute", "Un");
        var gone = await nation.Seeds.At("2 rue Haute", "Un");
        var mate = await nation.Seeds.At("2 rue Haute", "Un");
        await nation.RunFeed();
        var before = await Homes(nation);

        var done = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(kept.Id, gone.Id, new Dictionary<string, Side>(StringComparer.Ordinal), null, Ct));
        await nation.RunFeed();
        Assert.Equal([kept.Id, mate.Id], (await Homes(nation)).Keys.Order());
        Assert.Equal(1, await nation.Db.Households.Where(h => h.Id == before[mate.Id]).Select(h => h.MemberCount).SingleAsync(Ct));

        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(done.MergeId, Ct));
        await nation.RunFeed();
        Assert.Equal(before, await Homes(nation));
        Assert.Equal(2, await nation.Db.Households.Where(h => h.Id == before[mate.Id]).Select(h => h.MemberCount).SingleAsync(Ct));
    }

    [Fact]
    public async Task Thousands_at_once_come_to_the_same_as_one_by_one()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        var now = app.Clock.GetUtcNow();
        for (var i = 0; i < 4500; i++)
        {
            var person = new Person { FirstName = "P", LastName = $"Nom{i % 1500 % 7}", CreatedAt = now, ChangedAt = now };
            db.Add(person);
            db.Add(new PersonAddress { PersonId = person.Id, Kind = AddressKind.Home, Line1 = $"{i % 1500} rue Longue", Postcode = "69001", City = "Lyon" });
        }

        using (db.Trail.Pause()) await db.SaveChangesAsync(Ct);
        db.Trail.Record("import.applied", await db.People.Select(p => p.Id).ToListAsync(Ct));
        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();

        Assert.Equal(1500, await nation.Db.Households.CountAsync(Ct));
        Assert.True(await nation.Db.Households.AllAsync(h => h.MemberCount == 3, Ct));
        Assert.Equal(4500, await nation.Db.HouseholdMembers.CountAsync(m => m.HouseholdId != null, Ct));
    }

    [Fact]
    public async Task An_address_with_a_thousand_people_is_a_household_and_with_one_more_nobodys_home()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        var now = app.Clock.GetUtcNow();
        for (var i = 0; i < HouseholdRules.MostAtAddress; i++)
        {
            var person = new Person { FirstName = "P", LastName = "Nom", CreatedAt = now, ChangedAt = now };
            db.Add(person);
            db.Add(new PersonAddress { PersonId = person.Id, Kind = AddressKind.Home, Line1 = "1 rue Longue", Postcode = "69003", City = "Lyon" });
        }

        using (db.Trail.Pause()) await db.SaveChangesAsync(Ct);
        db.Trail.Record("import.applied", await db.People.Select(p => p.Id).ToListAsync(Ct));
        await db.SaveChangesAsync(Ct);
        var mate = await nation.Seeds.At("2 rue Longue", "Voisin");
        await nation.RunFeed();
        var home = (await Homes(nation))[mate.Id]!.Value;
        var placed = await nation.Db.People.Where(p => p.LastName == "Nom").MinAsync(p => p.Id, Ct);
        await nation.Services.GetRequiredService<CorrectHousehold>().Move([placed], null, home, Ct);
        Assert.Equal([2, HouseholdRules.MostAtAddress - 1], await Sizes(nation));

        var late = await nation.Seeds.At("1 rue Longue", "Nom");
        await nation.RunFeed();
        Assert.Equal([2], await Sizes(nation));
        Assert.Equal([placed, mate.Id], await nation.Db.HouseholdMembers.Where(m => m.HouseholdId == home).OrderBy(m => m.PersonId).Select(m => m.PersonId).ToListAsync(Ct));
        var followed = await Homes(nation);
        await nation.Db.HouseholdMembers.ExecuteDeleteAsync(Ct);
        await app.Services.GetRequiredService<RebuildReader>().Run(FollowHouseholds.ReaderName, Ct);
        Assert.Equal(followed, await Homes(nation));

        await nation.Services.GetRequiredService<ErasePerson>().Run(late.Id, Ct);
        await nation.RunFeed();
        Assert.Equal([2, HouseholdRules.MostAtAddress - 1], await Sizes(nation));
    }

    private static Task<List<int>> Sizes(TestNation nation) => nation.Db.Households.OrderBy(h => h.MemberCount).Select(h => h.MemberCount).ToListAsync(Ct);

    private static string Key(string line) => AddressKey.Of(new PersonAddress { Line1 = line, Postcode = "69003", City = "Lyon" }, withFlat: false);

    private static async Task<SortedDictionary<long, long?>> Homes(TestNation nation) => new(await nation.Db.HouseholdMembers.ToDictionaryAsync(m => m.PersonId, m => m.HouseholdId, Ct));
}
