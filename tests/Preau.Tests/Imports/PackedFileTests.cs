using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Preau.Tests.Imports;

/// <summary>Files come packed, as workbooks, and under wrong names; some are made to do harm.</summary>
public sealed class PackedFileTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Csv = "Prénom;Nom;Courriel\nZoé;Martin;zoe@example.org\nAli;Benali;ali@example.org\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> Packed => new()
    {
        { "people.csv.gz", Gzip(Encoding.UTF8.GetBytes(Csv)) },
        { "two-members.csv.gz", [.. Gzip(Encoding.UTF8.GetBytes(Csv[..30])), .. Gzip(Encoding.UTF8.GetBytes(Csv)[Encoding.UTF8.GetByteCount(Csv[..30])..])] },
        { "people.zip", Zip(("folder/people.csv", Encoding.UTF8.GetBytes(Csv)), ("__MACOSX/folder/._people.csv", [1]), ("folder/.DS_Store", [1])) },
        { "windows.zip", Zip(("people.csv", Encoding.Latin1.GetBytes(Csv))) },
        { "people.xlsx", People() },
        { "a-workbook-under-a-wrong-name.csv", People() },
        { "zipped-workbook.zip", Zip(("people.xlsx", People())) },
        { "text-under-a-wrong-name.xlsx", Encoding.UTF8.GetBytes(Csv) },
    };

    [Theory]
    [MemberData(nameof(Packed))]
    public async Task Packed_and_misnamed_files_come_in_as_what_they_are(string name, byte[] content)
    {
        await using var nation = await app.NewNation();

        var columns = await nation.Upload(content, name);
        columns.Shows($"2 rows in {name}");
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers)).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        var db = nation.Db;
        Assert.Equal(["Benali Ali ali@example.org", "Martin Zoé zoe@example.org"], await db.People.OrderBy(p => p.LastName).Select(p => p.LastName + " " + p.FirstName + " " + db.PersonEmails.First(e => e.PersonId == p.Id).Address).ToListAsync(Ct));
    }

    public static TheoryData<string, byte[], string> Hostile => new()
    {
        { "cut.csv.gz", Gzip(Random(200_000))[..60_000], "The archive is cut short or damaged" },
        { "cut-by-its-last-bytes.csv.gz", Gzip(Encoding.UTF8.GetBytes(Csv))[..^3], "The archive is cut short or damaged" },
        { "bomb.gz", Gzip(new byte[300 * 1024 * 1024]), "The archive unpacks to far more than any list of people." },
        { "bomb.zip", Zip(("people.csv", new byte[300 * 1024 * 1024])), "The archive unpacks to far more than any list of people." },
        { "two.zip", Zip(("a.csv", [65]), ("b.csv", [66])), "The archive holds several files: a.csv, b.csv." },
        { "empty.zip", Zip(), "The archive is empty." },
        { "outside.zip", Zip(("../../etc/people.csv", Encoding.UTF8.GetBytes(Csv))), "The archive names a place outside of itself (../../etc/people.csv)" },
        { "absolute.zip", Zip(("/etc/people.csv", Encoding.UTF8.GetBytes(Csv))), "The archive names a place outside of itself" },
        { "nested.zip", Zip(("people.zip", Zip(("people.csv", Encoding.UTF8.GetBytes(Csv))))), "There is an archive within the archive." },
        { "nested.gz", Gzip(Gzip(Encoding.UTF8.GetBytes(Csv))), "There is an archive within the archive." },
        { "cut.zip", Zip(("people.csv", Random(100_000)))[..50_000], "The archive is cut short or damaged" },
        { "pdf-in-a-zip.zip", Zip(("people.csv", "%PDF-1.7"u8.ToArray())), "This is a PDF." },
        { "locked.xlsx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[200_000], .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[600]], "This workbook is locked by a password." },
        { "old.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[4000]], "This is an Excel file of the old kind (.xls)" },
        { "cut.xlsx", People()[..^200], "The archive is cut short or damaged" },
        { "broken.xlsx", Zip(("xl/workbook.xml", "<workbook><sheets"u8.ToArray())), "The workbook is damaged and cannot be read." },
        { "no-rows.xlsx", XlsxFile.Of(("Feuil1", "")), "No sheet of the workbook holds anything." },
        { "entities.xlsx", Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><workbook><sheets><sheet name=\"&b;\"/></sheets></workbook>"u8.ToArray())), "The workbook is damaged and cannot be read." },
        { "unworked.xlsx", XlsxFile.Of(("Feuil1", XlsxFile.Row(1, XlsxFile.Text("nom"), XlsxFile.Text("ville")) + XlsxFile.Row(2, XlsxFile.Text("Martin"), "<c r=\"@@\"><f>UPPER(A2)</f></c>"))), "Cell B2 holds a formula whose result was never worked out." },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task What_is_cut_hostile_or_locked_is_refused_in_words_and_leaves_nothing(string name, byte[] content, string sentence)
    {
        await using var nation = await app.NewNation();

        var answer = await nation.Panel.Upload("/imports/new", "File", name, content);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows(sentence);
        Assert.Empty(await nation.Db.Imports.ToListAsync(Ct));
        var folder = Path.Combine(app.StoreOptions.Data, "imports", nation.Facts.Id.ToString());
        Assert.Empty(Directory.Exists(folder) ? Directory.GetFiles(folder) : []);
    }

    [Fact]
    public async Task Cells_come_in_as_they_show_and_refused_rows_have_the_line_of_the_sheet()
    {
        await using var nation = await app.NewNation();
        var rows = XlsxFile.Row(2, XlsxFile.Text("Nom"), XlsxFile.Text("Naissance"), XlsxFile.Text("Code postal"), XlsxFile.Text("Téléphone"), XlsxFile.Text("Note"), XlsxFile.Text("Courriel"), XlsxFile.Text("Ville"))
            + XlsxFile.Row(3, XlsxFile.Text("Martin"), XlsxFile.Number("29434", 1), XlsxFile.Number("1000", 2), XlsxFile.Number("639981020", 3), XlsxFile.Text("First line,\nsecond \"line\""), XlsxFile.Text(""), XlsxFile.Text("Bourg"))
            + XlsxFile.Row(6, XlsxFile.Text("Petit"), XlsxFile.Text(""), XlsxFile.Text(""), XlsxFile.Text(""), XlsxFile.Text(""), "<c r=\"F6\" t=\"str\"><f>LOWER(\"NOT-A-MAIL\")</f><v>not-a-mail</v></c>");

        var columns = await nation.Upload(XlsxFile.Of(("Feuil1", rows)), "people.xlsx");
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers)).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        var martin = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal(("Martin", new DateOnly(1980, 8, 1)), (martin.LastName, martin.BornOn));
        Assert.Equal("01000", (await nation.Db.PersonAddresses.SingleAsync(Ct)).Postcode);
        Assert.Equal("+33639981020", (await nation.Db.PersonPhones.SingleAsync(Ct)).Number);
        Assert.Equal("First line,\nsecond \"line\"", (await nation.Db.Notes.SingleAsync(Ct)).Text);
        var refused = await nation.Db.ImportRefusals.SingleAsync(Ct);
        Assert.Equal((6L, "“not-a-mail” is not a mail address."), (refused.Line, refused.Reason));
    }

    [Fact]
    public async Task Another_sheet_of_the_workbook_can_be_read_and_hidden_or_empty_ones_are_not_offered()
    {
        await using var nation = await app.NewNation();
        var book = XlsxFile.Pack(
        [
            ("Vide", [""], ""), ("Adhérents", [XlsxFile.Row(1, XlsxFile.Text("nom")), XlsxFile.Row(2, XlsxFile.Text("Martin"))], ""),
            ("Cachée", [XlsxFile.Row(1, XlsxFile.Text("secret")), XlsxFile.Row(2, XlsxFile.Text("x"))], "hidden"),
            ("Donateurs", [XlsxFile.Row(1, XlsxFile.Text("email")), XlsxFile.Row(2, XlsxFile.Text("d@example.org")), XlsxFile.Row(3, XlsxFile.Text("e@example.org"))], ""),
        ]);

        var columns = await nation.Upload(book, "people.xlsx");
        columns.Shows("1 row in people.xlsx, Adhérents");
        Assert.Equal(["Adhérents", "Donateurs"], columns.Document.QuerySelectorAll("#Sheet option").Select(o => o.TextContent));
        var other = await (await nation.Panel.Submit(columns.Path, new { Sheet = "Donateurs" }, action: "sheet")).Follow();
        other.Shows("2 rows in people.xlsx, Donateurs");
        await nation.Panel.Submit(columns.Path, new { Sheet = "Cachée" }, action: "sheet");
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers, action: "columns")).Follow();
        trial.Shows("New people2");
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        Assert.Equal(2, await nation.Db.PersonEmails.CountAsync(Ct));
    }

    [Fact]
    public async Task A_sheet_of_1048576_rows_of_which_most_are_empty_is_read()
    {
        const int last = 1_048_576;
        await using var nation = await app.NewNation();
        var rows = Enumerable.Range(4, last - 4).Select(i => $"<row r=\"{i}\" s=\"1\" customFormat=\"1\"/>").Prepend(XlsxFile.Row(3, XlsxFile.Text("Petit"))).Prepend(XlsxFile.Row(2, XlsxFile.Text("Martin"))).Prepend(XlsxFile.Row(1, XlsxFile.Text("nom"))).Append(XlsxFile.Row(last, XlsxFile.Text("Dernier")));

        var columns = await nation.Upload(XlsxFile.Pack([("Feuil1", rows, "")]), "long.xlsx");

        columns.Shows("3 rows in long.xlsx");
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers)).Follow();
        trial.Shows("New people3");
        trial.Shows("1048576");
    }

    private static byte[] People() => XlsxFile.Of(("Feuil1", XlsxFile.Row(1, XlsxFile.Text("Prénom"), XlsxFile.Text("Nom"), XlsxFile.Text("Courriel")) + XlsxFile.Row(2, XlsxFile.Text("Zoé"), XlsxFile.Text("Martin"), XlsxFile.Text("zoe@example.org")) + XlsxFile.Row(3, XlsxFile.Text("Ali"), XlsxFile.Text("Benali"), XlsxFile.Text("ali@example.org"))));

    private static byte[] Random(int length)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)(65 + random.Next(26)))];
    }

    private static byte[] Gzip(byte[] content)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal)) gzip.Write(content);
        return stream.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
