using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;

namespace Preau.Tests.People;

/// <summary>Fields are renamed, ordered, retired and removed; choices are renamed and taken out, for everybody who has them.</summary>
public sealed class FieldSetupTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FieldKind.Choice)]
    [InlineData(FieldKind.Several)]
    public async Task A_choice_is_renamed_for_everybody_and_segments_go_on_finding_them(FieldKind kind)
    {
        await using var nation = await app.NewNation();
        var (field, people) = await Coloured(nation, kind, "Rouge", kind == FieldKind.Several ? "Rouge, Bleu" : "Rouge", "Bleu");
        var asked = kind == FieldKind.Several ? "any" : "is";
        await nation.Panel.Submit("/segments/new", new { Name = "Red", Tree = $$"""{"join":"all","parts":[{"field":"field:colour","operator":"{{asked}}","values":["Rouge"]}]}""" });

        var page = await nation.Panel.Submit($"/fields/{field}", new Dictionary<string, string> { ["Form.Names[0]"] = "Vermillon", ["Form.More"] = "Or\nRouge" });

        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Equal(["Vermillon", kind == FieldKind.Several ? "Vermillon, Bleu" : "Vermillon", "Bleu"], await Texts(nation, people));
        Assert.Equal(["Vermillon", "Bleu", "Vert", "Or", "Rouge"], OwnFields.ChoicesOf(await nation.Db.CustomFields.SingleAsync(Ct)));
        var segment = await nation.Panel.Get($"/segments/{(await nation.Db.Segments.SingleAsync(Ct)).Id}");
        segment.Shows("Vermillon");
        segment.Shows("2 people");
        // The new one of the old name is another one.
        await nation.Panel.Submit($"/people/{people[2]}/edit", new Dictionary<string, string> { [kind == FieldKind.Several ? "Form.Several[colour]" : "Form.Own[colour]"] = "Rouge" });
        (await nation.Panel.Get(segment.Path)).Shows("2 people");
    }

    [Theory]
    [InlineData(FieldKind.Choice)]
    [InlineData(FieldKind.Several)]
    public async Task A_choice_is_taken_out_with_the_number_of_those_who_lose_it_named(FieldKind kind)
    {
        await using var nation = await app.NewNation();
        var (field, people) = await Coloured(nation, kind, "Rouge", kind == FieldKind.Several ? "Rouge, Bleu" : "Rouge", "Bleu");
        (await nation.Panel.Get($"/fields/{field}")).Shows("2 people have “Rouge”: it is taken off them for good.");

        await nation.Panel.PostFrom($"/fields/{field}", $"/fields/{field}/choice", new { number = 0 });

        Assert.Equal(["", kind == FieldKind.Several ? "Bleu" : "", "Bleu"], await Texts(nation, people));
        Assert.Equal(["Bleu", "Vert"], OwnFields.ChoicesOf(await nation.Db.CustomFields.SingleAsync(Ct)));
        Assert.Equal(2, (await nation.Db.AuditEntries.SingleAsync(a => a.Action == "custom_value.deleted", Ct)).Count);
        Assert.False(await nation.Db.Provenances.AnyAsync(p => p.PersonId == people[0] && p.Field == "custom:colour", Ct));
        // A second click, and one that names nothing.
        await nation.Panel.PostFrom($"/fields/{field}", $"/fields/{field}/choice", new { number = 0 });
        await nation.Panel.PostFrom($"/fields/{field}", $"/fields/{field}/choice", new { number = 77 });
        Assert.Equal(2, OwnFields.ChoicesOf(await nation.Db.CustomFields.SingleAsync(Ct)).Length);
    }

    [Fact]
    public async Task Choices_stand_in_the_order_that_was_given_by_hand_in_values_too()
    {
        await using var nation = await app.NewNation();
        var (field, people) = await Coloured(nation, FieldKind.Several, "Rouge, Bleu", "Bleu, Vert");

        await nation.Panel.PostFrom($"/fields/{field}", $"/fields/{field}/choice", new { number = 1, up = true });
        await nation.Panel.PostFrom($"/fields/{field}", $"/fields/{field}/choice", new { number = 1, up = true });

        Assert.Equal(["Bleu", "Rouge", "Vert"], OwnFields.ChoicesOf(await nation.Db.CustomFields.SingleAsync(Ct)));
        Assert.Equal(["Bleu, Rouge", "Bleu, Vert"], await Texts(nation, people));
    }

    [Theory]
    [InlineData("Form.Names[0]", "Bleu", "“Bleu” is there twice.")]
    [InlineData("Form.Names[0]", "", "A choice needs a letter or a figure.")]
    [InlineData("Form.More", "a, b", "has a comma or a semicolon in it")]
    [InlineData("Form.Name", "", "Fill in “Name of the field”.")]
    [InlineData("Form.ChangedBy", "Everybody", "Whoever changes a field must see it.")]
    public async Task A_field_that_would_be_wrong_is_not_changed(string input, string value, string says)
    {
        await using var nation = await app.NewNation();
        var (field, people) = await Coloured(nation, FieldKind.Several, "Rouge", "Rouge, Bleu", "Bleu");

        var page = await nation.Panel.Submit($"/fields/{field}", new Dictionary<string, string> { ["Form.SeenBy"] = "Staff", [input] = value });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(says);
        Assert.Equal(["Rouge", "Rouge, Bleu", "Bleu"], await Texts(nation, people));
        Assert.Equal(FieldAudience.Everybody, (await nation.Db.CustomFields.SingleAsync(Ct)).SeenBy);
    }

    [Fact]
    public async Task Two_choices_do_not_change_names_with_each_other_unseen()
    {
        await using var nation = await app.NewNation();
        var (field, people) = await Coloured(nation, FieldKind.Choice, "Rouge", "Bleu", "Bleu");

        (await nation.Panel.Submit($"/fields/{field}", new Dictionary<string, string> { ["Form.Names[0]"] = "Bleu", ["Form.Names[1]"] = "Rouge" })).Shows("“Bleu” is what another choice is called now. Rename that one first.");

        Assert.Equal(["Rouge", "Bleu", "Bleu"], await Texts(nation, people));
    }

    [Theory]
    [InlineData("Prénom")]
    [InlineData("first name")]
    [InlineData("E-mail")]
    [InlineData("VILLE")]
    [InlineData("Niveau de soutien")]
    public async Task A_field_is_not_called_like_one_that_everybody_has(string name)
    {
        await using var nation = await app.NewNation();

        var refused = await nation.Panel.Submit("/fields", new Dictionary<string, string> { ["Form.Name"] = name }, "/fields#add");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows($"“{name}” is what everybody’s record has already");
        await nation.Panel.Submit("/fields", new Dictionary<string, string> { ["Form.Name"] = "Nickname" }, "/fields#add");
        var field = (await nation.Db.CustomFields.SingleAsync(Ct)).Id;
        (await nation.Panel.Submit($"/fields/{field}", new Dictionary<string, string> { ["Form.Name"] = name })).Shows($"“{name}” is what everybody’s record has already");
        // One of before keeps its name when something else of it changes.
        await nation.Db.CustomFields.ExecuteUpdateAsync(s => s.SetProperty(f => f.Name, name), Ct);
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit($"/fields/{field}", new Dictionary<string, string> { ["Form.Name"] = name, ["Form.Help"] = "As friends say it" })).Status);
    }

    [Fact]
    public void Every_label_of_a_persons_form_is_a_name_that_everybody_has()
    {
        var labels = typeof(Preau.People.Profile.PersonForm).GetProperties().SelectMany(p => p.GetCustomAttributes(typeof(System.ComponentModel.DataAnnotations.DisplayAttribute), inherit: false)).Cast<System.ComponentModel.DataAnnotations.DisplayAttribute>().Select(d => d.Name!).ToList();

        Assert.NotEmpty(labels);
        Assert.All(labels.Concat(labels.Select(l => Preau.Shared.Words.InFrench[l])), l => Assert.True(BuiltInNames.Has(l), l));
    }

    [Fact]
    public async Task Fields_stand_under_headings_in_the_order_that_was_given_by_hand()
    {
        await using var nation = await app.NewNation();
        foreach (var (name, heading) in new[] { ("One", "First"), ("Two", "First"), ("Three", "Second") }) await nation.Panel.Submit("/fields", new Dictionary<string, string> { ["Form.Name"] = name, ["Form.GroupName"] = heading }, "/fields#add");
        async Task<string> Order() => string.Join(' ', (await nation.Panel.Get("/people/new")).Document.QuerySelectorAll("h2, label[for^=own-]").Select(e => e.TextContent).SkipWhile(t => t is not ("First" or "Second" or "Renamed")));
        Assert.Equal("First One Two Second Three", await Order());
        var two = await nation.Db.CustomFields.SingleAsync(f => f.Name == "Two", Ct);

        await nation.Panel.PostFrom("/fields", $"/fields/{two.Id}/move", new { up = true });
        await nation.Panel.PostFrom("/fields", $"/fields/{two.Id}/move", new { up = true });
        await nation.Panel.PostFrom("/fields", "/fields/headings", new { name = "Second", up = true });
        Assert.Equal("Second Three First Two One", await Order());
        await nation.Panel.PostFrom("/fields", "/fields/headings", new { name = "First", to = "Renamed" });
        Assert.Equal("Second Three Renamed Two One", await Order());
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.PostFrom("/fields", "/fields/headings", new { name = "First", up = true })).Status);
    }

    [Fact]
    public async Task A_retired_field_is_asked_and_shown_nowhere_and_comes_back_with_its_values()
    {
        await using var nation = await app.NewNation();
        var (field, people) = await Coloured(nation, FieldKind.Choice, "Rouge");

        await nation.Panel.Submit($"/fields/{field}", new { }, "/retirement");

        foreach (var path in new[] { $"/people/{people[0]}", $"/people/{people[0]}/edit", "/people/export?view=all", "/segments/new" }) Assert.DoesNotContain("colour", (await nation.Panel.Get(path)).Html, StringComparison.Ordinal);
        (await nation.Panel.Get("/fields")).Shows("Retired fields");
        Assert.Contains("Rouge", (await nation.Panel.Get($"/people/{people[0]}/file")).Html, StringComparison.Ordinal);
        await nation.Panel.Submit($"/fields/{field}", new { }, "/retirement");
        (await nation.Panel.Get($"/people/{people[0]}")).Shows("ColourRouge");
    }

    [Fact]
    public async Task A_field_is_removed_with_all_answers_and_where_they_came_from()
    {
        await using var nation = await app.NewNation();
        var (field, _) = await Coloured(nation, FieldKind.Several, "Rouge", "Bleu");
        (await nation.Panel.Get($"/fields/{field}")).Shows("“Colour” and the answers of 2 people are removed for good.");

        await nation.Panel.Submit($"/fields/{field}", new { }, "/removal");

        Assert.Empty(await nation.Db.CustomFields.ToListAsync(Ct));
        Assert.Empty(await nation.Db.CustomValues.ToListAsync(Ct));
        Assert.False(await nation.Db.Provenances.AnyAsync(p => p.Field == "custom:colour", Ct));
        Assert.Equal(2, (await nation.Db.AuditEntries.SingleAsync(a => a.Action == "custom_value.deleted", Ct)).Count);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.PostFrom("/fields", $"/fields/{field}/removal", new { })).Status);
    }

    [Fact]
    public async Task Of_a_field_with_many_answers_nobody_sees_anything_at_once_and_they_go_in_the_background()
    {
        await using var nation = await app.NewNation();
        var (field, people) = await Coloured(nation, FieldKind.Choice, "Rouge");
        var (db, now) = (nation.Db, app.Clock.GetUtcNow());
        await using (var transaction = await db.Database.BeginTransactionAsync(Ct))
        {
            var first = db.Ids.Reserve("person", RemoveField.AtOnce);
            await using (var writer = await db.Bulk("person", ["id", "first_name", "last_name", "name_key", "given_key", "source", "is_roll_only", "created_at", "changed_at"], Ct))
            {
                for (var i = 0; i < RemoveField.AtOnce; i++) writer.Row(first + i, "Foule", "N", "n foule", "foule n", "panel", false, now, now);
                await writer.Done(Ct);
            }

            await using (var writer = await db.Bulk("custom_value", CustomValue.Columns, Ct))
            {
                for (var i = 0; i < RemoveField.AtOnce; i++) writer.Row(new CustomValue { TextValue = "Rouge", TextKey = "rouge" }.Cells(first + i, field));
                await writer.Done(Ct);
            }

            await transaction.CommitAsync(Ct);
        }

        var page = await (await nation.Panel.Submit($"/fields/{field}", new { }, "/removal")).Follow();
        page.Shows("Its answers are being removed in the background.");
        (await nation.Panel.Get($"/people/{people[0]}")).DoesNotShow("Colour");
        Assert.Equal(RemoveField.AtOnce + 1, await nation.Db.CustomValues.CountAsync(Ct));
        await nation.RunJobs();

        Assert.Equal((0, 0), (await nation.Db.CustomValues.CountAsync(Ct), await nation.Db.CustomFields.CountAsync(Ct)));
    }

    [Fact]
    public async Task Whoever_may_not_change_the_answers_changes_nothing_of_a_field()
    {
        await using var nation = await app.NewNation();
        var (field, people) = await Coloured(nation, FieldKind.Choice, "Rouge");
        await nation.Panel.Submit($"/fields/{field}", new Dictionary<string, string> { ["Form.GroupName"] = "Treasury", ["Form.ChangedBy"] = "Finance" });
        await nation.Panel.Submit("/fields", new Dictionary<string, string> { ["Form.Name"] = "Alone", ["Form.GroupName"] = "Alone", ["Form.ChangedBy"] = "Finance" }, "/fields#add");
        await nation.Panel.Submit("/fields", new Dictionary<string, string> { ["Form.Name"] = "Size", ["Form.GroupName"] = "Treasury" }, "/fields#add");
        var staff = await nation.As(Role.Staff);

        var list = await staff.Get("/fields");
        list.Shows("Colour");
        Assert.Null(list.Document.QuerySelector($"a[href='/fields/{field}'], form[action='/fields/{field}/move']"));
        Assert.Equal(HttpStatusCode.NotFound, (await staff.Get($"/fields/{field}")).Status);
        foreach (var path in new[] { "", "/removal", "/retirement", "/move", "/choice" })
            Assert.Equal(HttpStatusCode.NotFound, (await staff.PostFrom("/fields", $"/fields/{field}{path}", new { number = 0, retire = true, up = true, Form_Name = "Mine", Form_SeenBy = "Everybody", Form_ChangedBy = "Everybody" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await staff.PostFrom("/fields", "/fields/headings", new { name = "Alone", to = "Mine" })).Status);
        await staff.PostFrom("/fields", "/fields/headings", new { name = "Treasury", to = "Mine" });

        Assert.Equal(["Alone Alone", "Colour Treasury", "Size Mine"], await nation.Db.CustomFields.OrderBy(f => f.Name).Select(f => f.Name + " " + f.GroupName).ToListAsync(Ct));
        Assert.Equal(["Rouge"], await Texts(nation, people));
        Assert.Equal(FieldAudience.Finance, (await nation.Db.CustomFields.SingleAsync(f => f.Id == field, Ct)).ChangedBy);
    }

    [Fact]
    public async Task Another_nation_changes_nothing()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        var db = nation.Db;
        db.Ids.Reserve("custom_field", 5000);
        await db.SaveChangesAsync(Ct);
        var (field, people) = await Coloured(nation, FieldKind.Choice, "Rouge");

        foreach (var deed in new[] { "removal", "retirement", "move", "choice" }) Assert.Equal(HttpStatusCode.NotFound, (await other.Panel.PostFrom("/fields", $"/fields/{field}/{deed}", new { number = 0, retire = true, up = true })).Status);

        Assert.Equal(["Rouge"], await Texts(nation, people));
    }

    private static async Task<(long Field, long[] People)> Coloured(TestNation nation, FieldKind kind, params string[] values)
    {
        await nation.Panel.Submit("/fields", new Dictionary<string, string> { ["Form.Name"] = "Colour", ["Form.Kind"] = kind.ToString(), ["Form.Choices"] = "Rouge\nBleu\nVert" }, "/fields#add");
        var field = await nation.Db.CustomFields.SingleAsync(Ct);
        var people = new List<long>();
        foreach (var text in values)
        {
            var person = await nation.Seeds.Person();
            people.Add(person.Id);
            var db = nation.Db;
            var value = new CustomValue { PersonId = person.Id, CustomFieldId = field.Id };
            Assert.True(OwnFields.Put(field, text, value));
            db.AddRange(value, new Provenance { PersonId = person.Id, Field = "custom:colour", Source = "panel", At = nation.App.Clock.GetUtcNow() });
            await db.SaveChangesAsync(Ct);
        }

        return (field.Id, [.. people]);
    }

    private static async Task<string[]> Texts(TestNation nation, long[] people)
    {
        var values = await nation.Db.CustomValues.ToDictionaryAsync(v => v.PersonId, Ct);
        return [.. people.Select(p => values.TryGetValue(p, out var value) ? OwnFields.Text(value) : "")];
    }
}
