using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.People;

namespace Preau.Tests.People;

/// <summary>What a campaign asks of its own: every kind, under headings, with rules, for those it is for.</summary>
public sealed class OwnFieldTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_is_filled_in_on_the_form_shown_under_its_heading_and_emptied_again()
    {
        await using var nation = await app.NewNation();
        var friend = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Noé", "Marrain"));
        foreach (var (name, kind, heading, choices) in new[]
        {
            ("Remarks", "LongText", "Helping", ""), ("Pledge", "Money", "Treasury", ""), ("Skills", "Several", "Helping", "Cooking\nPosters\nSound"), ("Brought by", "Person", "Helping", ""), ("Card", "Text", "", ""),
        })
        {
            Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit("/fields", new { Form_Name = name, Form_Kind = kind, Form_GroupName = heading, Form_Choices = choices }, "/fields#add")).Status);
        }

        var answer = await nation.Panel.Submit("/people/new", new Dictionary<string, string>
        {
            ["Form.LastName"] = "Le Goff", ["Form.Own[remarks]"] = "First line\nSecond line", ["Form.Own[pledge]"] = "1 250,50", ["Form.Several[skills]"] = "Sound", ["Form.Own[brought_by]"] = "noe marr", ["Form.Own[card]"] = "A 12",
        });
        var page = await answer.Follow();

        foreach (var shown in new[] { "Helping", "First line Second line", "Treasury", "€1,250.50", "SkillsSound", "Brought byNoé Marrain", "CardA 12" }) page.Shows(shown);
        Assert.NotNull(page.Document.QuerySelector($"aside a[href='/people/{friend.Id}']"));
        var db = nation.Db;
        var values = await db.CustomValues.Join(db.CustomFields, v => v.CustomFieldId, f => f.Id, (v, f) => new { f.Slug, Value = v }).ToDictionaryAsync(v => v.Slug, v => v.Value, StringComparer.Ordinal, Ct);
        Assert.Equal((125050, "1250.50"), (values["pledge"].WholeValue, values["pledge"].TextValue));
        Assert.Equal((4, "Sound"), (values["skills"].WholeValue, values["skills"].TextValue));
        Assert.Equal(friend.Id, values["brought_by"].LinkedPersonId);

        var edit = await nation.Panel.Get(page.Path + "/edit");
        Assert.Equal($"#{friend.Id} Noé Marrain", edit.Document.QuerySelector("#own-brought_by")!.GetAttribute("value"));
        Assert.Equal(["Sound"], edit.Document.QuerySelectorAll("input[name='Form.Several[skills]']:checked").Select(b => b.GetAttribute("value")));
        await nation.Panel.Submit(page.Path + "/edit", new Dictionary<string, string> { ["Form.Own[remarks]"] = "", ["Form.Own[pledge]"] = "", ["Form.Several[skills]"] = "", ["Form.Own[brought_by]"] = "", ["Form.Own[card]"] = "" });
        Assert.Empty(await nation.Db.CustomValues.ToListAsync(Ct));
    }

    [Theory]
    [InlineData("Number", "Form.Least", "2", "1.5", "must be 2 or more")]
    [InlineData("Money", "Form.Most", "100", "100,01", "must be €100 or less")]
    [InlineData("Date", "Form.Most", "2026-01-31", "2026-02-01", "must be 31 Jan 2026 or earlier")]
    [InlineData("Text", "Form.Longest", "3", "four", "takes 3 characters at most")]
    [InlineData("Text", "Form.Pattern", "Digits", "12a", "takes figures only")]
    [InlineData("Text", "Form.Pattern", "Mail", "not a mail", "takes a mail address")]
    [InlineData("Text", "Form.Pattern", "Web", "javascript:alert(1)", "takes an address on the web")]
    [InlineData("Text", "Form.Pattern", "Postcode", "Lyon", "takes a postcode")]
    [InlineData("Text", "Form.IsRequired", "true", "", "must be filled in")]
    [InlineData("Number", "Form.Help", "In hours", "many", "“many” does not fit in “Asked”")]
    [InlineData("Money", "Form.Help", "Euros", "12 dollars", "does not fit in “Asked”")]
    [InlineData("Person", "Form.Help", "Who", "Nobody Known", "Nobody is found by “Nobody Known”")]
    [InlineData("Person", "Form.Help", "Who", "#999999", "Nobody is found by “#999999”")]
    public async Task What_breaks_a_rule_is_said_beside_the_field_and_stays_as_it_was_typed(string kind, string rule, string limit, string typed, string says)
    {
        await using var nation = await app.NewNation();
        await nation.Panel.Submit("/fields", new { Form_Name = "Asked", Form_Kind = kind }, "/fields#add");
        var field = await nation.Db.CustomFields.SingleAsync(Ct);
        await nation.Panel.Submit($"/fields/{field.Id}", new Dictionary<string, string> { [rule] = limit }, action: null);

        var page = await nation.Panel.Submit("/people/new", new Dictionary<string, string> { ["Form.LastName"] = "Kept", ["Form.Own[asked]"] = typed });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(says);
        Assert.Equal(typed, page.Document.QuerySelector("#own-asked")!.GetAttribute("value"));
        Assert.NotNull(page.Document.QuerySelector("#own-asked-error"));
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
    }

    [Fact]
    public async Task Of_several_people_of_one_name_the_form_asks_which()
    {
        await using var nation = await app.NewNation();
        var (one, other) = (await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Ana", "Roux", new DateOnly(1980, 1, 2))), await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ana", "Roux")));
        await nation.Panel.Submit("/fields", new { Form_Name = "Friend", Form_Kind = "Person" }, "/fields#add");

        var asked = await nation.Panel.Submit("/people/new", new Dictionary<string, string> { ["Form.LastName"] = "Asking", ["Form.Own[friend]"] = "ana roux" });
        asked.Shows($"#{one.Id} Ana Roux 1980");
        asked.Shows($"#{other.Id} Ana Roux");
        Assert.Contains($"value=\"#{one.Id} Ana Roux\"", (await nation.Panel.Get("/people/pick?Form.Own%5Bfriend%5D=ana")).Html, StringComparison.Ordinal);
        (await (await nation.Panel.Submit("/people/new", new Dictionary<string, string> { ["Form.LastName"] = "Asking", ["Form.Own[friend]"] = $"#{other.Id} Ana Roux" })).Follow()).Shows("Ana Roux");

        Assert.Equal(other.Id, (await nation.Db.CustomValues.SingleAsync(Ct)).LinkedPersonId);
    }

    [Fact]
    public async Task A_volunteer_fills_in_what_is_for_everybody_and_sees_and_changes_nothing_else()
    {
        await using var nation = await app.NewNation();
        var (open, shown, hidden) = (Field("size", FieldAudience.Everybody, FieldAudience.Everybody), Field("card", FieldAudience.Everybody, FieldAudience.Staff), Field("pledge", FieldAudience.Finance, FieldAudience.Finance));
        var person = await nation.Seeds.Person();
        var friend = await nation.Seeds.Person(p => p.LastName = "Unseen");
        var sponsor = new CustomField { Slug = "sponsor", Name = "sponsor", Kind = FieldKind.Person };
        var db = nation.Db;
        db.AddRange(open, shown, hidden, sponsor);
        await db.SaveChangesAsync(Ct);
        db.AddRange(Value(person.Id, shown, "A 12"), Value(person.Id, hidden, "500 secret"), new CustomValue { PersonId = person.Id, CustomFieldId = sponsor.Id, LinkedPersonId = friend.Id });
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        (await db.People.SingleAsync(p => p.Id == person.Id, Ct)).AssigneeId = account;
        await db.SaveChangesAsync(Ct);

        var profile = await volunteer.Get($"/people/{person.Id}");
        profile.Shows("cardA 12");
        profile.Shows("Somebody whom you do not see");
        profile.DoesNotShow("Unseen");
        profile.DoesNotShow("500 secret");
        (await volunteer.Get($"/people/{person.Id}/sources")).DoesNotShow("pledge");
        var form = await volunteer.Get($"/people/{person.Id}/fields");
        Assert.Equal(["own-size"], form.Document.QuerySelectorAll("[id^=own-]").Select(i => i.Id));
        await volunteer.Submit($"/people/{person.Id}/fields", new Dictionary<string, string> { ["Form.Own[size]"] = "M", ["Form.Own[card]"] = "B", ["Form.Own[pledge]"] = "0" });

        Assert.Equal(["500 secret", "A 12", "M"], (await nation.Db.CustomValues.Where(v => v.TextValue != null).Select(v => v.TextValue).ToListAsync(Ct)).Order(StringComparer.Ordinal));
        Assert.Equal("panel", (await nation.Db.Provenances.SingleAsync(p => p.Field == "custom:size", Ct)).Source);
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get($"/people/{friend.Id}/fields")).Status);
        (await (await nation.As(Role.Finance)).Get($"/people/{person.Id}")).Shows("pledge500 secret");
    }

    [Fact]
    public async Task What_staff_may_not_see_is_in_no_form_file_segment_act_template_or_comparison_of_theirs()
    {
        await using var nation = await app.NewNation();
        var hidden = Field("pledge", FieldAudience.Finance, FieldAudience.Finance);
        var (one, other) = (await nation.Seeds.Person(email: "a@example.org"), await nation.Seeds.Person(email: "b@example.org"));
        var db = nation.Db;
        db.Add(hidden);
        await db.SaveChangesAsync(Ct);
        db.AddRange(Value(one.Id, hidden, "500 secret"), Value(other.Id, hidden, "700 secret"));
        await db.SaveChangesAsync(Ct);
        const string tree = """{"join":"all","parts":[{"field":"field:pledge","operator":"contains","values":["secret"]}]}""";
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit("/segments/new", new { Name = "Pledged", Tree = tree })).Status);
        var segment = await nation.Db.Segments.SingleAsync(Ct);
        var staff = await nation.As(Role.Staff);

        foreach (var path in new[] { "/people/new", $"/people/{one.Id}/edit", $"/people/{one.Id}/fields", $"/people/{one.Id}", $"/duplicates/pair?keep={one.Id}&gone={other.Id}", "/fields", $"/segments/{segment.Id}", "/segments/new", "/people/export?view=all" })
        {
            var page = await staff.Get(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("secret\"", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain(" secret", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("own-pledge", page.Html, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("pledge", (await staff.Get("/people/export?view=all")).Html, StringComparison.Ordinal);
        Assert.Contains("pledge", (await nation.Panel.Get("/people/export?view=all")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await staff.Submit("/segments/new", new { Name = "Mine", Tree = tree })).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await staff.Get($"/segments/{segment.Id}/members.csv")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await staff.Get($"/fields/{hidden.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await staff.PostFrom("/fields", $"/fields/{hidden.Id}/removal", new { })).Status);
        (await (await staff.Get($"/people/{one.Id}/file")).Follow()).Shows("the file has to be whole. Ask an owner for it.");
        Assert.Contains("500 secret", (await nation.Panel.Get($"/people/{one.Id}/file")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("pledge", (await nation.Services.GetRequiredService<PersonDrops>().Of([one.Id], Ct))[one.Id].CustomValues.Keys);

        await staff.PostFrom("/people/new", $"/people/{one.Id}/edit", new Dictionary<string, string> { ["Form.LastName"] = "Same", ["Form.Own[pledge]"] = "0" });
        Assert.Equal(["500 secret", "700 secret"], await nation.Db.CustomValues.OrderBy(v => v.TextValue).Select(v => v.TextValue).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_column_of_a_file_that_is_called_as_a_hidden_field_fills_a_field_of_its_own()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        db.Add(Field("pledge", FieldAudience.Finance, FieldAudience.Finance));
        await db.SaveChangesAsync(Ct);
        var (staff, account) = await nation.SignIn(Role.Staff);

        var columns = await (await staff.Upload("/imports/new", "File", "people.csv", "nom,email,pledge\nNom,a@example.org,12\n"u8.ToArray())).Follow();
        Assert.DoesNotContain("field:pledge", columns.Html, StringComparison.Ordinal);
        var trial = await (await staff.Submit(columns.Path, Imports.ImportDoor.Answers)).Follow();
        await staff.Submit(trial.Path, new { });
        await nation.RunJobs();

        var fields = await nation.Db.CustomFields.ToDictionaryAsync(f => f.Slug, f => f.Id, StringComparer.Ordinal, Ct);
        Assert.Equal(fields["pledge_2"], (await nation.Db.CustomValues.SingleAsync(Ct)).CustomFieldId);
        // Work in the background that is done for them sees no more than they do.
        var services = nation.Services;
        services.GetRequiredService<Actor>().IsAccount(account, onlyAssigned: false, hidesGifts: false);
        Assert.Equal(["pledge_2"], (await services.GetRequiredService<OwnFields>().Seen(Ct)).Select(f => f.Slug));
    }

    [Fact]
    public async Task The_file_of_somebody_whom_a_hidden_field_names_is_not_for_staff()
    {
        await using var nation = await app.NewNation();
        var (named, naming) = (await nation.Seeds.Person(), await nation.Seeds.Person());
        var link = new CustomField { Slug = "sponsor", Name = "sponsor", Kind = FieldKind.Person, SeenBy = FieldAudience.Owner, ChangedBy = FieldAudience.Owner };
        var db = nation.Db;
        db.Add(link);
        await db.SaveChangesAsync(Ct);
        db.Add(new CustomValue { PersonId = naming.Id, CustomFieldId = link.Id, LinkedPersonId = named.Id });
        await db.SaveChangesAsync(Ct);

        (await (await (await nation.As(Role.Staff)).Get($"/people/{named.Id}/file")).Follow()).Shows("the file has to be whole. Ask an owner for it.");
    }

    [Fact]
    public async Task What_nobody_touched_does_not_stop_a_form()
    {
        await using var nation = await app.NewNation();
        var (person, unseen) = (await nation.Seeds.Person(), await nation.Seeds.Person());
        var (card, size) = (Field("card", FieldAudience.Everybody, FieldAudience.Everybody), Field("size", FieldAudience.Everybody, FieldAudience.Everybody));
        var link = new CustomField { Slug = "friend", Name = "friend", Kind = FieldKind.Person, ChangedBy = FieldAudience.Everybody };
        var db = nation.Db;
        db.AddRange(card, size, link);
        await db.SaveChangesAsync(Ct);
        db.AddRange(Value(person.Id, card, "A 12"), new CustomValue { PersonId = person.Id, CustomFieldId = link.Id, LinkedPersonId = unseen.Id });
        // A rule that was made later.
        card.Pattern = FieldPattern.Digits;
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        (await db.People.SingleAsync(p => p.Id == person.Id, Ct)).AssigneeId = account;
        await db.SaveChangesAsync(Ct);

        Assert.Equal(HttpStatusCode.Redirect, (await volunteer.Submit($"/people/{person.Id}/fields", new Dictionary<string, string> { ["Form.Own[size]"] = "M" })).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit($"/people/{person.Id}/edit", new Dictionary<string, string> { ["Form.LastName"] = "Touched" })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit($"/people/{person.Id}/edit", new Dictionary<string, string> { ["Form.Own[card]"] = "B 12" })).Status);

        Assert.Equal(["A 12", "M"], (await nation.Db.CustomValues.Where(v => v.TextValue != null).Select(v => v.TextValue).ToListAsync(Ct)).Order(StringComparer.Ordinal));
        Assert.Equal(unseen.Id, (await nation.Db.CustomValues.SingleAsync(v => v.CustomFieldId == link.Id, Ct)).LinkedPersonId);
        Assert.Equal("Touched", (await nation.Db.People.SingleAsync(p => p.Id == person.Id, Ct)).LastName);
    }

    [Theory]
    [InlineData("12,345", null)]
    [InlineData("1.500 €", null)]
    [InlineData("1 500", "1500.00")]
    [InlineData("1 500,25 €", "1500.25")]
    public void An_amount_that_can_be_read_in_two_ways_is_not_guessed(string text, string? written)
    {
        var field = new CustomField { Slug = "pledge", Name = "Pledge", Kind = FieldKind.Money, Currency = "EUR" };
        var value = new CustomValue { PersonId = 1, CustomFieldId = 1 };
        Assert.Equal(written is not null, OwnFields.Put(field, text, value));
        Assert.Equal(written, value.TextValue);
    }

    private static CustomField Field(string slug, FieldAudience seen, FieldAudience changed) => new() { Slug = slug, Name = slug, SeenBy = seen, ChangedBy = changed };

    private static CustomValue Value(long person, CustomField field, string text)
    {
        var value = new CustomValue { PersonId = person, CustomFieldId = field.Id };
        Assert.True(OwnFields.Put(field, text, value));
        return value;
    }
}
