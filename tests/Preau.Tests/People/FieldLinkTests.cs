using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.People;
using Preau.Tests.Imports;

namespace Preau.Tests.People;

/// <summary>A person that is a value of another one follows what becomes of them; several choices are one value, whatever happens to it.</summary>
public sealed class FieldLinkTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_names_somebody_who_is_merged_names_the_record_that_stays_until_the_merge_is_undone()
    {
        await using var nation = await app.NewNation();
        var (kept, gone, naming, choosing) = (await Person(nation), await Person(nation), await Person(nation), await Person(nation));
        var (link, skills) = (await Field(nation, "friend", FieldKind.Person), await Field(nation, "skills", FieldKind.Several, "Cooking\nSound"));
        await FieldRows.Put(nation, link, naming, Text(gone));
        await FieldRows.Put(nation, link, kept, Text(gone));
        await FieldRows.Put(nation, link, gone, Text(choosing));
        await FieldRows.Put(nation, skills, kept, "Cooking");
        await FieldRows.Put(nation, skills, gone, "Sound, Cooking");

        var services = nation.Services;
        var merged = Assert.IsType<MergeOutcome.Done>(await services.GetRequiredService<MergePeople>().Run(kept, gone, new Dictionary<string, Side>(StringComparer.Ordinal) { ["custom:skills"] = Side.Gone, ["custom:friend"] = Side.Kept }, null, Ct));

        Assert.Equal(Text(kept), await FieldRows.Of(nation, link, naming));
        // Themselves they do not name.
        Assert.Equal("", await FieldRows.Of(nation, link, kept));
        Assert.Equal(("Cooking, Sound", 3L), (await FieldRows.Of(nation, skills, kept), (await nation.Db.CustomValues.SingleAsync(v => v.CustomFieldId == skills.Id, Ct)).WholeValue!.Value));

        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merged.MergeId, Ct));

        Assert.Equal([Text(gone), Text(gone), Text(choosing)], [await FieldRows.Of(nation, link, naming), await FieldRows.Of(nation, link, kept), await FieldRows.Of(nation, link, gone)]);
        Assert.Equal(["Cooking", "Cooking, Sound"], [await FieldRows.Of(nation, skills, kept), await FieldRows.Of(nation, skills, gone)]);
    }

    [Fact]
    public async Task Two_records_are_compared_by_names_and_amounts_not_by_numbers()
    {
        await using var nation = await app.NewNation();
        var (one, other, friend) = (await Person(nation), await Person(nation), (await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Zoé", "Friend"))).Id);
        var (link, pledge) = (await Field(nation, "friend", FieldKind.Person), await Field(nation, "pledge", FieldKind.Money));
        await FieldRows.Put(nation, link, one, Text(friend));
        await FieldRows.Put(nation, pledge, other, "1250.50");

        var page = await nation.Panel.Get($"/duplicates/pair?keep={one}&gone={other}");

        page.Shows("Zoé Friend");
        page.Shows("€1,250.50");
    }

    [Fact]
    public async Task Whoever_is_erased_is_nobody_s_value_and_their_file_said_where_they_were()
    {
        await using var nation = await app.NewNation();
        var (gone, naming) = (await Person(nation), await Person(nation));
        var link = await Field(nation, "friend", FieldKind.Person);
        await FieldRows.Put(nation, link, naming, Text(gone));
        await FieldRows.Put(nation, link, gone, Text(naming));
        var db = nation.Db;
        db.Add(new Provenance { PersonId = naming, Field = "custom:friend", Source = "panel", At = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);
        Assert.Contains("\"of_person_number\": " + Text(naming), (await nation.Panel.Get($"/people/{gone}/file")).Html, StringComparison.Ordinal);

        Assert.IsType<Erasure.Done>(await nation.Services.GetRequiredService<ErasePerson>().Run(gone, Ct));

        Assert.Empty(await nation.Db.CustomValues.ToListAsync(Ct));
        Assert.Empty(await nation.Db.Provenances.Where(p => p.PersonId == naming && p.Field == "custom:friend").ToListAsync(Ct));
        Assert.Contains(await nation.Db.Changes.Where(c => c.Kind == "custom_value.deleted").Select(c => c.PersonIds).ToListAsync(Ct), ids => ids == Text(naming));
    }

    [Fact]
    public async Task A_file_brings_several_choices_amounts_and_persons_and_its_undo_takes_them_back_as_one_value_each()
    {
        await using var nation = await app.NewNation();
        var (known, friend) = ((await nation.Seeds.Person(email: "known@example.org")).Id, await Person(nation));
        var (skills, pledge, link, note) = (await Field(nation, "skills", FieldKind.Several, "Cooking\nPosters\nSound"), await Field(nation, "pledge", FieldKind.Money), await Field(nation, "friend", FieldKind.Person), await Field(nation, "remarks", FieldKind.LongText));
        await FieldRows.Put(nation, skills, known, "Posters");
        await FieldRows.Put(nation, link, known, Text(friend));

        var id = await BringIn(nation, $"""
            email;last_name;skills;pledge;friend;remarks
            known@example.org;Known;"sound, cooking";"1 250,50 €";{known};"One
            two"
            new@example.org;New;Posters;12;#{friend};
            bad1@example.org;Bad;Juggling;;;
            bad2@example.org;Bad;;much;;
            bad3@example.org;Bad;;;987654;
            """);

        Assert.Equal(["Cooking, Sound", "1250.50", Text(known), "One\ntwo"], [await FieldRows.Of(nation, skills, known), await FieldRows.Of(nation, pledge, known), await FieldRows.Of(nation, link, known), await FieldRows.Of(nation, note, known)]);
        Assert.Equal(125050, (await nation.Db.CustomValues.SingleAsync(v => v.PersonId == known && v.CustomFieldId == pledge.Id, Ct)).WholeValue);
        var fresh = (await nation.Db.People.SingleAsync(p => p.LastName == "New", Ct)).Id;
        Assert.Equal(["Posters", "12.00", Text(friend)], [await FieldRows.Of(nation, skills, fresh), await FieldRows.Of(nation, pledge, fresh), await FieldRows.Of(nation, link, fresh)]);
        var refused = await nation.Panel.Get($"/imports/{id}/refused.csv");
        refused.Shows("“Juggling” does not fit in “skills”.");
        refused.Shows("“much” does not fit in “pledge”.");
        refused.Shows("Nobody has the number 987654 that stands in “friend”.");
        // As it came, it goes out.
        var file = (await nation.Panel.Get("/people/export?view=all")).Html;
        Assert.Contains("\"Cooking, Sound\"", file, StringComparison.Ordinal);
        Assert.Contains("1250", file, StringComparison.Ordinal);

        await nation.Panel.Submit($"/imports/{id}", new { }, action: "undoing");
        await nation.RunJobs();

        Assert.Equal(["Posters", "", Text(friend), ""], [await FieldRows.Of(nation, skills, known), await FieldRows.Of(nation, pledge, known), await FieldRows.Of(nation, link, known), await FieldRows.Of(nation, note, known)]);
        Assert.Equal(2, (await nation.Db.CustomValues.SingleAsync(v => v.PersonId == known && v.CustomFieldId == skills.Id, Ct)).WholeValue);
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task Whom_a_file_brought_and_somebody_names_since_stays_when_it_is_undone()
    {
        await using var nation = await app.NewNation();
        var link = await Field(nation, "friend", FieldKind.Person);
        var naming = await Person(nation);
        var id = await BringIn(nation, "email;last_name\na@example.org;Named\nb@example.org;Alone\n");
        var named = (await nation.Db.People.SingleAsync(p => p.LastName == "Named", Ct)).Id;
        await FieldRows.Put(nation, link, naming, Text(named));

        await nation.Panel.Submit($"/imports/{id}", new { }, action: "undoing");
        await nation.RunJobs();

        Assert.Equal([naming, named], await nation.Db.People.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(Ct));
    }

    [Fact]
    public async Task Undoing_a_file_finds_a_choice_that_was_renamed_since()
    {
        await using var nation = await app.NewNation();
        var known = (await nation.Seeds.Person(email: "known@example.org")).Id;
        var skills = await Field(nation, "skills", FieldKind.Several, "Cooking\nSound");
        await FieldRows.Put(nation, skills, known, "Cooking");
        var id = await BringIn(nation, "email;last_name;skills\nknown@example.org;Known;\"Cooking, Sound\"\n");
        await nation.Panel.Submit($"/fields/{skills.Id}", new Dictionary<string, string> { ["Form.Names[0]"] = "Kitchen" });
        Assert.Equal("Kitchen, Sound", await FieldRows.Of(nation, skills, known));

        await nation.Panel.Submit($"/imports/{id}", new { }, action: "undoing");
        await nation.RunJobs();

        Assert.Equal("Kitchen", await FieldRows.Of(nation, skills, known));
    }

    [Fact]
    public async Task Many_are_given_a_person_and_several_choices_and_back()
    {
        await using var nation = await app.NewNation();
        var friend = (await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Zoé", "Friend"))).Id;
        var other = await Person(nation);
        var (skills, link) = (await Field(nation, "skills", FieldKind.Several, "Cooking\nSound"), await Field(nation, "friend", FieldKind.Person));
        await FieldRows.Put(nation, link, other, Text(other));

        foreach (var (name, values) in new[] { ("skills", new Dictionary<string, string> { ["Several"] = "Sound" }), ("friend", new Dictionary<string, string> { ["Value"] = "zoé friend" }) })
        {
            var act = (await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = "people?view=all" })).Follow()).Path;
            await nation.Panel.Submit($"{act}/field?field=custom:{name}", values);
            await nation.Panel.Submit(act, new { }, "/start");
            if (name == "friend")
            {
                Assert.Equal([Text(friend), Text(friend)], [await FieldRows.Of(nation, link, friend), await FieldRows.Of(nation, link, other)]);
                await nation.Panel.Submit(act, new { }, "/undo");
                Assert.Equal(["", Text(other)], [await FieldRows.Of(nation, link, friend), await FieldRows.Of(nation, link, other)]);
                continue;
            }

            Assert.Equal(["Sound", "Sound"], [await FieldRows.Of(nation, skills, friend), await FieldRows.Of(nation, skills, other)]);
        }
    }

    private static async Task<long> Person(TestNation nation) => (await nation.Seeds.Person()).Id;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static async Task<CustomField> Field(TestNation nation, string slug, FieldKind kind, string choices = "")
    {
        var db = nation.Db;
        var field = new CustomField { Slug = slug, Name = slug, Kind = kind, Choices = choices, Currency = kind == FieldKind.Money ? "EUR" : "", Position = await db.CustomFields.CountAsync(Ct) };
        db.Add(field);
        await db.SaveChangesAsync(Ct);
        return field;
    }

    private static async Task<long> BringIn(TestNation nation, string csv)
    {
        var columns = await (await nation.Panel.Upload("/imports/new", "File", "people.csv", Encoding.UTF8.GetBytes(csv))).Follow();
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers)).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();
        return await nation.Db.Imports.MaxAsync(i => i.Id, Ct);
    }
}
