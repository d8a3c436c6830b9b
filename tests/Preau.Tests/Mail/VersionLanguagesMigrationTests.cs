using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Preau.Tests.Mail;

/// <summary>What was a version of its own because it is in another language is the first version in that language from now on, and so is what was sent of it.</summary>
public sealed class VersionLanguagesMigrationTests : IAsyncLifetime
{
    private const string Name = "20261201T0641_version_languages";

    private StoreOptions options = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => options = await TestStores.Empty();

    public async ValueTask DisposeAsync() => await TestStores.Drop(options);

    [Fact]
    public async Task Texts_deliveries_and_groups_move_with_it_and_versions_by_lot_stay()
    {
        await using var store = new Store(Options.Create(options));
        var migrator = new Migrator(store, TimeProvider.System, NullLogger<Migrator>.Instance);
        await migrator.Run([.. Migrator.All(TestStores.Dialect).Where(n => string.CompareOrdinal(n, Name) < 0)], Ct);
        await using (var connection = await store.Open(Ct))
        {
            // The first goes by language and holds people out, the second goes by lot, and the third by language to nobody yet.
            await Execute(connection, """
                insert into nation (id, slug, name, time_zone, language, currency, country, created_at) values (1, 'one', 'One', 'Europe/Brussels', 'fr', 'EUR', 'BE', current_timestamp);
                insert into blast (nation_id, id, subject, preheader, body, language, state, created_at, changed_at, month) values
                    (1, 1, 'Our plan', '', '', 'en', 'sending', current_timestamp, current_timestamp, 202611),
                    (1, 2, 'A', '', '', 'en', 'sending', current_timestamp, current_timestamp, 202611),
                    (1, 3, 'Draft', '', '', 'en', 'draft', current_timestamp, current_timestamp, null);
                insert into blast_version (nation_id, blast_id, place, language, preheader, subject, body, sender_name, reply_to, delay_minutes) values
                    (1, 1, 1, 'fr', 'Lisez', 'Notre programme', 'Texte', 'Nadia', 'nadia@example.org', 0),
                    (1, 2, 1, null, null, 'B', 'Text', null, null, 60),
                    (1, 3, 1, 'fr', null, 'Brouillon', '', null, null, 0);
                insert into mail_delivery (nation_id, month, blast_id, person_id, address, state, attempts, next_at, at, version) values
                    (1, 202611, 1, 1, 'a', 'sent', 1, current_timestamp, current_timestamp, 0),
                    (1, 202611, 1, 2, 'b', 'waiting', 0, current_timestamp, current_timestamp, 1),
                    (1, 202611, 1, 3, 'c', 'held_out', 0, current_timestamp, current_timestamp, 1),
                    (1, 202611, 2, 1, 'a', 'sent', 1, current_timestamp, current_timestamp, 0),
                    (1, 202611, 2, 2, 'b', 'waiting', 0, current_timestamp, current_timestamp, 1),
                    (1, 202611, 2, 3, 'c', 'waiting', 0, current_timestamp, current_timestamp, -1);
                insert into blast_arm (nation_id, blast_id, place, people, clicked, unsubscribed, complained) values
                    (1, 1, -2, 1, 0, 0, 0), (1, 1, 0, 1, 1, 0, 0), (1, 1, 1, 1, 1, 1, 1), (1, 2, -1, 1, 0, 0, 0), (1, 2, 0, 1, 0, 0, 0), (1, 2, 1, 1, 1, 0, 0);
                insert into blast_outcome (nation_id, blast_id, place, people, acted, came, signatures, signed_up, gave, cents, squares, linked, linked_cents, clicked, unsubscribed, counted_at) values
                    (1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, current_timestamp), (1, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, current_timestamp);
                """);
        }

        Assert.Contains(Name, await migrator.Run(Ct));

        await using var after = await store.Open(Ct);
        Assert.Equal(["1 0 fr Notre programme Lisez Nadia nadia@example.org 0", "2 1  B - - - 60", "3 0 fr Brouillon - - - 0"], await Read(after, "select blast_id || ' ' || place || ' ' || language || ' ' || subject || ' ' || coalesce(preheader, '-') || ' ' || coalesce(sender_name, '-') || ' ' || coalesce(reply_to, '-') || ' ' || delay_minutes from blast_version order by blast_id"));
        Assert.Equal(["1 1 0 -", "1 2 0 fr", "1 3 0 fr", "2 1 0 -", "2 2 1 -", "2 3 -1 -"], await Read(after, "select blast_id || ' ' || person_id || ' ' || version || ' ' || coalesce(language, '-') from mail_delivery order by blast_id, person_id"));
        Assert.Equal(["1 -2 1 0 0 0", "1 0 2 2 1 1", "2 -1 1 0 0 0", "2 0 1 0 0 0", "2 1 1 1 0 0"], await Read(after, "select blast_id || ' ' || place || ' ' || people || ' ' || clicked || ' ' || unsubscribed || ' ' || complained from blast_arm order by blast_id, place"));
        Assert.Equal(["2"], await Read(after, "select blast_id || '' from blast_outcome"));
        // A text for each version and language, and one of each.
        await Execute(after, "insert into blast_version (nation_id, blast_id, place, language, subject, body) values (1, 2, 1, 'fr', 'B', '')");
        await Assert.ThrowsAnyAsync<DbException>(() => Execute(after, "insert into blast_version (nation_id, blast_id, place, language, subject, body) values (1, 2, 1, 'fr', 'B', '')"));
    }

    private static async Task Execute(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task<List<string>> Read(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<string>();
        while (await reader.ReadAsync(Ct)) rows.Add(reader.GetString(0));
        return rows;
    }
}
