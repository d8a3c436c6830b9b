using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.People.Merging;

namespace Preau.Tests.Duplicates;

public sealed class UnmergeTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, Side> NoChoice = [];

    [Fact]
    public async Task After_a_merge_no_table_knows_the_old_number_and_after_its_undo_every_row_is_what_it_was()
    {
        await using var nation = await app.NewNation();
        var (kept, gone, friend) = await Three(nation);
        var rows = new RowsOfEveryKind(nation);
        await rows.Give(kept, friend, "same");
        await rows.Give(gone, friend, "same");
        var other = (await nation.Seeds.Person()).Id;
        await rows.Give(kept, other, "of the kept");
        await rows.Give(gone, other, "of the gone");
        await nation.RunFeed();
        var before = await rows.Everything();
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var done = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(kept, gone, NoChoice, null, Ct));
        await nation.RunFeed();

        Assert.DoesNotContain(await Naming(nation, rows, gone), r => !r.StartsWith("merged_person", StringComparison.Ordinal));
        Assert.NotEqual(before, await rows.Everything());
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(done.MergeId, Ct));
        await nation.RunFeed();

        var after = await rows.Everything();
        Assert.Empty(before.Except(after, StringComparer.Ordinal).Concat(after.Except(before, StringComparer.Ordinal)));
        Assert.Equal("", (await nation.Db.Merges.SingleAsync(Ct)).Undo);
    }

    /// <summary>Rows of any table, in any column that names a person.</summary>
    private static async Task<List<string>> Naming(TestNation nation, RowsOfEveryKind rows, long personId)
    {
        var found = new List<string>();
        var db = nation.Db;
        await db.Database.OpenConnectionAsync(Ct);
        foreach (var table in rows.Tables.Append(PersonTable.OfPeople(db.Model)))
        {
            foreach (var column in table.Persons.Append(table.Name == "person" ? "id" : table.Persons[0]))
            {
                await using var command = await db.Command($"select count(*) from {table.Name} where nation_id = @nation_id and {column} = @id", [("id", personId)], Ct);
                if (Convert.ToInt64(await command.ExecuteScalarAsync(Ct), System.Globalization.CultureInfo.InvariantCulture) > 0) found.Add($"{table.Name}.{column}");
            }
        }

        return found;
    }

    private static async Task<(long Kept, long Gone, long Friend)> Three(TestNation nation)
    {
        var kept = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.Employer, p.BornOn) = ("Jeanne", "Aubry", "Mairie", new DateOnly(1980, 5, 6)));
        var gone = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.Occupation, p.IsRollOnly, p.CreatedAt) = ("Jane", "Aubry", "Infirmière", true, p.CreatedAt.AddDays(-3)));
        return (kept.Id, gone.Id, (await nation.Seeds.Person()).Id);
    }
}
