using System.Globalization;
using System.Net;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Parquet;
using Preau.Accounts;
using Preau.Exports;
using Preau.People;
using Preau.Shared;

namespace Preau.Tests.Exports;

public sealed class ExportTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_workbook_holds_real_days_and_numbers_nothing_that_runs_and_who_took_it_out()
    {
        await using var nation = await app.NewNation();
        var person = await Person(nation);

        var page = await nation.Panel.Get("/people/export?view=all&format=xlsx");

        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", page.Response.Content.Headers.ContentType!.ToString());
        Assert.Matches($"^{nation.Facts.Slug}-people-\\d{{4}}-\\d\\d-\\d\\d-owner\\.xlsx$", page.Response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        using var book = SpreadsheetDocument.Open(new MemoryStream(page.Bytes), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(book, Ct).Select(e => e.Description));
        var sheets = book.WorkbookPart!.Workbook!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().ToList();
        Assert.Equal("About", sheets[^1].Name!.Value);
        var rows = Rows(book, sheets[0]);
        var heads = rows[0].Elements<Cell>().Select(c => c.InnerText).ToList();
        var cells = rows[1].Elements<Cell>().ToList();
        Cell At(string head) => cells[heads.IndexOf(head)];
        Assert.Equal($"{person}", At("preau_id").CellValue!.Text);
        Assert.Equal("'=cmd|' /C calc'!A0", At("first_name").InnerText);
        Assert.Empty(book.WorkbookPart.WorksheetParts.SelectMany(p => p.Worksheet!.Descendants<CellFormula>()));
        Assert.Equal(new DateTime(1990, 5, 3), DateTime.FromOADate(double.Parse(At("born_on").CellValue!.Text, CultureInfo.InvariantCulture)));
        Assert.Equal("2.5", At("km").CellValue!.Text);
        Assert.Equal(CellValues.Boolean, At("helps").DataType!.Value);
        Assert.Equal("Léo & <Co>\n\ufffd", At("employer").InnerText);
        Assert.Equal("Owner", book.PackageProperties.Creator);
        var about = Rows(book, sheets[^1]).Select(r => r.Elements<Cell>().Select(c => c.InnerText).ToArray()).ToDictionary(r => r[0], r => r[1], StringComparer.Ordinal);
        Assert.Equal((nation.Facts.Name, "Owner", "1"), (about["Campaign"], about["Taken out by"], about["Rows"]));
        Assert.Equal("view=all, xlsx", (await nation.Db.AuditEntries.SingleAsync(e => e.Action == "person.exported", Ct)).Details);
    }

    [Fact]
    public async Task A_parquet_file_holds_each_value_in_its_kind_and_who_took_it_out_among_its_facts()
    {
        await using var nation = await app.NewNation();
        var person = await Person(nation);
        await nation.Seeds.Person();

        var page = await nation.Panel.Get("/people/export?view=all&format=parquet");

        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(page.Bytes), cancellationToken: Ct);
        Assert.Equal(("Owner", nation.Facts.Name, "2"), (reader.CustomMetadata["preau.exported_by"], reader.CustomMetadata["preau.campaign"], reader.CustomMetadata["preau.rows"]));
        var fields = reader.Schema.DataFields.ToDictionary(f => f.Name, f => f.ClrType, StringComparer.Ordinal);
        Assert.Equal((typeof(long), typeof(ReadOnlyMemory<char>), typeof(double), typeof(bool)), (fields["preau_id"], fields["first_name"], fields["km"], fields["helps"]));
        Assert.Equal(1, reader.RowGroupCount);
        using var group = reader.OpenRowGroupReader(0);
        Assert.Equal(2, group.RowCount);
        var ids = new long?[2];
        await group.ReadAsync<long>(reader.Schema.FindDataField("preau_id"), ids.AsMemory(), cancellationToken: Ct);
        Assert.Equal(person, ids[0]);
    }

    [Fact]
    public async Task A_csv_holds_rows_alone_and_its_name_says_who_took_it_out()
    {
        await using var nation = await app.NewNation();
        await Person(nation);

        var page = await nation.Panel.Get("/people/export?view=all");

        Assert.EndsWith("-owner.csv", page.Response.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        var lines = Encoding.UTF8.GetString(page.Bytes).TrimEnd().Split("\r\n");
        Assert.Equal(2, lines.Length);
        Assert.DoesNotContain("Owner", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("+33 6 39 98 00 44", "+33 6 39 98 00 44")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("Dupont", "Dupont")]
    [InlineData("", "")]
    public void What_a_spreadsheet_would_run_is_made_harmless(string cell, string file) => Assert.Equal(file, SheetWriter.Harmless(cell));

    [Fact]
    public async Task More_rows_than_a_sheet_takes_go_on_in_the_next_one()
    {
        async IAsyncEnumerable<object?[]> Many()
        {
            await Task.CompletedTask;
            for (var i = 0L; i < XlsxSheet.MostRows + 2; i++) yield return [i];
        }

        using var file = new MemoryStream();
        var sheet = new Preau.Exports.Sheet("numbers", "person.exported", [new("n", CellKind.Whole)], _ => Task.FromResult(0L), _ => Many());
        var written = await new XlsxSheet().Write(file, sheet, new("N", "W", app.Clock.GetUtcNow(), 0, "numbers"), new Words("en"), CultureInfo.InvariantCulture, _ => Task.FromResult(true), Ct);

        Assert.Equal(XlsxSheet.MostRows + 2, written);
        using var book = SpreadsheetDocument.Open(new MemoryStream(file.ToArray()), isEditable: false);
        Assert.Equal(["Rows 1", "Rows 2", "About"], book.WorkbookPart!.Workbook!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(s => s.Name!.Value!));
    }

    [Fact]
    public async Task A_large_file_is_made_in_the_background_and_waits_for_its_author_alone_for_a_day()
    {
        await using var nation = await app.NewNation();
        var (db, now) = (nation.Db, app.Clock.GetUtcNow());
        for (var i = 0; i <= SendExport.AtOnce; i++) db.Add(new Person { FirstName = "Foule", LastName = $"N{i}", CreatedAt = now, ChangedAt = now });
        using (db.Trail.Pause()) await db.SaveChangesAsync(Ct);
        var staff = await nation.As(Role.Staff);

        var waiting = await staff.Get("/people/export?view=all&q=n&format=parquet");
        Assert.Equal(HttpStatusCode.SeeOther, waiting.Status);
        var page = await waiting.Follow();
        page.Shows("You can leave this page");
        await nation.RunJobs();
        (await staff.Get(page.Path)).Shows("20,001 rows.");
        (await staff.Get("/exports")).Shows("Ready to fetch");
        (await nation.Panel.Get("/exports")).Shows("No file is waiting");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get(page.Path + "/file")).Status);

        var file = await staff.Get(page.Path + "/file");
        await using (var reader = await ParquetReader.CreateAsync(new MemoryStream(file.Bytes), cancellationToken: Ct))
        {
            Assert.Equal("Staff", reader.CustomMetadata["preau.exported_by"]);
            Assert.Equal(2, reader.RowGroupCount);
        }

        Assert.Equal("", (await nation.Db.ExportFiles.SingleAsync(Ct)).Ask);
        Assert.Equal("view=all, parquet", (await nation.Db.AuditEntries.SingleAsync(e => e.Action == "person.exported", Ct)).Details);
        Assert.Equal(1, await nation.Db.AuditEntries.CountAsync(e => e.Action == "export_file.fetched", Ct));
        var path = nation.Services.GetRequiredService<ExportFolder>().Full((await nation.Db.ExportFiles.SingleAsync(Ct)).Path);
        Assert.True(File.Exists(path));
        app.Clock.Advance(TimeSpan.FromHours(26));
        await nation.RunJobs();
        Assert.False(File.Exists(path));
        Assert.Equal(HttpStatusCode.NotFound, (await staff.Get(page.Path)).Status);

        var again = await (await staff.Get("/people/export?view=all")).Follow();
        (await (await staff.Submit(again.Path, new { }, "/cancellation")).Follow()).Shows("Stopped. The file is not kept.");
        await nation.RunJobs();
        Assert.Equal(ExportState.Cancelled, (await nation.Db.ExportFiles.SingleAsync(Ct)).State);
    }

    [Fact]
    public async Task Every_list_leaves_in_every_format()
    {
        await using var nation = await app.NewNation();
        await Person(nation);
        await nation.Panel.Submit("/segments/new", new { Name = "All", Tree = "" });
        var segment = (await nation.Db.Segments.SingleAsync(Ct)).Id;
        await nation.Panel.Submit("/lists/new?who=" + Uri.EscapeDataString("people?view=all"), new { Form_Name = "All" });
        var list = (await nation.Db.PersonLists.SingleAsync(Ct)).Id;

        foreach (var format in new[] { "csv", "xlsx", "parquet" })
        {
            foreach (var path in new[] { $"/gifts/export.{format}", $"/segments/{segment}/members.{format}", $"/people/export?list={list}&format={format}" })
            {
                var page = await nation.Panel.Get(path);
                Assert.Equal((HttpStatusCode.OK, true), (page.Status, page.Bytes.Length > 30));
                Assert.EndsWith($"-owner.{format}", page.Response.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
            }
        }

        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/gifts/export.exe")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/people/export?format=exe")).Status);
        Assert.Contains("list=", (await nation.Db.AuditEntries.FirstAsync(e => e.Action == "person.exported" && e.Details != null && e.Details.Contains("list"), Ct)).Details, StringComparison.Ordinal);
    }

    private static List<Row> Rows(SpreadsheetDocument book, DocumentFormat.OpenXml.Spreadsheet.Sheet sheet) => [.. ((WorksheetPart)book.WorkbookPart!.GetPartById(sheet.Id!.Value!)).Worksheet!.Descendants<Row>()];

    private static async Task<long> Person(TestNation nation)
    {
        var person = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn, p.Employer) = ("=cmd|' /C calc'!A0", "Dupont", new DateOnly(1990, 5, 3), "Léo & <Co>\n\u0001"));
        var db = nation.Db;
        var (km, helps) = (new CustomField { Slug = "km", Name = "Km", Kind = FieldKind.Number }, new CustomField { Slug = "helps", Name = "Helps", Kind = FieldKind.Boolean });
        db.AddRange(km, helps);
        db.AddRange(new CustomValue { PersonId = person.Id, CustomFieldId = km.Id, NumberValue = 2.5 }, new CustomValue { PersonId = person.Id, CustomFieldId = helps.Id, BooleanValue = true });
        await db.SaveChangesAsync(Ct);
        return person.Id;
    }
}
