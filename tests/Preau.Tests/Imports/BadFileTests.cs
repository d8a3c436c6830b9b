using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Preau.Tests.Imports;

/// <summary>Files that are not what they should be get a sentence, never half an import.</summary>
public sealed class BadFileTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[], string> NoCsv => new()
    {
        { "binary", [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 9, 200], "This is not a CSV file: it holds bytes that no text has." },
        { "pdf", Encoding.ASCII.GetBytes("%PDF-1.7\n%âãÏÓ\n1 0 obj"), "This is a PDF." },
        { "png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0], "This is a picture or an archive, not a CSV file." },
        { "jpeg", [0xff, 0xd8, 0xff, 0xe0, 0x10, 0x4a], "This is a picture or an archive, not a CSV file." },
        { "gzip that is none", [0x1f, 0x8b, 0x08, 0x41], "The archive is cut short or damaged" },
        { "an office document", Zip(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")), "This is an office document, but no Excel workbook." },
        { "empty", [], "Choose a file that is not empty." },
        { "blank", "\n\n\n"u8.ToArray(), "The file is empty." },
        { "html", Encoding.UTF8.GetBytes("\n <!DOCTYPE html><html><body>Sign in</body></html>"), "This is a web page, not a CSV file" },
        { "only a header", Encoding.UTF8.GetBytes("nom,email\n"), "The file has column names, but no rows." },
        { "a column twice", Encoding.UTF8.GetBytes("nom,Nom\na,b\n"), "Two columns have the same name." },
        { "one line without end", Encoding.UTF8.GetBytes(new string('x', 70_000)), "This is not a CSV file: its first line holds no columns." },
        { "more columns than anybody needs", Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 1001)) + "\n1\n"), "The file has more than a thousand columns." },
        { "ten thousand columns, whose names alone are longer than a line may be", Encoding.UTF8.GetBytes(string.Join(';', Enumerable.Range(0, 10_000).Select(i => $"Column {i}")) + "\n1\n"), "The file has more than a thousand columns." },
        { "NULs", Encoding.UTF8.GetBytes("nom,email\nMar\0tin,m@example.org\n"), "This is not a CSV file: it holds bytes that no text has." },
    };

    [Theory]
    [MemberData(nameof(NoCsv))]
    public async Task What_is_no_list_is_refused_in_words_and_leaves_nothing(string what, byte[] content, string sentence)
    {
        await using var nation = await app.NewNation();

        var answer = await nation.Panel.Upload("/imports/new", "File", what + ".csv", content);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows(sentence);
        Assert.Empty(await nation.Db.Imports.ToListAsync(Ct));
        var folder = Path.Combine(app.StoreOptions.Data, "imports", nation.Facts.Id.ToString());
        Assert.Empty(Directory.Exists(folder) ? Directory.GetFiles(folder) : []);
    }

    [Fact]
    public async Task Text_in_sixteen_bits_is_read_and_a_nul_in_it_refuses_only_its_row()
    {
        await using var nation = await app.NewNation();
        byte[] csv = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("Nom;Ville\nLefèvre;Nîmes\nDu\0pont;Lyon\n")];

        var id = await nation.Begin(csv);
        await nation.RunJobs();

        Assert.Equal("Lefèvre", (await nation.Db.People.SingleAsync(Ct)).LastName);
        var refused = await nation.Db.ImportRefusals.SingleAsync(r => r.ImportId == id, Ct);
        Assert.Equal((3L, "The row holds a character that no text has (NUL)."), (refused.Line, refused.Reason));
    }

    [Fact]
    public async Task A_quotation_mark_that_is_not_closed_is_named_with_its_line_or_refuses_its_row()
    {
        await using var nation = await app.NewNation();

        var answer = await nation.Panel.Upload("/imports/new", "File", "quotes.csv", Encoding.UTF8.GetBytes("nom,email\nMartin,m@example.org\n\"Dupont,d@example.org\nDurand,u@example.org\n"));
        if (answer.Status == HttpStatusCode.UnprocessableEntity)
        {
            answer.Shows("Line 3 cannot be read: a quotation mark is not closed");
            return;
        }

        var columns = await answer.Follow();
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers)).Follow();
        trial.Shows("Rows refused1");
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();
        Assert.Equal("Martin", (await nation.Db.People.SingleAsync(Ct)).LastName);
        Assert.Equal(3, (await nation.Db.ImportRefusals.SingleAsync(Ct)).Line);
    }

    [Fact]
    public async Task A_cell_of_a_megabyte_is_refused_with_its_line_and_a_short_reason()
    {
        await using var nation = await app.NewNation();
        var book = new string('x', 1 << 20);

        var id = await nation.BringIn($"nom,email,tags,remarques\n{book},a@example.org,,\nMartin,{book},,\nPetit,p@example.org,{book},\nRoux,r@example.org,,{book}\nLeroy,l@example.org,,court\n");

        Assert.Equal("Leroy", (await nation.Db.People.SingleAsync(Ct)).LastName);
        var refusals = await nation.Db.ImportRefusals.Where(r => r.ImportId == id).OrderBy(r => r.Line).ToListAsync(Ct);
        Assert.Equal([2L, 3L, 4L, 5L], refusals.Select(r => r.Line));
        Assert.All(refusals, r => Assert.True(r.Reason.Length < 300, r.Reason));
        (await nation.Panel.Get($"/imports/{id}")).Shows("Rows refused4");
    }

    [Fact]
    public async Task What_is_neither_a_country_a_sex_nor_a_language_refuses_its_row_instead_of_being_dropped()
    {
        await using var nation = await app.NewNation();

        var id = await nation.BringIn("nom,ville,pays,sexe,langue\nA,Gent,Belgique,Femme,français\nB,Wien,Österreich,M,de-AT\nC,X,Atlantis,,\nD,Y,,peut-être,\nE,Z,,,klingonais\nF,London,UK,,English\n");

        Assert.Equal(["“Atlantis” is not a country.", "“peut-être” is not a sex: write F, M or O.", "“klingonais” is not a language."],
            await nation.Db.ImportRefusals.Where(r => r.ImportId == id && r.Line > 3).OrderBy(r => r.Line).Select(r => r.Reason).ToListAsync(Ct));
        Assert.Equal(["BE", "GB"], await nation.Db.PersonAddresses.Where(a => a.City == "Gent" || a.City == "London").OrderBy(a => a.Country).Select(a => a.Country).ToListAsync(Ct));
        Assert.Equal("fr", (await nation.Db.People.SingleAsync(p => p.LastName == "A", Ct)).Language);
    }

    [Fact]
    public async Task Refused_rows_are_put_right_and_brought_in_again()
    {
        await using var nation = await app.NewNation();
        var first = await nation.BringIn("nom;email;profession;téléphone\nBon;bon@example.org;Nurse;\nNom;not-a-mail;\"Baker; \"\"twice\"\"\";+33639981030\n");

        var refused = (await nation.Panel.Get($"/imports/{first}/refused.csv")).Html;
        Assert.StartsWith("preau_line;preau_reason;nom;email;profession;téléphone", refused.TrimStart('\ufeff'), StringComparison.Ordinal);
        await nation.BringIn(refused.Replace("Nom;not-a-mail", "Nom;nom@example.org", StringComparison.Ordinal));

        var person = await nation.Db.People.SingleAsync(p => p.LastName == "Nom", Ct);
        Assert.Equal("Baker; \"twice\"", person.Occupation);
        Assert.Equal("+33639981030", (await nation.Db.PersonPhones.SingleAsync(Ct)).Number);
        Assert.Empty(await nation.Db.CustomFields.ToListAsync(Ct));
    }

    [Fact]
    public async Task Refused_rows_with_missing_or_extra_cells_come_back_as_they_were()
    {
        await using var nation = await app.NewNation();
        var id = await nation.BringIn("nom;email;ville\nBon;bon@example.org;Gent\nCourt;court@example.org\nLong;long@example.org;Gent;de trop;encore\n");

        var refused = (await nation.Panel.Get($"/imports/{id}/refused.csv")).Html;

        Assert.Contains("Court;court@example.org", refused, StringComparison.Ordinal);
        Assert.Contains("Long;long@example.org;Gent;de trop;encore", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_who_leave_as_a_file_come_back_by_it_as_they_were()
    {
        await using var nation = await app.NewNation();
        await nation.BringIn("prénom,nom,email,email2,email3,phone,mobile,address1,address2,zip,city,state,registered_address1,registered_zip,registered_city,work_city,tags,date de naissance,sexe,soutien,langue,profession,Quartier\n"
            + "Zoé,Martin,a@example.org,b@example.org,c@example.org,+33199000001,+33639980001,1 rue des Écoles,Bâtiment B,44000,Nantes,Loire,2 quai de la Lène,44100,Valmorin,Lyon,\"Un, Deux\",31/12/1980,F,2,fr,Nurse,Centre\n"
            + ",Seul,,,,,,,,,,,3 quai,44100,Valmorin,,,,,,,,\n");

        var again = await nation.BringIn((await nation.Panel.Get("/people/export?view=all")).Html);

        var import = await nation.Import(again);
        Assert.Equal((2L, 0L, 0L, 0L), (import.SameCount, import.CreatedCount, import.ChangedCount, import.RefusedCount));
        Assert.Equal(4, await nation.Db.PersonAddresses.CountAsync(Ct));
    }

    [Fact]
    public async Task Files_that_leave_cannot_run_as_formulas()
    {
        await using var nation = await app.NewNation();
        await nation.BringIn("nom,profession,email\n=1+1,@SUM(A1),a@example.org\n+cmd|calc,-2+3,b@example.org\nBon,Nom,not-a-mail\n\"=HYPERLINK(\"\"x\"\")\",,nope\n");

        var people = (await nation.Panel.Get("/people/export")).Html;
        var refused = (await nation.Panel.Get($"/imports/{await nation.Db.Imports.MaxAsync(i => i.Id, Ct)}/refused.csv")).Html;

        foreach (var line in people.Split('\n').Concat(refused.Split('\n')))
            Assert.DoesNotMatch("""(^|[,;])"?[=@]""", line.TrimStart('\ufeff'));
        Assert.Contains("'=1+1", people, StringComparison.Ordinal);
        Assert.Contains("'@SUM(A1)", people, StringComparison.Ordinal);
        Assert.Contains("'+cmd|calc", people, StringComparison.Ordinal);
        Assert.Contains("'-2+3", people, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_columns_that_become_the_same_thing_are_asked_about()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Upload("first,second,email\nAda,Byron,a@example.org\n");

        var answer = await nation.Panel.Send(new HttpRequestMessage(HttpMethod.Post, page.Path)
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!), .. ImportDoor.Answers, new("headers", "first"), new("targets", "last_name"), new("headers", "second"), new("targets", "last_name"), new("headers", "email"), new("targets", "email")]),
        });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows("Two columns become “Last name”, and a person has only one.");
    }

    [Fact]
    public async Task A_file_of_our_own_export_finds_its_people_and_fields_again()
    {
        await using var nation = await app.NewNation();
        await nation.BringIn("nom,email,Compétences\nMartin,m@example.org,affiches\nPetit,,tracts\n");
        var export = (await nation.Panel.Get("/people/export")).Bytes;

        var id = await nation.Begin(export);
        await nation.RunJobs();

        var import = await nation.Import(id);
        Assert.Equal((0L, 0L, 2L, 0L), (import.CreatedCount, import.ChangedCount, import.SameCount, import.RefusedCount));
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));
        Assert.Single(await nation.Db.CustomFields.ToListAsync(Ct));
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(text);
            }
        }

        return stream.ToArray();
    }
}
