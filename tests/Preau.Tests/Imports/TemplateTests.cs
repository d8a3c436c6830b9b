using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Imports;
using Preau.Imports.Templates;

namespace Preau.Tests.Imports;

/// <summary>What the columns of one kind of file become is said once, kept, and handed on.</summary>
public sealed class TemplateTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Csv = "Handy;Remarques;Courriel;Pointure\n06 39 98 10 20;Met;a@example.org;39\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_template_is_kept_offered_used_renamed_handed_to_another_campaign_and_removed()
    {
        await using var nation = await app.NewNation();
        var columns = await nation.Upload(Csv);
        var template = await Keep(nation, columns, "Stand");
        Assert.Equal(["phone", "", "email", Targets.NewField], TemplateFile.Stored(template).Columns.Select(c => c.Becomes));

        // The same columns in another order, and one more.
        var second = await nation.Upload("Courriel;Handy;Pointure;Remarques;Ville\nb@example.org;06 39 98 10 21;40;x;Lyon\n");
        second.Shows("This file has all columns of “Stand”.");
        var used = await (await nation.Panel.Submit(second.Path, new { }, action: "template")).Follow();
        used.Shows("“Stand” is used. Columns of the file that it knows: 4 of 5; the others are as guessed.");
        var import = await nation.Import(await nation.Db.Imports.MaxAsync(i => i.Id, Ct));
        Assert.Equal(["Courriel=email", "Handy=phone", "Pointure=field:new", "Ville=city"], import.Targets().Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal));
        Assert.Equal("email", import.Matching);
        Assert.Equal(["Handy"], import.Yielding());

        var page = $"/imports/templates/{template.Id}";
        (await nation.Panel.Get(page)).Shows("Handy Telephone");
        (await (await nation.Panel.PostFrom(page, page, new { Name = "Stand du marché" })).Follow()).Shows("The template is called “Stand du marché” now.");
        (await nation.Panel.Get("/imports/templates")).Shows("Stand du marché 4");
        var file = await nation.Panel.Get(page + "/file");

        await using var other = await app.NewNation();
        var taken = await (await other.Panel.Upload("/imports/templates", "Json", "t.json", file.Bytes)).Follow();
        taken.Shows("The template “Stand du marché” is kept.");
        Assert.Equal(file.Html, (await other.Panel.Get(taken.Path + "/file")).Html);

        await nation.Panel.Submit(page, new { }, action: "removal");
        Assert.Empty(await nation.Db.ImportTemplates.ToListAsync(Ct));
        (await nation.Panel.Get("/imports/templates")).Shows("No template yet");
        Assert.Equal(["import_template.created", "import_template.changed", "import_template.changed", "import_template.deleted"],
            await nation.Db.AuditEntries.Where(a => a.Action.StartsWith("import_template")).OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => a.Action).ToListAsync(Ct));
    }

    [Fact]
    public async Task The_same_name_replaces_and_another_templates_name_is_refused()
    {
        await using var nation = await app.NewNation();
        await Keep(nation, await nation.Upload(Csv), "Stand");
        var second = await Keep(nation, await nation.Upload(Csv), "stand");
        var third = await Keep(nation, await nation.Upload(Csv), "Autre");

        Assert.Equal(2, await nation.Db.ImportTemplates.CountAsync(Ct));
        var answer = await nation.Panel.PostFrom($"/imports/templates/{third.Id}", $"/imports/templates/{third.Id}", new { Name = "STAND" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows("Another template has this name.");
        (await nation.Panel.PostFrom($"/imports/templates/{second.Id}", $"/imports/templates/{second.Id}", new { Name = "  " })).Shows("Give the template a name of at most 80 characters.");
    }

    [Fact]
    public async Task A_field_that_the_campaign_lacks_is_made_anew_and_a_person_keeps_one_of_each()
    {
        await using var nation = await app.NewNation();
        var json = Template("Fields", ("Taille", "field:shoe_size"), ("Chez", "city"));
        await nation.Panel.Upload("/imports/templates", "Json", "t.json", json);

        var columns = await nation.Upload("Courriel;Taille;Chez;Ville\na@example.org;39;Lyon;Paris\n");
        await nation.Panel.Submit(columns.Path, new { }, action: "template");

        var import = await nation.Import(await nation.Db.Imports.MaxAsync(i => i.Id, Ct));
        Assert.Equal(["Chez=city", "Courriel=email", "Taille=field:new"], import.Targets().Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit(columns.Path, ImportDoor.Answers, action: "columns")).Status);
    }

    [Fact]
    public async Task A_field_that_the_first_file_of_a_template_made_is_chosen_for_the_next()
    {
        await using var nation = await app.NewNation();
        await Keep(nation, await nation.Upload(Csv), "Stand");
        await nation.Panel.Submit($"/imports/{await nation.Db.Imports.MaxAsync(i => i.Id, Ct)}/trial", new { });
        await nation.RunJobs();
        var field = await nation.Db.CustomFields.SingleAsync(Ct);

        var second = await nation.Upload(Csv);
        var used = await (await nation.Panel.Submit(second.Path, new { }, action: "template")).Follow();

        Assert.Equal("field:" + field.Slug, ((AngleSharp.Html.Dom.IHtmlSelectElement)used.Document.QuerySelectorAll("select[name=targets]")[3]).Value);
    }

    public static TheoryData<string, byte[], string> Hostile => new()
    {
        { "no json", "hello"u8.ToArray(), "This is not a template of Préau: line 1 cannot be read as one." },
        { "empty", [], "Choose a file that is not empty." },
        { "another json", "{\"name\":\"x\"}"u8.ToArray(), "This is not a template of Préau" },
        { "null", "null"u8.ToArray(), "This is not a template of Préau" },
        { "a list", "[]"u8.ToArray(), "This is not a template of Préau" },
        { "another version", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Template("x", ("a", "email"))).Replace("template-1", "template-9", StringComparison.Ordinal)), "or one of a newer version" },
        { "unknown words", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Template("x", ("a", "email"))).Replace("\"name\":\"x\"", "\"name\":\"x\",\"run\":\"rm\"", StringComparison.Ordinal)), "This is not a template of Préau" },
        { "a name twice", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Template("x", ("a", "email"))).Replace("\"name\":\"x\"", "\"name\":\"x\",\"name\":\"y\"", StringComparison.Ordinal)), "This is not a template of Préau" },
        { "no name", Template(" ", ("a", "email")), "The template has no name" },
        { "a name without a letter", Template("–", ("a", "email")), "The template has no name" },
        { "a long name", Template(new string('x', 81), ("a", "email")), "The template has no name, or one of more than 80 characters." },
        { "unknown target", Template("x", ("a", "password")), "what Préau does not know: “password”." },
        { "a field's name that is none", Template("x", ("a", "field:x'; drop table person")), "what Préau does not know" },
        { "a column twice", Template("x", ("a", "email"), ("a", "phone")), "there twice: “a”." },
        { "two of one", Template("x", ("a", "born_on"), ("b", "born_on:mdy")), "Two columns of the template become the same" },
        { "no columns", Template("x"), "The template names no columns" },
        { "deep", Encoding.UTF8.GetBytes(new string('[', 5000)), "This is not a template of Préau" },
        { "large", new byte[600 * 1024], "This file is too large to be a template." },
        { "null column", Encoding.UTF8.GetBytes($"{{\"format\":\"{TemplateFile.Kind}\",\"name\":\"x\",\"match\":[\"email\"],\"columns\":[null]}}"), "A column of the template has no name" },
        { "unknown key", Encoding.UTF8.GetBytes($"{{\"format\":\"{TemplateFile.Kind}\",\"name\":\"x\",\"match\":[null,\"shoe\"],\"columns\":[]}}"), "how rows find people" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_file_that_is_no_template_is_refused_in_words(string what, byte[] json, string sentence)
    {
        await using var nation = await app.NewNation();

        var answer = await nation.Panel.Upload("/imports/templates", "Json", what + ".json", json);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows(sentence);
        Assert.Empty(await nation.Db.ImportTemplates.ToListAsync(Ct));
    }

    [Fact]
    public async Task The_history_is_searched_sorted_paged_and_taken_out()
    {
        await using var nation = await app.NewNation();
        var first = await nation.BringIn(ImportDoor.People(3));
        await nation.BringIn("nom,email\nZ,z@example.org\n");
        await nation.Undo(first);
        var db = nation.Db;
        for (var i = 0; i < 60; i++) db.Add(new Import { FileName = string.Create(CultureInfo.InvariantCulture, $"Fichier-Élu-{i:00}.csv"), Path = "imports/none.csv", Encoding = "utf-8", Delimiter = ",", State = ImportState.Done, Total = i, Origin = i == 7 ? "Mairie de Nîmes" : "x", CreatedAt = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);

        var seen = new List<string>();
        for (var path = "/imports?sort=Largest"; path is not null;)
        {
            var page = await nation.Panel.Get(path);
            seen.AddRange(page.Document.QuerySelectorAll("tbody th a").Select(a => a.TextContent));
            path = page.Document.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(62, seen.Count);
        Assert.Equal(62, seen.Count - seen.GroupBy(s => s).Count(g => g.Count() > 1 && g.Key != "people.csv"));
        Assert.Equal(("Fichier-Élu-59.csv", "Fichier-Élu-00.csv"), (seen[0], seen[^1]));
        var found = await nation.Panel.Get("/imports?q=nimes");
        Assert.Equal(["Fichier-Élu-07.csv"], found.Document.QuerySelectorAll("tbody th a").Select(a => a.TextContent));
        Assert.Equal(2, (await nation.Panel.Get("/imports?q=OWNER")).Document.QuerySelectorAll("tbody th a").Length);
        (await nation.Panel.Get("/imports?q=nobody+at+all")).Shows("No import fits");
        (await nation.Panel.Get("/imports?after=nonsense&sort=Oldest")).Shows("people.csv");
        var csv = await nation.Panel.Get("/imports/history.csv");
        Assert.Equal(63, csv.Html.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        csv.Shows("undone");
        csv.Shows("Consent of the people in it");
        await nation.Panel.Get("/imports/history.csv?q=nimes");
        Assert.Equal([1, 62], await nation.Db.AuditEntries.Where(a => a.Action == "import.exported").Select(a => a.Count).OrderBy(c => c).ToListAsync(Ct));
    }

    private static async Task<ImportTemplate> Keep(TestNation nation, Page columns, string name)
    {
        var token = columns.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var answer = await nation.Panel.Send(new HttpRequestMessage(HttpMethod.Post, columns.Path)
        {
            Content = new FormUrlEncodedContent(
            [
                new("__RequestVerificationToken", token), .. ImportDoor.Answers, new("TemplateName", name), new("match", "email"),
                new("headers", "Handy"), new("targets", "phone"), new("yields", "empty"), new("headers", "Remarques"), new("targets", ""), new("yields", ""),
                new("headers", "Courriel"), new("targets", "email"), new("yields", ""), new("headers", "Pointure"), new("targets", Targets.NewField), new("yields", ""),
            ]),
        });
        (await answer.Follow()).Shows($"The template “{name}” is kept.");
        return await nation.Db.ImportTemplates.AsNoTracking().SingleAsync(t => t.Name == name, Ct);
    }

    private static byte[] Template(string name, params (string Column, string Becomes)[] columns) => Encoding.UTF8.GetBytes(
        $"{{\"format\":\"{TemplateFile.Kind}\",\"name\":\"{name}\",\"match\":[\"email\"],\"columns\":[{string.Join(',', columns.Select(c => $"{{\"name\":\"{c.Column}\",\"becomes\":\"{c.Becomes}\"}}"))}]}}");
}
