using System.Data.Common;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Preau.Tests.Operating;

/// <summary>The program over a disk that can be filled: SQLite takes no page more than it has.</summary>
public sealed class FullDiskApp : PreauApp
{
    public Disk Disk { get; } = new();

    protected override void Configure(IServiceCollection services) => services.ConfigureDbContext<Database>(options => options.AddInterceptors(Disk));
}

public sealed class Disk : DbConnectionInterceptor
{
    public bool IsFull { get; set; }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Limit(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Limit(connection);
        return Task.CompletedTask;
    }

    private void Limit(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        // Below what is there already it becomes what is there already.
        command.CommandText = IsFull ? "pragma max_page_count = 1" : "pragma max_page_count = 1073741823";
        command.ExecuteNonQuery();
    }
}

public sealed class FullDiskTests(FullDiskApp app) : IClassFixture<FullDiskApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_said_in_a_sentence_and_nothing_is_half_done()
    {
        Assert.SkipWhen(TestStores.Dialect == Dialect.Postgres, "PostgreSQL's disk is not ours to fill; its error is recognised by its code");
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(email: "ada@disk.example");
        var note = new string('é', 9_000);
        // Pages that are free already still take something; a few notes later none is left.
        app.Disk.IsFull = true;
        var (kept, refused) = (0, (Page?)null);
        for (var i = 0; i < 200 && refused is null; i++)
        {
            var page = await nation.Panel.Submit($"/people/{person.Id}", new { text = note }, $"/people/{person.Id}/notes");
            if (page.Status == HttpStatusCode.Redirect) kept++;
            else refused = page;
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused?.Status);
        refused!.Shows("The store cannot take this now");
        refused.Shows("Nothing was saved. The disk may be full");
        Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get($"/people/{person.Id}")).Status);
        Assert.Equal(kept, await nation.Db.Notes.CountAsync(Ct));
        Assert.Equal(kept, await nation.Db.AuditEntries.CountAsync(a => a.Action == "note.created", Ct));
        Assert.Equal(kept, await nation.Db.Changes.CountAsync(c => c.Kind == "note.created", Ct));

        app.Disk.IsFull = false;
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit($"/people/{person.Id}", new { text = note }, $"/people/{person.Id}/notes")).Status);
    }
}
