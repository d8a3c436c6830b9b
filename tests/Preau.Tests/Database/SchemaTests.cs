using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Preau.Tests.Storage;

public sealed class SchemaTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task Model_and_schema_agree_on_every_table_and_column()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        var schema = await Columns(db);
        var differences = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            if (!schema.TryGetValue(table, out var columns))
            {
                differences.Add($"{table}: no such table");
                continue;
            }

            var properties = entity.GetProperties().ToDictionary(p => p.GetColumnName(), StringComparer.Ordinal);
            differences.AddRange(properties.Where(p => !columns.ContainsKey(p.Key)).Select(p => $"{table}.{p.Key}: not in the schema"));
            differences.AddRange(columns.Keys.Where(c => !properties.ContainsKey(c)).Select(c => $"{table}.{c}: not in the model"));
            differences.AddRange(columns.Where(c => properties.TryGetValue(c.Key, out var p) && p.IsNullable != c.Value).Select(c => $"{table}.{c.Key}: nullable in one, not in the other"));
        }

        Assert.Empty(differences);
    }

    [Fact]
    public async Task Migrations_apply_once_and_say_which()
    {
        var options = await TestStores.Empty();
        await using (var store = new Store(Options.Create(options)))
        {
            var first = await new Migrator(store, TimeProvider.System, NullLogger<Migrator>.Instance).Run(TestContext.Current.CancellationToken);
            var second = await new Migrator(store, TimeProvider.System, NullLogger<Migrator>.Instance).Run(TestContext.Current.CancellationToken);

            Assert.Equal(Migrator.All(TestStores.Dialect), first);
            Assert.Empty(second);
        }

        await TestStores.Drop(options);
    }

    [Theory]
    [InlineData("36 35 98:0 / / rw - ext4 /dev/root rw", "/srv/preau", null)]
    [InlineData("36 35 98:0 / / rw - ext4 /dev/root rw\n40 36 0:5 / /srv rw - nfs4 files:/srv rw", "/srv/preau", "nfs4")]
    [InlineData("36 35 98:0 / / rw - ext4 /dev/root rw\n40 36 0:5 / /srv rw - cifs //files/srv rw\n41 40 8:1 / /srv/preau rw - xfs /dev/sdb rw", "/srv/preau", null)]
    [InlineData("36 35 98:0 / / rw - ext4 /dev/root rw\n40 36 0:5 / /srv\\040data rw - fuse.sshfs x rw", "/srv data/preau", "fuse.sshfs")]
    public void A_data_folder_on_a_network_mount_is_recognised(string mounts, string folder, string? kind) => Assert.Equal(kind, LocalDisk.NetworkMountOf(folder, mounts));

    private static async Task<Dictionary<string, Dictionary<string, bool>>> Columns(Database db)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = db.Dialect == Dialect.Postgres
            ? "select table_name, column_name, is_nullable = 'YES' from information_schema.columns where table_schema = current_schema()"
            : "select m.name, c.name, c.\"notnull\" = 0 and c.pk = 0 from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'";
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new Dictionary<string, Dictionary<string, bool>>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            if (!tables.TryGetValue(reader.GetString(0), out var columns)) tables[reader.GetString(0)] = columns = new(StringComparer.Ordinal);
            columns[reader.GetString(1)] = reader.GetBoolean(2);
        }

        return tables;
    }
}
