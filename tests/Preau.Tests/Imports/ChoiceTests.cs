using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Imports;
using Preau.Imports.Choices;
using Preau.People;

namespace Preau.Tests.Imports;

/// <summary>What is chosen for a file before it comes in: where it is from, whom its rows may mean, and what gives way to what.</summary>
public sealed class ChoiceTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_whose_origin_and_basis_nobody_said_does_not_begin_and_the_form_stays_as_it_was_filled()
    {
        await using var nation = await app.NewNation();
        var columns = await nation.Upload("nom,email\nMartin,m@example.org\n");

        var answer = await nation.Panel.Submit(columns.Path, ImportDoor.With(("Answers.Basis", ""), ("Answers.ObtainedOn", "2031-01-01")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows("Say on what legal basis you hold what is in the file.");
        answer.Shows("must lie between 1990 and today");
        Assert.Equal("Stall of 14 March", answer.Document.QuerySelector("#Answers_Origin")!.GetAttribute("value"));
        var id = await nation.Db.Imports.MaxAsync(i => i.Id, Ct);
        await nation.Panel.PostFrom(columns.Path, $"/imports/{id}/trial", new { });
        Assert.Equal(ImportState.Uploaded, (await nation.Import(id)).State);
        (await nation.Panel.Submit(columns.Path, ImportDoor.With(("Answers.Basis", "Other"), ("Answers.BasisText", "")))).Shows("Say in words which other legal basis it is.");
        (await nation.Panel.Submit(columns.Path, ImportDoor.With(("Answers.Basis", "Whatever")))).Shows("1 thing to put right");
        (await nation.Panel.Submit(columns.Path, ImportDoor.With(("Answers.Origin", new string('x', 201))))).Shows("thing to put right");
    }

    [Fact]
    public async Task Every_value_says_of_which_file_it_is_and_by_what_right_and_so_does_the_persons_own_file()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(p => p.Occupation = null, email: "zoe@example.org");

        var id = await nation.BringIn("email,profession\nzoe@example.org,Teacher\nnew@example.org,Nurse\n");

        const string story = "File people.csv · Paper forms or a stall: Stall of 14 March · legal basis: Consent of the people in it · obtained on";
        var added = (await nation.Db.People.SingleAsync(p => p.Id != known.Id, Ct)).Id;
        (await nation.Panel.Get($"/people/{known.Id}/sources")).Shows($"Occupation {story}");
        (await nation.Panel.Get($"/people/{added}/sources")).Shows(story);
        (await nation.Panel.Get($"/people/{added}")).Shows(story);
        (await nation.Panel.Get($"/imports/{id}")).Shows("Stall of 14 March");
        foreach (var person in (long[])[known.Id, added])
        {
            var file = (await nation.Panel.Get($"/people/{person}/file")).Html;
            Assert.Contains("\"origin\": \"Stall of 14 March\"", file, StringComparison.Ordinal);
            Assert.Contains("\"legal_basis\": \"consent\"", file, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Columns_that_only_fill_gaps_leave_what_is_known_and_the_trial_shows_it()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(p => (p.FirstName, p.Occupation, p.Employer) = ("Zoé", "Baker", null), email: "zoe@example.org");
        var db = nation.Db;
        db.Add(new PersonAddress { PersonId = known.Id, Kind = AddressKind.Home, Line1 = "1 rue A", City = "Lyon", Country = "FR" });
        await db.SaveChangesAsync(Ct);
        var columns = await nation.Upload("email,profession,employeur,ville,tags\nzoe@example.org,Teacher,Lycée,Nantes,new\n");

        var trial = await (await Choose(nation, columns, (["email", "profession", "employeur", "ville", "tags"], ["email", "occupation", "employer", "city", "tags"], ["", "empty", "empty", "empty", ""]))).Follow();

        trial.Shows("New people0 People changed1");
        trial.Shows("Employer Lycée Tag new");
        trial.DoesNotShow("Teacher");
        trial.DoesNotShow("Nantes");
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();
        var person = await nation.Db.People.AsNoTracking().SingleAsync(Ct);
        Assert.Equal(("Baker", "Lycée", "Lyon"), (person.Occupation, person.Employer, (await nation.Db.PersonAddresses.AsNoTracking().SingleAsync(Ct)).City));
        var undone = await nation.Undo(await nation.Db.Imports.MaxAsync(i => i.Id, Ct));
        Assert.Null((await nation.Db.People.AsNoTracking().SingleAsync(Ct)).Employer);
        Assert.Equal(ImportState.Undone, undone.State);
    }

    [Fact]
    public async Task A_trial_shows_values_as_its_reader_writes_them()
    {
        await using var nation = await app.NewNation();
        await nation.Panel.Get("/");
        await nation.Db.Accounts.ExecuteUpdateAsync(s => s.SetProperty(a => a.Language, "fr"), Ct);
        var columns = await nation.Upload("email,naissance,ville,pays\nzoe@example.org,1990-05-06,Nantes,FR\n");

        var trial = await (await Choose(nation, columns, (["email", "naissance", "ville", "pays"], ["email", "born_on", "city", "country"], ["", "", "", ""]))).Follow();

        trial.Shows("6 mai 1990");
        trial.Shows("Nantes, France");
        trial.DoesNotShow("1990-05-06");
    }

    [Theory]
    [InlineData("Madeleine", "Roger", 1, 0)]
    [InlineData("Jean", "Jeanne", 1, 0)]
    [InlineData("Jean-Pierre", "Jean", 0, 1)]
    [InlineData("Madeleine", "M.", 0, 1)]
    public async Task A_couple_that_shares_a_telephone_are_two_people(string there, string comes, int created, int changed)
    {
        await using var nation = await app.NewNation();
        await nation.BringIn($"prénom,nom,email,téléphone\n{there},Kerbrat,first@exemple.fr,02 99 11 22 33\n");

        var import = await nation.Import(await nation.BringIn($"prénom,nom,email,téléphone\n{comes},Kerbrat,second@exemple.fr,02 99 11 22 33\n"));

        Assert.Equal((created, changed), ((int)import.CreatedCount, (int)import.ChangedCount));
    }

    [Theory]
    [InlineData("id,numbers,email,phone", 2, 1, 0)]
    [InlineData("name_birth", 1, 1, 1)]
    [InlineData("phone,name_birth", 0, 2, 1)]
    public async Task Rows_find_people_only_by_what_was_chosen(string match, int created, int changed, int refused)
    {
        await using var nation = await app.NewNation();
        // Two who have name and birthday in common, one who is alone with hers, and one of another name who shares a telephone.
        var db = nation.Db;
        foreach (var (first, last, born, phone) in ((string, string, string, string?)[])[("Ann", "Twin", "1980-01-02", null), ("Ann", "Twin", "1980-01-02", null), ("Eva", "Roux", "1990-05-06", null), ("Paul", "Le Goff", "1970-01-01", "+33639981020")])
        {
            var person = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = (first, last, DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture)), email: $"{Guid.NewGuid():n}@example.org");
            if (phone is not null) db.Add(new PersonPhone { PersonId = person.Id, Number = phone, PhoneKey = phone, Kind = Preau.Shared.PhoneKind.Mobile });
        }

        await db.SaveChangesAsync(Ct);
        string[] headers = ["prénom", "nom", "naissance", "téléphone", "profession"];
        var columns = await nation.Upload($"{string.Join(',', headers)}\nAnn,Twin,1980-01-02,,A\nEVA,roux,1990-05-06,,B\nP.,Legoff,,06 39 98 10 20,C\n");
        var trial = await (await Choose(nation, columns, (headers, ["first_name", "last_name", "born_on", "phone", "occupation"], ["", "", "", "", ""]), match.Split(','))).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        var import = await nation.Import(await nation.Db.Imports.MaxAsync(i => i.Id, Ct));
        Assert.Equal((created, changed, refused), ((int)import.CreatedCount, (int)import.ChangedCount, (int)import.RefusedCount));
        trial.Shows($"New people{created} People changed{changed} As they were0 Rows refused{refused}");
        if (refused > 0) (await nation.Panel.Get($"/imports/{import.Id}/refused.csv")).Shows("Several people are called “Ann Twin” and were born on that day.");
        (await nation.Panel.Get($"/imports/{import.Id}")).Shows("Rows find people by");
        Assert.Equal(match, import.Matching);
    }

    [Fact]
    public async Task Without_mail_among_the_keys_a_known_address_makes_a_second_person_and_a_taken_number_is_refused()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(email: "m@example.org");
        var db = nation.Db;
        db.Add(new PersonExternalId { PersonId = known.Id, Source = "external", Value = "A7" });
        await db.SaveChangesAsync(Ct);
        var columns = await nation.Upload("nom,email,external_id\nMartin,m@example.org,\nPetit,p@example.org,A7\n");

        var none = await Choose(nation, columns, (["nom", "email", "external_id"], ["last_name", "email", "external:external"], ["", "", ""]), [""]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.Status);
        none.Shows("Choose at least one thing that rows find people by.");
        var trial = await (await Choose(nation, columns, (["nom", "email", "external_id"], ["last_name", "email", "external:external"], ["", "", ""]), ["phone"])).Follow();

        trial.Shows("New people1 People changed0 As they were0 Rows refused1");
        trial.Shows("“A7” is somebody else’s number already");
    }

    [Fact]
    public async Task Two_rows_of_one_name_and_birthday_are_one_person_when_a_file_may_say_so()
    {
        await using var nation = await app.NewNation();
        var columns = await nation.Upload("prénom,nom,naissance,profession\nEva,Roux,1990-05-06,A\nEva,Roux,1990-05-06,B\nEva,Roux,1991-05-06,C\n");

        var trial = await (await Choose(nation, columns, (["prénom", "nom", "naissance", "profession"], ["first_name", "last_name", "born_on", "occupation"], ["", "", "", ""]), ["name_birth"])).Follow();
        trial.Shows("New people2 People changed1");
        // As many lines below the tile as it counts, also where the person comes with the same file.
        Assert.Single((await nation.Panel.Get(trial.Path + "?show=changed")).Document.QuerySelectorAll("main table.list tbody tr"));
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        Assert.Equal(["B", "C"], await nation.Db.People.OrderBy(p => p.BornOn).Select(p => p.Occupation!).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_trial_shows_whom_it_would_change_value_by_value_whom_it_would_bring_and_what_it_refuses()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.Occupation, p.Sex) = ("Zoé", "Martin", "Baker", Sex.Female), email: "zoe@example.org");

        var columns = await nation.Upload("prénom,nom,email,profession,pointure\nZoé,Martin,zoe@example.org,Teacher,39\nAli,Benali,ali@example.org,Nurse,\nX,Y,no,,\n");
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers)).Follow();

        trial.Shows("Zoé Martin Occupation Baker → Teacher pointure 39");
        trial.Shows("Ali Benali Occupation Nurse Mail address ali@example.org");
        trial.Shows("“no” is not a mail address.");
        var changed = await nation.Panel.Get(trial.Path + "?show=changed");
        changed.Shows("Baker → Teacher");
        changed.DoesNotShow("Ali Benali");
        var added = await nation.Panel.Get(trial.Path + "?show=new");
        added.Shows("Ali Benali");
        added.DoesNotShow("Teacher");
        (await nation.Panel.Get(trial.Path + "?show=refused")).Shows("“no” is not a mail address.");
        (await nation.Panel.Get(trial.Path + "?show=nonsense")).Shows("Ali Benali");
    }

    [Fact]
    public async Task A_field_that_was_made_before_such_names_were_told_apart_goes_on_to_be_filled()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        db.Add(new CustomField { Slug = "prenoms", Name = "Prénoms", Kind = FieldKind.Text });
        await db.SaveChangesAsync(Ct);
        var columns = await nation.Upload("nom,prénom,prénoms\nMartin,Zoé,Zoé Marie\n");

        var trial = await (await Choose(nation, columns, (["nom", "prénom", "prénoms"], ["last_name", "first_name", "field:new"], ["", "", ""]))).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        Assert.Equal("Zoé Marie", (await nation.Db.CustomValues.SingleAsync(Ct)).TextValue);
        Assert.Equal("prenoms", (await nation.Db.CustomFields.SingleAsync(Ct)).Slug);
    }

    [Fact]
    public async Task A_column_that_is_called_like_a_field_of_everybodys_becomes_one_that_can_be_told_from_it()
    {
        await using var nation = await app.NewNation();
        const string csv = "nom,prénom,prénoms\nMartin,Zoé,Zoé Marie\n";
        var columns = await nation.Upload(csv);

        var trial = await (await Choose(nation, columns, (["nom", "prénom", "prénoms"], ["last_name", "first_name", "field:new"], ["", "", ""]))).Follow();
        trial.Shows("prénoms (import) Zoé Marie");
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        var field = await nation.Db.CustomFields.SingleAsync(Ct);
        Assert.Equal(("prénoms (import)", "prenoms_import"), (field.Name, field.Slug));
        // The next file, and our own, find it again.
        (await nation.Upload(csv)).Shows("1 column becomes a field of your own");
        await nation.Upload(csv);
        Assert.Equal("field:prenoms_import", (await nation.Import(await nation.Db.Imports.MaxAsync(i => i.Id, Ct))).Targets()["prénoms"]);
        await nation.BringIn((await nation.Panel.Get("/people/export")).Html);
        Assert.Single(await nation.Db.CustomFields.ToListAsync(Ct));
    }

    private static Task<Page> Choose(TestNation nation, Page columns, (string[] Headers, string[] Targets, string[] Yields) rows, string[]? match = null) =>
        nation.Panel.Send(new HttpRequestMessage(HttpMethod.Post, columns.Path)
        {
            Content = new FormUrlEncodedContent(
            [
                new("__RequestVerificationToken", columns.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!), .. ImportDoor.Answers,
                .. rows.Headers.Select(h => new KeyValuePair<string, string>("headers", h)), .. rows.Targets.Select(t => new KeyValuePair<string, string>("targets", t)), .. rows.Yields.Select(y => new KeyValuePair<string, string>("yields", y)),
                .. (match ?? MatchKeyNames.Names(MatchKeys.Usual)).Select(m => new KeyValuePair<string, string>("match", m)),
            ]),
        });
}
