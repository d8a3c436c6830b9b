using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.People;

namespace Preau.Tests.People;

public sealed class ProfileTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_scripts_the_form_comes_back_as_it_was_filled_with_one_more_line()
    {
        await using var nation = await app.NewNation();

        var more = await nation.Panel.Submit("/people/new", new Dictionary<string, string> { ["Form.LastName"] = "Martin", ["Form.BornOn"] = "someday", ["Form.Emails[0].Address"] = "m@example.org", ["more"] = "emails" });
        Assert.Equal(System.Net.HttpStatusCode.OK, more.Status);
        Assert.Equal(["m@example.org", ""], more.Document.QuerySelectorAll("input[inputmode=email]").Select(i => i.GetAttribute("value") ?? ""));
        Assert.Equal("Martin", more.Document.QuerySelector("#Form_LastName")?.GetAttribute("value"));
        Assert.Null(more.Document.QuerySelector(".error-summary"));
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));

        var person = await nation.Seeds.Person(email: "a@example.org");
        var edit = await nation.Panel.Submit($"/people/{person.Id}/edit", new { more = "addresses" });
        Assert.Equal(2, edit.Document.QuerySelectorAll("fieldset.way").Length);
    }

    [Fact]
    public async Task A_person_is_added_by_hand_with_everything_the_form_asks()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        db.Add(new CustomField { Slug = "size", Name = "T-shirt", Kind = FieldKind.Choice, Choices = "S\nM\nL" });
        db.Add(new CustomField { Slug = "hours", Name = "Hours a week", Kind = FieldKind.Number });
        await db.SaveChangesAsync(Ct);

        var answer = await nation.Panel.Submit("/people/new", new Dictionary<string, string>
        {
            ["Form.FirstName"] = "Zoé", ["Form.LastName"] = "Le Goff", ["Form.BornOn"] = "1990-05-17", ["Form.Sex"] = "Female", ["Form.SupportLevel"] = "1", ["Form.Language"] = "fr",
            ["Form.Emails[0].Address"] = "Zoe@Example.org", ["Form.Phones[0].Number"] = "06 39 98 00 12",
            ["Form.Addresses[0].Line1"] = "3 rue de la Soie", ["Form.Addresses[0].Postcode"] = "1000", ["Form.Addresses[0].City"] = "Valmorin",
            ["Form.Own[size]"] = "M", ["Form.Own[hours]"] = "2,5",
        }, action: null);

        var page = await answer.Follow();
        foreach (var shown in new[] { "Zoé Le Goff is added", "Zoe@example.org", "06 39 98 00 12", "3 rue de la Soie", "01000", "strong support", "36 years", "T-shirtM", "2.5", "Came to the campaign" }) page.Shows(shown);
        Assert.Equal("panel", (await nation.Db.Provenances.SingleAsync(p => p.Field == "custom:hours", Ct)).Source);
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_the_field_and_what_was_typed_stays()
    {
        await using var nation = await app.NewNation();

        var page = await nation.Panel.Submit("/people/new", new Dictionary<string, string>
        {
            ["Form.LastName"] = "Kept <script>", ["Form.Emails[0].Address"] = "no mail", ["Form.Phones[0].Number"] = "12", ["Form.SupportLevel"] = "9", ["Form.BornOn"] = "soon",
        });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows("“no mail” is not a mail address.");
        page.Shows("“12” is not a telephone number.");
        Assert.Equal("Kept <script>", page.Document.QuerySelector("[name='Form.LastName']")!.GetAttribute("value"));
        Assert.Equal("no mail", page.Document.QuerySelector("[name='Form.Emails[0].Address']")!.GetAttribute("value"));
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
        (await nation.Panel.Submit("/people/new", new { })).Shows("Give a name, a mail address or a telephone");
    }

    [Fact]
    public async Task A_second_person_with_the_same_address_is_made_only_on_purpose()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Léa", "Petit"), email: "nous@example.org");
        var fields = new Dictionary<string, string> { ["Form.FirstName"] = "Jean", ["Form.LastName"] = "Petit", ["Form.Emails[0].Address"] = "nous@example.org" };

        var asked = await nation.Panel.Submit("/people/new", fields);
        asked.Shows("Léa Petit");
        Assert.Equal(1, await nation.Db.People.CountAsync(Ct));

        await nation.Panel.Submit("/people/new", new Dictionary<string, string>(fields) { ["anyway"] = "true" });
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task Editing_changes_adds_and_takes_away()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.Occupation) = ("Ada", "Byron", "Poet"), email: "old@example.org", phone: "+33639980012");

        await nation.Panel.Submit($"/people/{person.Id}/edit", new Dictionary<string, string>
        {
            ["Form.LastName"] = "Lovelace", ["Form.Occupation"] = "", ["Form.Emails[0].Address"] = "new@example.org", ["Form.Emails[1].Address"] = "second@example.org",
        });

        var db = nation.Db;
        var changed = await db.People.SingleAsync(Ct);
        Assert.Equal(("Ada", "Lovelace", "lovelace ada", (string?)null), (changed.FirstName, changed.LastName, changed.NameKey, changed.Occupation));
        Assert.Equal(["new@example.org", "second@example.org"], await db.PersonEmails.OrderBy(e => e.Position).Select(e => e.EmailKey).ToListAsync(Ct));
        Assert.Equal("+33639980012", (await db.PersonPhones.SingleAsync(Ct)).Number);
        var sources = await nation.Panel.Get($"/people/{person.Id}/sources");
        sources.Shows("Last name Entered by the team");
        (await nation.Panel.Get($"/people/{person.Id}?kind=record")).Shows("Changed: Last name, Occupation");
    }

    [Fact]
    public async Task Marking_an_address_as_bad_is_a_change_of_the_person()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(email: "ada@example.org");
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        await nation.Panel.Submit($"/people/{person.Id}/edit", new Dictionary<string, string> { ["Form.Emails[0].IsBad"] = "true" });

        Assert.True((await nation.Db.PersonEmails.SingleAsync(Ct)).IsBad);
        Assert.Equal(app.Clock.GetUtcNow(), (await nation.Db.People.SingleAsync(Ct)).ChangedAt);
    }

    [Fact]
    public async Task A_no_is_written_down_also_of_somebody_who_never_said_yes()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();

        var told = await (await nation.Panel.Submit($"/people/{person.Id}", new { purpose = "call", give = "false" }, $"/people/{person.Id}/consents")).Follow();

        told.Shows("Written down: they said no to");
        told.DoesNotShow("withdrawn");
        Assert.False((await nation.Db.ConsentStates.SingleAsync(s => s.PersonId == person.Id, Ct)).IsGiven);
        await nation.Panel.Submit($"/people/{person.Id}", new { purpose = "call", give = "true" }, $"/people/{person.Id}/consents");
        (await (await nation.Panel.Submit($"/people/{person.Id}", new { purpose = "call", give = "false" }, $"/people/{person.Id}/consents")).Follow()).Shows("Written down: they withdrew");
        (await nation.Panel.Get($"/people/{person.Id}")).Shows("withdrawn");
    }

    [Fact]
    public async Task The_timeline_is_read_to_its_end_page_by_page_and_filtered()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var db = nation.Db;
        // Thirty notes of one instant and as many of others: no entry may be lost or doubled where a page ends within an instant.
        for (var i = 0; i < 60; i++) db.Add(new Note { PersonId = person.Id, Text = $"Note {i:00} end", At = i < 30 ? app.Clock.GetUtcNow() : app.Clock.GetUtcNow().AddMinutes(-i) });
        await db.SaveChangesAsync(Ct);
        await nation.Panel.Submit($"/people/{person.Id}", new { purpose = "news", give = "true" }, $"/people/{person.Id}/consents");

        var notes = new List<string>();
        for (var page = await nation.Panel.Get($"/people/{person.Id}"); ;)
        {
            notes.AddRange(page.Document.QuerySelectorAll(".timeline .detail").Select(d => d.TextContent).Where(t => t.StartsWith("Note ", StringComparison.Ordinal)));
            if (page.Document.QuerySelector(".earlier a")?.GetAttribute("href") is not { } earlier) break;
            page = await nation.Panel.Get(earlier);
        }

        Assert.Equal(60, notes.Count);
        Assert.Equal(60, notes.Distinct(StringComparer.Ordinal).Count());
        var consents = await nation.Panel.Get($"/people/{person.Id}?kind=consent");
        consents.Shows("Agreed: News by mail");
        Assert.DoesNotContain("Note 01", consents.Text, StringComparison.Ordinal);
        consents.Shows("I would like the campaign's news by mail.");
    }

    [Fact]
    public async Task Who_somebody_is_and_the_log_come_first_and_everything_else_is_jumped_to()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(email: "a@example.org");

        var page = await nation.Panel.Get($"/people/{person.Id}");
        Assert.Equal(["who", "story", ""], page.Document.QuerySelectorAll(".record > *").Select(e => e.ClassName ?? ""));
        Assert.NotNull(page.Document.QuerySelector(".who .reach a[href^=mailto]"));
        Assert.NotNull(page.Document.QuerySelector(".who #contacts-title"));

        var jumps = page.Document.QuerySelectorAll(".jumps a").Select(a => a.TextContent).ToList();
        Assert.Equal(["Log a contact", "What happened", "About them"], jumps.Take(3));
        Assert.Contains("Relations", jumps);
        Assert.DoesNotContain("Lists", jumps);

        var gifts = await nation.Panel.Get($"/people/{person.Id}?kind=gift");
        Assert.All(gifts.Document.QuerySelectorAll(".jumps a"), a => Assert.StartsWith($"/people/{person.Id}?kind=gift#", a.GetAttribute("href"), StringComparison.Ordinal));

        foreach (var role in new[] { Role.Owner, Role.Staff, Role.Finance })
        {
            var theirs = await (await nation.As(role)).Get($"/people/{person.Id}");
            Assert.All(theirs.Document.QuerySelectorAll(".jumps a"), a => Assert.NotNull(theirs.Document.GetElementById(a.GetAttribute("href")!.Split('#')[1])));
        }
    }

    [Fact]
    public async Task Notes_tags_and_assignment_are_written_from_the_profile()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var (_, account) = await nation.SignIn(Role.Volunteer);
        var path = $"/people/{person.Id}";

        await nation.Panel.Submit(path, new { text = "<b>Rappeler</b> lundi" }, $"{path}/notes");
        await nation.Panel.Submit(path, new { add = "Vélo" }, $"{path}/tags");
        await nation.Panel.Submit(path, new { account }, $"{path}/assignment");

        var page = await nation.Panel.Get(path);
        page.Shows("<b>Rappeler</b> lundi");
        page.Shows("Tagged “Vélo”");
        Assert.Equal(account, (await nation.Db.People.SingleAsync(Ct)).AssigneeId);

        await nation.Panel.Submit(path, new { }, $"{path}/tags");
        Assert.Empty(await nation.Db.PersonTags.ToListAsync(Ct));
    }

    [Fact]
    public async Task Archiving_is_taken_back_and_erasing_is_not()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(p => p.LastName = "Partie");
        var path = $"/people/{person.Id}";

        var archived = await (await nation.Panel.Submit(path, new { }, $"{path}/archive")).Follow();
        archived.Shows("is archived");
        Assert.Empty(archived.Document.QuerySelectorAll("th[scope=row]"));
        (await nation.Panel.Get("/people?view=archived")).Shows("Partie");
        await nation.Panel.Submit(path, new { }, $"{path}/restoration");
        (await nation.Panel.Get("/people")).Shows("Partie");

        (await nation.Panel.Get($"{path}/erasure")).Shows("It can't be taken back");
        await nation.Panel.Submit($"{path}/erasure", new { });
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get(path)).Status);
        Assert.False(await nation.Db.People.AnyAsync(Ct));
    }

    [Fact]
    public async Task A_person_gets_a_file_of_everything_known()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(p => p.FirstName = "Élodie", email: "e@example.org");
        await nation.Panel.Submit($"/people/{person.Id}", new { text = "Une note" }, $"/people/{person.Id}/notes");
        await nation.Panel.Submit($"/people/{person.Id}", new { purpose = "news", give = "true" }, $"/people/{person.Id}/consents");

        var file = await nation.Panel.Get($"/people/{person.Id}/file");

        var known = JsonDocument.Parse(file.Html).RootElement.GetProperty("person");
        Assert.Equal("Élodie", known.GetProperty("first_name").GetString());
        Assert.Equal("e@example.org", known.GetProperty("emails")[0].GetProperty("address").GetString());
        Assert.Equal("Une note", known.GetProperty("notes")[0].GetProperty("text").GetString());
        Assert.Equal("I would like the campaign's news by mail.", known.GetProperty("consents")[0].GetProperty("wording").GetString());
        Assert.Contains("Élodie", file.Html, StringComparison.Ordinal);
        Assert.True(await nation.Db.AuditEntries.AnyAsync(e => e.Action == "person.file" && e.SubjectId == person.Id, Ct));
    }

    [Fact]
    public async Task Tags_and_fields_are_kept_in_order()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        await nation.Panel.Submit($"/people/{person.Id}", new { add = "velo" }, $"/people/{person.Id}/tags");
        var db = nation.Db;
        db.Add(new Tag { Name = "tram", NameKey = "tram" });
        await db.SaveChangesAsync(Ct);
        var tags = await nation.Db.Tags.OrderBy(t => t.Id).ToListAsync(Ct);

        var form = await Rename(nation, tags[0].Id, "tram");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, form.Status);
        form.Shows("There is a tag “tram” already.");
        await Rename(nation, tags[0].Id, "À vélo");
        (await nation.Panel.Get("/tags")).Shows("À vélo");
        await nation.Panel.Submit("/tags", new { }, $"/tags/{tags[1].Id}/removal");
        Assert.Equal("a velo", (await nation.Db.Tags.SingleAsync(Ct)).NameKey);
        Assert.Single(await nation.Db.PersonTags.ToListAsync(Ct));

        (await nation.Panel.Submit("/fields", new { Form_Name = "Card", Form_Kind = "Choice" }, "/fields#add")).Shows("Write the choices");
        await nation.Panel.Submit("/fields", new { Form_Name = "Taille de t-shirt", Form_Kind = "Choice", Form_Choices = "S\r\nM" }, "/fields#add");
        (await AddField(nation, "Taille de T-shirt", "Text")).Shows("There is a field “Taille de t-shirt” already.");
        var first = await nation.Db.CustomFields.SingleAsync(Ct);
        Assert.Equal("taille_de_t_shirt", first.Slug);
        await nation.Panel.Submit($"/people/{person.Id}/edit", new Dictionary<string, string> { ["Form.Own[taille_de_t_shirt]"] = "M" });
        await nation.Panel.Submit($"/fields/{first.Id}", new { }, $"/fields/{first.Id}/removal");
        Assert.Empty(await nation.Db.CustomValues.ToListAsync(Ct));
    }

    private static async Task<Page> AddField(TestNation nation, string name, string kind)
    {
        var token = (await nation.Panel.Get("/fields")).Document.QuerySelector("main [name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await nation.Panel.Post("/fields", new Dictionary<string, string> { ["Form.Name"] = name, ["Form.Kind"] = kind, ["__RequestVerificationToken"] = token });
    }

    private static async Task<Page> Rename(TestNation nation, long id, string name)
    {
        var token = (await nation.Panel.Get("/tags")).Document.QuerySelector("main [name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await nation.Panel.Post("/tags", new Dictionary<string, string> { ["id"] = $"{id}", ["name"] = name, ["__RequestVerificationToken"] = token });
    }
}
