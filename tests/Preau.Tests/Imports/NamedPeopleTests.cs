using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Imports;
using Preau.Imports.Named;
using Preau.Relations;

namespace Preau.Tests.Imports;

/// <summary>Rows that name other people: who recruited somebody, who looks after them, who assists them.</summary>
public sealed class NamedPeopleTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Columns = "nationbuilder_id,first_name,last_name,email1,recruiter_id,recruiter_name_or_email,parent_id,point_person_name_or_email,assistant_id,assistant_name_or_email\n";

    // Ann names two who come later; Bob is found by mail; Cléo names a name, and somebody who is not there.
    private const string File = Columns
        + "1,Ann,Aubry,ann@example.org,3,,2,,,bob@example.org\n"
        + "2,Bob,Berger,bob@example.org,,cleo@example.org,,,,\n"
        + "3,Cléo,Chef,cleo@example.org,,Ann Aubry,99,gone@example.org,,\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_named_by_number_or_mail_is_related_also_where_they_come_later_in_the_file()
    {
        await using var nation = await app.NewNation();

        var id = await nation.BringIn(File);

        var import = await nation.Import(id);
        Assert.Equal((ImportState.Done, 3L, 6L, 4L, 2L), (import.State, import.CreatedCount, import.NamedCount, import.RelatedCount, import.UnrelatedCount));
        Assert.Equal(["Ann assistant Bob", "Ann point_person Bob", "Ann recruiter Cléo", "Bob recruiter Cléo"], await Related(nation));
        Assert.Equal(8, await nation.Db.Relations.CountAsync(Ct));
        // A name alone is nobody: what stood in the file is kept with the person.
        Assert.Equal(["Cléo parent_id 99", "Cléo point_person_name_or_email gone@example.org", "Cléo recruiter_name_or_email Ann Aubry"], await Kept(nation));
        var page = await nation.Panel.Get($"/imports/{id}");
        page.Shows("Named and not found");
        page.Shows("99 · gone@example.org");
        page.Shows("a name alone is nobody");

        var again = await nation.Import(await nation.BringIn(File));
        Assert.Equal((0L, 0L, 3L), (again.CreatedCount, again.ChangedCount, again.SameCount));
        Assert.Equal(8, await nation.Db.Relations.CountAsync(Ct));
        Assert.Equal(3, await nation.Db.CustomValues.CountAsync(Ct));

        var undone = await nation.Undo(id);
        Assert.Equal((ImportState.Undone, 0L, 3L), (undone.State, undone.KeptCount, undone.UndoneCount));
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
        Assert.Empty(await nation.Db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).ToListAsync(Ct));
        Assert.Empty(await nation.Db.ImportNamings.Where(n => n.ImportId == id).ToListAsync(Ct));
    }

    [Fact]
    public async Task Whoever_is_on_the_team_looks_after_those_whom_the_file_says_and_an_undo_gives_them_back()
    {
        await using var nation = await app.NewNation();
        // Signing in makes the account.
        await nation.Panel.Get("/imports");
        var db = nation.Db;
        var boss = await db.Accounts.SingleAsync(a => db.Memberships.Any(m => m.AccountId == a.Id), Ct);
        var known = await nation.Seeds.Person(email: "ann@example.org");
        var file = Columns + $"1,Ann,Aubry,ann@example.org,,,7,,,\n2,Bob,Berger,bob@example.org,,,,{boss.Email},,\n7,Eva,Roux,{boss.Email},,,,,,\n";

        var id = await nation.BringIn(file);

        Assert.Equal([boss.Id, boss.Id, null], await nation.Db.People.OrderBy(p => p.Id).Select(p => p.AssigneeId).ToListAsync(Ct));
        Assert.Empty(await nation.Db.Relations.ToListAsync(Ct));
        var export = await nation.Panel.Get("/imports/nationbuilder.csv");
        Assert.Equal(("7", boss.Email), (Cell(export.Html, 1, "parent_id"), Cell(export.Html, 1, "point_person_name_or_email")));

        await nation.Undo(id);
        Assert.Equal((known.Id, null), await nation.Db.People.Select(p => new ValueTuple<long, long?>(p.Id, p.AssigneeId)).SingleAsync(Ct));
    }

    [Fact]
    public async Task Circles_close_nothing_and_are_told()
    {
        await using var nation = await app.NewNation();

        var id = await nation.BringIn(Columns + "1,Ann,Aubry,ann@example.org,2,,,,,\n2,Bob,Berger,bob@example.org,1,,,,,\n3,Cléo,Chef,,3,,,,,\n");

        Assert.Equal(["Ann recruiter Bob"], await Related(nation));
        Assert.Equal([NamingState.Circle, NamingState.Themselves], await nation.Db.ImportNamings.OrderBy(n => n.Line).Select(n => n.State).ToListAsync(Ct));
        Assert.Equal(["Bob recruiter_id 1", "Cléo recruiter_id 3"], await Kept(nation));
        Assert.Equal(2, (await nation.Import(id)).UnrelatedCount);
    }

    [Fact]
    public async Task An_undo_leaves_what_somebody_wrote_before_or_since()
    {
        await using var nation = await app.NewNation();
        var (ann, bob, cleo) = (await nation.Seeds.Person(email: "ann@example.org"), await nation.Seeds.Person(email: "bob@example.org"), await nation.Seeds.Person(email: "cleo@example.org"));
        var save = nation.Services.GetRequiredService<SaveRelation>();
        Assert.Null((await save.Add(ann.Id, bob.Id, "recruiter", "", null, null, Ct)).Refusal);
        var id = await nation.BringIn("email,recruiter_name_or_email,assistant_name_or_email\nann@example.org,bob@example.org,cleo@example.org\nbob@example.org,cleo@example.org,\n");
        Assert.Equal(6, await nation.Db.Relations.CountAsync(Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        // Taken away and written down anew by somebody: theirs now.
        var one = await nation.Db.Relations.SingleAsync(r => r.PersonId == bob.Id && r.Role == "recruiter", Ct);
        await save.Remove(one.Id, Ct);
        Assert.Null((await save.Add(bob.Id, cleo.Id, "recruiter", "", null, null, Ct)).Refusal);

        await nation.Undo(id);

        Assert.Equal([(ann.Id, bob.Id), (bob.Id, cleo.Id)], (await nation.Db.Relations.Where(r => r.Role == "recruiter").ToListAsync(Ct)).Select(r => (r.PersonId, r.OtherPersonId)).Order());
        Assert.Empty(await nation.Db.Relations.Where(r => r.Role == "assistant").ToListAsync(Ct));
    }

    [Fact]
    public async Task What_came_leaves_in_the_same_columns_and_comes_in_elsewhere_as_it_was()
    {
        await using var first = await app.NewNation();
        await first.BringIn(File);

        var export = await first.Panel.Get("/imports/nationbuilder.csv");
        Assert.Equal(("3", "cleo@example.org", "2"), (Cell(export.Html, 1, "recruiter_id"), Cell(export.Html, 1, "recruiter_name_or_email"), Cell(export.Html, 1, "parent_id")));
        Assert.Equal(("99", "Ann Aubry"), (Cell(export.Html, 3, "parent_id"), Cell(export.Html, 3, "recruiter_name_or_email")));
        await using var second = await app.NewNation();
        await second.Begin(export.Bytes);
        await second.RunJobs();

        Assert.Equal(await Related(first), await Related(second));
        Assert.Equal(await Kept(first), (await Kept(second)).Where(k => !k.Contains("_at ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_import_that_was_stopped_before_it_looked_for_them_goes_on_with_it()
    {
        await using var nation = await app.NewNation();
        var id = await nation.Begin(File);
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        await services.GetRequiredService<RunImport>().Run(id, i => db.Imports.Where(o => o.Id == id).ExecuteUpdate(s => s.SetProperty(o => o.State, ImportState.Cancelled)), Ct);
        Assert.Equal((3L, 0L), ((await nation.Import(id)).Done, (await nation.Import(id)).RelatedCount));

        await nation.Panel.Submit($"/imports/{id}", new { }, action: "continuation");
        await nation.RunJobs();

        Assert.Equal((ImportState.Done, 4L, 2L), ((await nation.Import(id)).State, (await nation.Import(id)).RelatedCount, (await nation.Import(id)).UnrelatedCount));
        Assert.Equal(4, (await Related(nation)).Length);
    }

    private static string Cell(string csv, int row, string column)
    {
        var lines = csv.Split('\n');
        return lines[row].TrimEnd('\r').Split(',')[Array.IndexOf(lines[0].TrimEnd('\r').Split(','), column)];
    }

    private static async Task<string[]> Related(TestNation nation)
    {
        var db = nation.Db;
        var names = await db.People.ToDictionaryAsync(p => p.Id, p => p.FirstName, Ct);
        return [.. (await db.Relations.Where(r => r.Role == "recruiter" || r.Role == "assistant" || r.Role == "point_person").ToListAsync(Ct)).Select(r => $"{names[r.PersonId]} {r.Role} {names[r.OtherPersonId]}").Order(StringComparer.Ordinal)];
    }

    private static async Task<string[]> Kept(TestNation nation)
    {
        var db = nation.Db;
        var names = await db.People.ToDictionaryAsync(p => p.Id, p => p.FirstName, Ct);
        var slugs = await db.CustomFields.ToDictionaryAsync(f => f.Id, f => f.Slug, Ct);
        return [.. (await db.CustomValues.ToListAsync(Ct)).Select(v => $"{names[v.PersonId]} {slugs[v.CustomFieldId]} {v.TextValue}").Order(StringComparer.Ordinal)];
    }
}
