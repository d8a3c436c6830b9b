using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Imports;
using Preau.People;
using Preau.Tests.Imports;

namespace Preau.Tests.People;

/// <summary>Choices are renamed and taken out while a file runs, between an act and its undo, between a merge and its undo: what is written is of today.</summary>
public sealed class FieldsMeanwhileTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FieldKind.Choice)]
    [InlineData(FieldKind.Several)]
    public async Task A_file_that_runs_while_choices_change_brings_in_those_of_today(FieldKind kind)
    {
        await using var nation = await app.NewNation();
        var skills = await Field(nation, kind);
        var id = await nation.Begin("email;last_name;skills\na@example.org;One;Cooking\nb@example.org;Two;Cooking\nc@example.org;Three;Sound\nd@example.org;Four;Posters\n");
        var isChanged = false;

        // Rows are read ahead: all of them before the first is in.
        await nation.Services.GetRequiredService<RunImport>().Run(id, _ =>
        {
            if (isChanged) return;
            isChanged = true;
            Rename(nation, skills, 0, "Kitchen").GetAwaiter().GetResult();
            Rename(nation, skills, 0, "Meals").GetAwaiter().GetResult();
            Remove(nation, skills, 1).GetAwaiter().GetResult();
        }, Ct, batchSize: 1);

        var db = nation.Db;
        Assert.Equal(["Four Posters", "One Meals", "Two Meals"], (await db.CustomValues.Join(db.People, v => v.PersonId, p => p.Id, (v, p) => p.LastName + " " + v.TextValue).ToListAsync(Ct)).Order(StringComparer.Ordinal));
        Assert.Equal(kind == FieldKind.Several ? [1, 1, 4] : new long?[] { null, null, null }, await db.CustomValues.OrderBy(v => v.WholeValue).Select(v => v.WholeValue).ToListAsync(Ct));
        (await nation.Panel.Get($"/imports/{id}/refused.csv")).Shows("“Sound” does not fit in “skills”.");
    }

    [Theory]
    [InlineData(FieldKind.Choice)]
    [InlineData(FieldKind.Several)]
    public async Task What_an_act_gave_is_taken_back_by_its_new_name_and_not_once_it_is_gone(FieldKind kind)
    {
        await using var nation = await app.NewNation();
        var skills = await Field(nation, kind);
        var (cooking, posters) = ((await nation.Seeds.Person()).Id, (await nation.Seeds.Person()).Id);
        await FieldRows.Put(nation, skills, cooking, "Cooking");
        await FieldRows.Put(nation, skills, posters, "Posters");
        var renamed = await Give(nation, "Sound");
        await Rename(nation, skills, 1, "Stage");
        // What one of them had is no choice any more.
        await Remove(nation, skills, 0);

        (await (await nation.Panel.Submit(renamed, new { }, "/undo")).Follow()).Shows("Taken back for 1 person.");
        Assert.Equal(["Stage", "Posters"], [await FieldRows.Of(nation, skills, cooking), await FieldRows.Of(nation, skills, posters)]);
        Assert.Equal(cooking, (await nation.Db.Provenances.SingleAsync(p => p.Field == "custom:skills", Ct)).PersonId);

        var gone = await Give(nation, "Stage");
        await Remove(nation, skills, 1);
        (await (await nation.Panel.Submit(gone, new { }, "/undo")).Follow()).Shows("A choice that this gave is gone from the field, and from everybody. There is nothing to take back.");
        Assert.Empty(await nation.Db.CustomValues.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_merge_is_undone_with_the_choices_and_persons_of_today()
    {
        await using var nation = await app.NewNation();
        var skills = await Field(nation, FieldKind.Several);
        var link = await Field(nation, FieldKind.Person, "friend");
        var (kept, gone, friend, other) = ((await nation.Seeds.Person()).Id, (await nation.Seeds.Person()).Id, (await nation.Seeds.Person()).Id, (await nation.Seeds.Person()).Id);
        await FieldRows.Put(nation, skills, kept, "Cooking");
        await FieldRows.Put(nation, skills, gone, "Sound");
        await FieldRows.Put(nation, link, kept, Text(friend));
        await FieldRows.Put(nation, link, gone, Text(other));
        async Task<long> Merged(long stays, long goes) => Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>()
            .Run(stays, goes, new Dictionary<string, Side>(StringComparer.Ordinal) { ["custom:skills"] = Side.Gone, ["custom:friend"] = Side.Gone }, null, Ct)).MergeId;
        async Task Undo(long merge) => Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge, Ct));

        var merge = await Merged(kept, gone);
        await Rename(nation, skills, 0, "Kitchen");
        await Merged(other, friend);
        await Undo(merge);

        Assert.Equal(["Kitchen", "Sound", Text(other), Text(other)], [await FieldRows.Of(nation, skills, kept), await FieldRows.Of(nation, skills, gone), await FieldRows.Of(nation, link, kept), await FieldRows.Of(nation, link, gone)]);

        merge = await Merged(kept, gone);
        await Remove(nation, skills, 0);
        await Undo(merge);

        Assert.Equal(["", "Sound"], [await FieldRows.Of(nation, skills, kept), await FieldRows.Of(nation, skills, gone)]);
        Assert.Equal(["custom:skills"], Stayed.Read((await nation.Db.Merges.SingleAsync(m => m.Id == merge, Ct)).Stayed)!.Fields);
    }

    [Fact]
    public async Task Whoever_stays_when_a_file_is_undone_loses_whom_they_named_with_where_it_came_from()
    {
        await using var nation = await app.NewNation();
        var link = await Field(nation, FieldKind.Person, "friend");
        var id = await nation.BringIn("email;last_name\na@example.org;Named\nb@example.org;Naming\n");
        var (named, naming) = ((await nation.Db.People.SingleAsync(p => p.LastName == "Named", Ct)).Id, (await nation.Db.People.SingleAsync(p => p.LastName == "Naming", Ct)).Id);
        await FieldRows.Put(nation, link, naming, Text(named));
        var db = nation.Db;
        db.Add(new Provenance { PersonId = naming, Field = "custom:friend", Source = "panel", At = app.Clock.GetUtcNow() });
        (await db.People.SingleAsync(p => p.Id == naming, Ct)).ChangedAt = app.Clock.GetUtcNow().AddDays(1);
        await db.SaveChangesAsync(Ct);

        await nation.Undo(id);

        Assert.Equal([naming], await nation.Db.People.Select(p => p.Id).ToListAsync(Ct));
        Assert.Empty(await nation.Db.CustomValues.ToListAsync(Ct));
        Assert.Empty(await nation.Db.Provenances.Where(p => p.Field == "custom:friend").ToListAsync(Ct));
        Assert.Equal(Text(naming), (await nation.Db.Changes.SingleAsync(c => c.Kind == "custom_value.deleted", Ct)).PersonIds);
    }

    private static async Task<CustomField> Field(TestNation nation, FieldKind kind, string slug = "skills")
    {
        var db = nation.Db;
        var field = new CustomField { Slug = slug, Name = slug, Kind = kind, Choices = kind == FieldKind.Person ? "" : "Cooking\nSound\nPosters" };
        db.Add(field);
        await db.SaveChangesAsync(Ct);
        return field;
    }

    private static Task<Page> Rename(TestNation nation, CustomField field, int number, string name) => nation.Panel.Submit($"/fields/{field.Id}", new Dictionary<string, string> { [$"Form.Names[{number}]"] = name });

    private static Task<Page> Remove(TestNation nation, CustomField field, int number) => nation.Panel.PostFrom($"/fields/{field.Id}", $"/fields/{field.Id}/choice", new { number });

    private static async Task<string> Give(TestNation nation, string value)
    {
        var act = (await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = "people?view=all" })).Follow()).Path;
        await nation.Panel.Submit($"{act}/field?field=custom:skills", new Dictionary<string, string> { ["Value"] = value });
        await nation.Panel.Submit(act, new { }, "/start");
        return act;
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
