using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Preau.Tests.Storage;

/// <summary>The guards that keep one nation's rows from another's.</summary>
public sealed class TenantTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task Each_nation_sees_only_its_own_people()
    {
        await using var one = await app.NewNation();
        await using var other = await app.NewNation();
        var mine = await one.Seeds.Person();
        var theirs = await other.Seeds.Person();

        Assert.Equal([mine.LastName], await one.Db.People.Select(p => p.LastName).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal([theirs.LastName], await other.Db.People.Select(p => p.LastName).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_nation_there_are_no_people()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();

        await using var scope = app.Services.CreateAsyncScope();
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<Database>().People.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_row_of_another_nation_cannot_be_saved()
    {
        await using var one = await app.NewNation();
        await using var other = await app.NewNation();
        var theirs = await other.Seeds.Person();
        var db = one.Db;
        db.Attach(theirs);
        theirs.LastName = "Taken";

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_row_cannot_refer_to_another_nations_row()
    {
        await using var one = await app.NewNation();
        await using var other = await app.NewNation();
        Preau.People.Person theirs;
        do
        {
            theirs = await other.Seeds.Person();
        }
        while (theirs.Id <= await one.Db.People.CountAsync(TestContext.Current.CancellationToken));
        var db = one.Db;
        db.Add(new Preau.People.Note { PersonId = theirs.Id + 1_000_000, Text = "Nowhere" });

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_entity_of_a_nation_has_the_nation_first_in_its_key_and_the_filter()
    {
        await using var nation = await app.NewNation();
        var entities = nation.Db.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(IOwned))).ToList();

        Assert.NotEmpty(entities);
        Assert.All(entities, e => Assert.Contains(e.GetDeclaredQueryFilters(), f => f.Key == Conventions.NationFilter));
        Assert.All(entities.Where(e => e.ClrType != typeof(Change)), e => Assert.Equal(nameof(IOwned.NationId), e.FindPrimaryKey()!.Properties[0].Name));
        Assert.All(entities.SelectMany(e => e.GetForeignKeys()), k => Assert.Equal(DeleteBehavior.ClientNoAction, k.DeleteBehavior));
    }

    [Fact]
    public void Every_entity_belongs_to_a_nation_or_to_a_known_list()
    {
        string[] global = ["Nation", "Account", "Session", "ChangeReader", "JobRow", "JobSchedule"];
        using var scope = app.Services.CreateScope();
        var strangers = scope.ServiceProvider.GetRequiredService<Database>().Model.GetEntityTypes()
            .Where(e => !e.ClrType.IsAssignableTo(typeof(IOwned)) && !global.Contains(e.ClrType.Name)).Select(e => e.ClrType.Name);

        Assert.Empty(strangers);
    }

    [Fact]
    public void Every_sql_file_speaks_of_the_nation()
    {
        var silent = Sql.Files.Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal) && !Sql.Resource(f).Contains("nation_id", StringComparison.Ordinal));

        Assert.Empty(silent);
    }

    [Fact]
    public async Task Unknown_hosts_are_nobodys_when_there_are_several_nations()
    {
        await using var one = await app.NewNation();
        await using var other = await app.NewNation();

        var page = await one.Visit("https://forged.example").Get("/people");

        Assert.NotEqual(System.Net.HttpStatusCode.OK, page.Status);
    }
}
