using Microsoft.EntityFrameworkCore;

namespace Preau.Tests.Imports;

public sealed class BatchPlanTests(PreauApp app) : IClassFixture<PreauApp>
{
    /// <summary>Found by the bench of imports: 4,000 matched rows took minutes, since everybody was walked for each.</summary>
    [Theory]
    [InlineData("Imports/Batches/UpdatePeople")]
    [InlineData("Imports/Batches/UpdateAddresses")]
    public async Task What_a_file_changes_is_looked_up_by_its_key(string statement)
    {
        Assert.SkipWhen(TestStores.Dialect == Dialect.Postgres, "PostgreSQL keeps numbers of its tables by itself: only SQLite's plan is fixed by how the statement is written");
        await using var nation = await app.NewNation();
        var db = nation.Db;
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "explain query plan " + Sql.Text(statement, Dialect.Sqlite);
        command.Bind("nation_id", nation.Facts.Id);
        command.Bind("rows", "[]");
        command.Bind("now", app.Clock.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var plan = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) plan.Add(reader.GetString(3));

        Assert.Contains(plan, step => step.EndsWith("(nation_id=? AND id=?)", StringComparison.Ordinal));
    }
}
