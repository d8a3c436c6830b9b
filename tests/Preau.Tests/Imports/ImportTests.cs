using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;

namespace Preau.Tests.Imports;

/// <summary>A file comes in through the panel, does what was said, and is taken back.</summary>
public sealed class ImportTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_with_accents_comes_in_goes_out_and_comes_in_again_as_it_was()
    {
        await using var nation = await app.NewNation();
        var page = await Upload(nation, "Prénom;Nom;Courriel\nJérôme;Petit;Jérôme@bücher.example\nZoé;Martin;zoé@gmail.com\n");
        var trial = await (await nation.Panel.Submit(page.Path, ImportDoor.Answers)).Follow();
        var running = await (await nation.Panel.Submit(trial.Path, new { })).Follow();
        await nation.RunJobs();

        (await nation.Panel.Get(running.Path + "/refused.csv")).Shows("3;The provider of “zoé@gmail.com” has no addresses with accents or other such letters before the @.");
        var email = await nation.Db.PersonEmails.SingleAsync(Ct);
        Assert.Equal(("Jérôme@bücher.example", "jérôme@xn--bcher-kva.example"), (email.Address, email.EmailKey));
        var csv = (await nation.Panel.Get("/people/export?view=all")).Html;
        Assert.Contains("Jérôme@bücher.example", csv, StringComparison.Ordinal);

        var again = await (await nation.Panel.Submit((await Upload(nation, csv)).Path, ImportDoor.Answers)).Follow();
        again.Shows("New people0 People changed0 As they were1 Rows refused0");
    }

    [Fact]
    public async Task A_file_is_looked_at_tried_brought_in_and_undone()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(p => p.Occupation = "Baker", email: "zoe.martin@example.org");
        const string csv = "Prénom;Nom;Courriel;Téléphone;Profession;Tags;Compétences\nZoé;Martin;zoe.martin@example.org;;Teacher;bénévole;affiches\nAli;Benali;ali@example.org;06 39 98 10 20;;;tracts\nLéa;Petit;not-a-mail;;;;\n";

        var page = await Upload(nation, csv);
        page.Shows("3 rows in people.csv");
        var trial = await (await nation.Panel.Submit(page.Path, ImportDoor.Answers)).Follow();
        trial.Shows("New people1 People changed1 As they were0 Rows refused1");
        Assert.Equal(1, await nation.Db.People.CountAsync(Ct));
        var running = await (await nation.Panel.Submit(trial.Path, new { })).Follow();
        running.Shows("Running");
        await nation.RunJobs();

        var done = await nation.Panel.Get(running.Path);
        done.Shows("Done");
        done.Shows("New people1 People changed1 As they were0 Rows refused1");
        var people = await nation.Db.People.OrderBy(p => p.Id).ToListAsync(Ct);
        Assert.Equal(["Teacher", null], people.Select(p => p.Occupation));
        Assert.Equal("+33639981020", (await nation.Db.PersonPhones.SingleAsync(Ct)).Number);
        Assert.Equal(["affiches", "tracts"], await nation.Db.CustomValues.OrderBy(v => v.PersonId).Select(v => v.TextValue!).ToListAsync(Ct));
        (await nation.Panel.Get(running.Path + "/refused.csv")).Shows("4;“not-a-mail” is not a mail address.");

        await nation.Panel.Submit(running.Path, new { }, action: "undoing");
        await nation.RunJobs();

        (await nation.Panel.Get(running.Path)).Shows("Undone");
        var left = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal((known.Id, "Baker", known.LastName), (left.Id, left.Occupation, left.LastName));
        Assert.Empty(await nation.Db.PersonTags.ToListAsync(Ct));
        Assert.Empty(await nation.Db.CustomValues.ToListAsync(Ct));
        Assert.Empty(await nation.Db.ImportTouches.ToListAsync(Ct));
    }

    [Fact]
    public async Task Undo_keeps_whom_something_happened_with_and_what_was_edited_since()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(email: "k@example.org");
        var id = await BringIn(nation, "first_name,last_name,email,occupation\nKim,Known,k@example.org,Nurse\nNia,New,n@example.org,\nOli,Other,o@example.org,\n");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var db = nation.Db;
        var met = await db.People.SingleAsync(p => p.LastName == "New", Ct);
        db.Add(new Note { PersonId = met.Id, Text = "Met at the market", At = app.Clock.GetUtcNow() });
        (await db.People.SingleAsync(p => p.Id == known.Id, Ct)).Occupation = "Doctor";
        await db.SaveChangesAsync(Ct);

        await nation.Panel.Submit($"/imports/{id}", new { }, action: "undoing");
        await nation.RunJobs();

        var page = await nation.Panel.Get($"/imports/{id}");
        page.Shows("1 person stayed, because something happened since, they were merged with somebody, or an agreement is on record");
        page.Shows("Nia New");
        var people = await nation.Db.People.OrderBy(p => p.Id).ToListAsync(Ct);
        Assert.Equal([known.Id, met.Id], people.Select(p => p.Id));
        Assert.Equal((known.LastName, "Doctor"), (people[0].LastName, people[0].Occupation));
    }

    [Fact]
    public async Task A_trial_makes_no_fields_and_the_import_does()
    {
        await using var nation = await app.NewNation();
        var page = await Upload(nation, "Nom;Courriel;Pointure\nMartin;m@example.org;39\n");

        var trial = await (await nation.Panel.Submit(page.Path, ImportDoor.Answers)).Follow();
        Assert.Empty(await nation.Db.CustomFields.ToListAsync(Ct));
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        Assert.Equal("Pointure", (await nation.Db.CustomFields.SingleAsync(Ct)).Name);
        Assert.Equal("39", (await nation.Db.CustomValues.SingleAsync(Ct)).TextValue);
    }

    [Fact]
    public async Task Two_names_for_one_address_are_told_before_one_replaces_the_other()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Anne", "Roux"), email: "anne@example.org");
        var page = await Upload(nation, "Prénom;Nom;Courriel\nLéa;Petit;petit@example.org\nPaul;Petit;petit@example.org\nAnne;Roux;anne@example.org\nÉric;Roux;anne@example.org\nÉric;Noir;anne@example.org\n");

        var trial = await (await nation.Panel.Submit(page.Path, ImportDoor.Answers)).Follow();

        trial.Shows("3 rows speak of somebody whose name is another");
        trial.Shows("Line 3: Léa Petit would become Paul Petit");
        trial.Shows("Line 5: Anne Roux would become Éric Roux");
        trial.Shows("Line 6: Éric Roux would become Éric Noir");
    }

    [Fact]
    public async Task Undo_leaves_an_address_that_its_owner_came_with_since()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Page(Preau.Site.PageKind.SignUp, "join");
        await nation.Seeds.Person(email: "one@example.org");
        await nation.Seeds.Person(email: "two@example.org");
        var number = await nation.Db.People.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(Ct);
        var id = await BringIn(nation, $"preau_id,email\n{number[0]},came@example.org\n{number[1]},stayed@example.org\n");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.SeeOther, (await nation.Site.Submit("/join", new Dictionary<string, string> { ["first_name"] = "Cam", ["last_name"] = "Came", ["email"] = "Came@example.org" })).Status);
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));

        await nation.Panel.Submit($"/imports/{id}", new { }, action: "undoing");
        await nation.RunJobs();

        Assert.Equal(["came@example.org", "one@example.org", "two@example.org"], await nation.Db.PersonEmails.Select(e => e.EmailKey).OrderBy(e => e).ToListAsync(Ct));
    }

    [Fact]
    public async Task The_same_person_twice_in_one_file_is_one_person_and_a_second_import_changes_nothing()
    {
        await using var nation = await app.NewNation();
        const string csv = "first_name,last_name,email\nAda,Byron,ada@example.org\nAda,Byron,ADA@example.org\n";
        await BringIn(nation, csv);
        var second = await BringIn(nation, csv);

        Assert.Equal(1, await nation.Db.People.CountAsync(Ct));
        var import = await nation.Db.Imports.SingleAsync(i => i.Id == second, Ct);
        Assert.Equal((0L, 0L, 2L), (import.CreatedCount, import.ChangedCount, import.SameCount));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-8-bom")]
    [InlineData("windows-1252")]
    [InlineData("macintosh")]
    [InlineData("macintosh-return")]
    [InlineData("both")]
    [InlineData("both-bom")]
    [InlineData("both-mac")]
    public async Task Accents_survive_every_encoding(string encoding)
    {
        await using var nation = await app.NewNation();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        const string csv = "Prénom\tNom\tVille\nZoé\tLefèvre\tNîmes\n";
        var bytes = encoding switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(csv),
            // Two lists in one: the names of the columns in one way, the row in the other.
            "both" => Both(csv, "windows-1252"),
            "both-bom" => [.. Encoding.UTF8.GetPreamble(), .. Both(csv, "windows-1252")],
            "both-mac" => Both(csv, "macintosh"),
            "utf-8-bom" => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(csv)],
            // As spreadsheets of old wrote them there.
            "macintosh-return" => Encoding.GetEncoding("macintosh").GetBytes(csv.Replace('\n', '\r')),
            _ => Encoding.GetEncoding(encoding).GetBytes(csv),
        };
        await BringIn(nation, bytes);

        Assert.Equal("Lefèvre", (await nation.Db.People.SingleAsync(Ct)).LastName);
        Assert.Equal("Nîmes", (await nation.Db.PersonAddresses.SingleAsync(Ct)).City);
        Assert.Equal("Zoé", (await nation.Db.People.SingleAsync(Ct)).FirstName);

        static byte[] Both(string csv, string other) => [.. Encoding.UTF8.GetBytes(csv[..(csv.IndexOf('\n', StringComparison.Ordinal) + 1)]), .. Encoding.GetEncoding(other).GetBytes(csv[(csv.IndexOf('\n', StringComparison.Ordinal) + 1)..])];
    }

    [Theory]
    [InlineData("2080-12-31")]
    [InlineData("01/01/1880")]
    public async Task Nobody_is_born_in_the_future_or_a_hundred_and_fifty_years_ago(string text)
    {
        await using var nation = await app.NewNation();

        var id = await BringIn(nation, $"nom,date de naissance\nMartin,{text}\n");

        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
        Assert.Contains("date of birth", (await nation.Db.ImportRefusals.SingleAsync(r => r.ImportId == id, Ct)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("03/04/1980")]
    [InlineData("3/4/1980")]
    [InlineData("1980-04-03")]
    [InlineData("03.04.1980")]
    [InlineData("03-04-1980")]
    public async Task Dates_are_read_in_five_formats(string text)
    {
        await using var nation = await app.NewNation();
        await BringIn(nation, $"nom,date de naissance\nMartin,{text}\n");

        Assert.Equal(new DateOnly(1980, 4, 3), (await nation.Db.People.SingleAsync(Ct)).BornOn);
    }

    [Fact]
    public async Task Rows_with_missing_or_extra_cells_are_handed_back_with_their_lines()
    {
        await using var nation = await app.NewNation();
        var id = await BringIn(nation, "nom,email\nMartin,m@example.org\nSeul\nTrop,t@example.org,encore\n,\n");

        Assert.Equal([3L, 4L, 5L], await nation.Db.ImportRefusals.Where(r => r.ImportId == id).OrderBy(r => r.Id).Select(r => r.Line).ToListAsync(Ct));
        Assert.Equal(1, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task Files_that_are_no_csv_are_refused_in_words()
    {
        await using var nation = await app.NewNation();
        (await nation.Panel.Upload("/imports/new", "File", "photo.csv", [0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])).Shows("This is a picture or an archive, not a CSV file.");
        (await nation.Panel.Upload("/imports/new", "File", "names.csv", Encoding.UTF8.GetBytes("nom,email\n"))).Shows("The file has column names, but no rows.");
        var twice = await nation.Panel.Upload("/imports/new", "File", "twice.csv", Encoding.UTF8.GetBytes("nom,nom\na,b\n"));

        twice.Shows("Two columns have the same name.");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.Status);
        Assert.Empty(await nation.Db.Imports.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_column_that_is_not_in_the_file_is_not_taken()
    {
        await using var nation = await app.NewNation();
        var page = await Upload(nation, "nom,email\nMartin,m@example.org\n");

        var answer = await nation.Panel.Submit(page.Path, new { headers = "salaire", targets = "occupation" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows("One of these columns is not in the file any more.");
        (await nation.Panel.Submit(page.Path, new { headers = "nom", targets = "field:nicht_da" })).Shows("One of the fields that you chose is not there any more.");
    }

    [Fact]
    public async Task A_killed_import_goes_on_where_its_last_batch_ended()
    {
        await using var nation = await app.NewNation();
        var csv = new StringBuilder("nom,email\n");
        for (var i = 0; i < 250; i++) csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org\n");
        var page = await Upload(nation, csv.ToString());
        var trial = await (await nation.Panel.Submit(page.Path, ImportDoor.Answers)).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        var db = nation.Db;
        var import = await db.Imports.SingleAsync(Ct);
        import.Done = 200;
        await db.SaveChangesAsync(Ct);

        await nation.RunJobs();

        Assert.Equal(50, await nation.Db.People.CountAsync(Ct));
        Assert.Equal(250, (await nation.Db.Imports.SingleAsync(Ct)).Done);
    }

    [Fact]
    public async Task Those_who_may_not_import_find_no_door()
    {
        await using var nation = await app.NewNation();
        foreach (var role in (Role[])[Role.Finance, Role.Volunteer]) Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(role)).Get("/imports")).Status);
    }

    private static Task<Page> Upload(TestNation nation, string csv) => Upload(nation, Encoding.UTF8.GetBytes(csv));

    private static async Task<Page> Upload(TestNation nation, byte[] csv)
    {
        var answer = await nation.Panel.Upload("/imports/new", "File", "people.csv", csv);
        return await answer.Follow();
    }

    private static Task<long> BringIn(TestNation nation, string csv) => BringIn(nation, Encoding.UTF8.GetBytes(csv));

    private static async Task<long> BringIn(TestNation nation, byte[] csv)
    {
        var columns = await Upload(nation, csv);
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers)).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();
        return await nation.Db.Imports.MaxAsync(i => i.Id, Ct);
    }
}
