using Preau.Tests.Storage;

namespace Preau.Tests.Imports;

public sealed class BatchPlanTests(PreauApp app) : IClassFixture<PreauApp>
{
    /// <summary>Found by the bench of imports: 4,000 matched rows took minutes, since everybody was walked for each.</summary>
    [Theory]
    [InlineData("Imports/Batches/UpdatePeople")]
    [InlineData("Imports/Batches/UpdateAddresses")]
    public async Task What_a_file_changes_is_looked_up_by_its_key(string statement)
    {
        Assert.SkipWhen(TestStores.Dialect == Dialect.Postgres, Plan.SqliteAlone);
        await using var nation = await app.NewNation();
        await using var command = await nation.Db.Command(Sql.Text(statement, Dialect.Sqlite), [("rows", "[]"), ("now", app.Clock.GetUtcNow())], TestContext.Current.CancellationToken);

        Assert.Contains(await Plan.Of(command), step => step.EndsWith("(nation_id=? AND id=?)", StringComparison.Ordinal));
    }
}
