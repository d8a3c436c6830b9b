using Preau.People;
using Preau.Tests.Storage;

namespace Preau.Tests.People;

/// <summary>Whom a name and a birth date mean.</summary>
public sealed class BornTogetherTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static readonly DateOnly Day = new(1980, 3, 4);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_who_bears_the_name_and_was_born_on_the_day_that_goes_with_it()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        var jean = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Jean", "Le Goff", Day));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Jean", "Le Goff", Day.AddDays(1)));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean", "Le Goff"));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Anne", "Le Goff", Day));
        await other.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Jean", "Le Goff", Day));

        Assert.Equal([new BornTogether(jean.Id, "le goff jean", Day)], await BornTogether.Of(nation.Db, [("le goff jean", Day), ("le goff anne", Day.AddDays(1))], Ct));
    }

    [Fact]
    public async Task Each_is_a_seek_in_the_index()
    {
        Assert.SkipWhen(TestStores.Dialect != Dialect.Sqlite, Plan.SqliteAlone);
        await using var nation = await app.NewNation();
        await using var command = await nation.Db.Command(Sql.Text("People/BornTogether", Dialect.Sqlite), [("wanted", "[]")], Ct);

        Assert.Contains(await Plan.Of(command), s => s.EndsWith("person_by_born_on (nation_id=? AND born_on=? AND name_key=?)", StringComparison.Ordinal));
    }
}
