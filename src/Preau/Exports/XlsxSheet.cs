using System.Globalization;
using System.IO.Compression;
using System.Text;
using Preau.Shared;

namespace Preau.Exports;

/// <summary>
/// A workbook (ECMA-376) written part by part, so that a million rows need no memory: the libraries at hand either hold the sheet until the end or leave out who made it.
/// Rows beyond what a sheet takes go on in the next one; the last sheet and the properties say who took it out.
/// </summary>
public sealed class XlsxSheet : SheetWriter
{
    /// <summary>What a spreadsheet takes, the heads among them.</summary>
    public const int MostRows = 1_048_576;

    private const int MostText = 32_767;
    private const string Start = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public override string ContentType => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public override bool IsStreamed => false;

    public override async Task<long> Write(Stream file, Sheet sheet, SheetMark mark, Words words, CultureInfo culture, Func<long, Task<bool>> report, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        var (sheets, written) = (0, 0L);
        await using (var rows = sheet.Rows(ct).GetAsyncEnumerator(ct))
        {
            for (var isMore = await rows.MoveNextAsync(); isMore || sheets == 0;)
            {
                sheets++;
                await using var part = await Part(zip, $"xl/worksheets/sheet{sheets}.xml", ct);
                await part.WriteAsync($"{Start}<worksheet xmlns=\"{Main}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetData>".AsMemory(), ct);
                await part.WriteAsync(Heads(sheet.Columns), ct);
                var line = new StringBuilder();
                for (var place = 1; isMore && place < MostRows; place++, isMore = await rows.MoveNextAsync())
                {
                    line.Clear().Append("<row>");
                    foreach (var cell in rows.Current) Append(line, cell);
                    await part.WriteAsync(line.Append("</row>"), ct);
                    if (++written % Pace == 0 && !await report(written)) throw new ExportStopped();
                }

                await part.WriteAsync("</sheetData></worksheet>".AsMemory(), ct);
            }
        }

        await About(zip, sheets + 1, mark with { Rows = written }, words, ct);
        await Frame(zip, sheets, mark with { Rows = written }, words, ct);
        return written;
    }

    private static async Task<StreamWriter> Part(ZipArchive zip, string name, CancellationToken ct) =>
        new(await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16);

    private static StringBuilder Heads(IReadOnlyList<SheetColumn> columns)
    {
        var line = new StringBuilder("<row>");
        foreach (var column in columns) Append(line, column.Name, bold: true);
        return line.Append("</row>");
    }

    private static async Task About(ZipArchive zip, int number, SheetMark mark, Words words, CancellationToken ct)
    {
        await using var part = await Part(zip, $"xl/worksheets/sheet{number}.xml", ct);
        var lines = new StringBuilder($"{Start}<worksheet xmlns=\"{Main}\"><sheetData>");
        foreach (var (label, value) in new (string, object)[]
        {
            (words["Campaign"], mark.Nation), (words["Taken out by"], mark.Who), (words["Taken out at (UTC)"], mark.At), (words["Rows"], mark.Rows), (words["What it holds"], mark.What),
            (words["Personal data"], words["It is for the work of this campaign alone. Whoever hands it on is told of in the campaign’s audit trail."]),
        })
        {
            lines.Append("<row>");
            Append(lines, label, bold: true);
            Append(lines, value);
            lines.Append("</row>");
        }

        await part.WriteAsync(lines.Append("</sheetData></worksheet>"), ct);
    }

    private static async Task Frame(ZipArchive zip, int sheets, SheetMark mark, Words words, CancellationToken ct)
    {
        var all = Enumerable.Range(1, sheets + 1).ToList();
        var kinds = string.Concat(all.Select(n => $"<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"));
        await Put(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>{string.Concat(all.Select(n => $"<sheet name=\"{Escaped(NameOf(n, sheets, words))}\" sheetId=\"{n}\" r:id=\"s{n}\"/>"))}</sheets></workbook>", ct);
        await Put(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(all.Select(n => $"<Relationship Id=\"s{n}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))}<Relationship Id=\"style\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>", ct);
        await Put(zip, "xl/styles.xml", Styles, ct);
        await Put(zip, "docProps/core.xml", $"<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{Escaped(mark.What)}</dc:title><dc:subject>{Escaped(mark.Nation)}</dc:subject><dc:creator>{Escaped(mark.Who)}</dc:creator><dc:description>{mark.Rows.ToString(CultureInfo.InvariantCulture)}</dc:description><dcterms:created xsi:type=\"dcterms:W3CDTF\">{mark.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}</dcterms:created></cp:coreProperties>", ct);
        await Put(zip, "_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>", ct);
        await Put(zip, "[Content_Types].xml", $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{kinds}<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>", ct);
    }

    private static string NameOf(int number, int sheets, Words words) => number > sheets ? words["About"] : sheets == 1 ? words["Rows"] : $"{words["Rows"]} {number.ToString(CultureInfo.InvariantCulture)}";

    private static async Task Put(ZipArchive zip, string name, string text, CancellationToken ct)
    {
        await using var part = await Part(zip, name, ct);
        await part.WriteAsync((Start + text).AsMemory(), ct);
    }

    // The places in cellXfs below.
    private const int Bold = 1, Day = 2, Moment = 3, Money = 4;

    private const string Styles = $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm\"/></numFmts><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"5\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/><xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";

    private static void Append(StringBuilder line, object? value, bool bold = false)
    {
        switch (value)
        {
            case null or "":
                line.Append("<c/>");
                break;
            case string text:
                line.Append("<c t=\"inlineStr\"").Append(bold ? $" s=\"{Bold}\"" : "").Append("><is><t xml:space=\"preserve\">").Append(Escaped(Harmless(text))).Append("</t></is></c>");
                break;
            case bool flag:
                line.Append("<c t=\"b\"><v>").Append(flag ? '1' : '0').Append("</v></c>");
                break;
            case long number:
                line.Append(CultureInfo.InvariantCulture, $"<c><v>{number}</v></c>");
                break;
            case double number:
                line.Append(CultureInfo.InvariantCulture, $"<c><v>{number:R}</v></c>");
                break;
            case decimal money:
                line.Append(CultureInfo.InvariantCulture, $"<c s=\"{Money}\"><v>{money}</v></c>");
                break;
            case DateOnly day:
                Dated(line, day.ToDateTime(TimeOnly.MinValue), Day);
                break;
            case DateTime at:
                Dated(line, at, Moment);
                break;
            case DateTimeOffset at:
                Dated(line, at.UtcDateTime, Moment);
                break;
            default:
                throw new InvalidOperationException($"{value.GetType().Name} is no kind of cell.");
        }
    }

    // Spreadsheets count days from 1900 and get the first two months of it wrong: what is older is text.
    private static void Dated(StringBuilder line, DateTime at, int style)
    {
        if (at.Year > 1900) line.Append(CultureInfo.InvariantCulture, $"<c s=\"{style}\"><v>{at.ToOADate():R}</v></c>");
        else Append(line, at.ToString(style == Day ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    private static string Escaped(string text)
    {
        if (text.Length > MostText) text = text[..MostText];
        var plain = true;
        foreach (var sign in text) plain &= sign is >= ' ' and not ('&' or '<' or '>' or '"') and < '\ud800';
        if (plain) return text;
        var safe = new StringBuilder(text.Length + 16);
        // What XML cannot hold, half a sign or one that steers a printer, becomes the sign for something unreadable.
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\n' or '\t' => safe.Append((char)rune.Value),
                '\r' => safe.Append("&#13;"),
                < ' ' or 0xfffe or 0xffff => safe.Append('\ufffd'),
                _ => safe.Append(rune.ToString()),
            };
        }

        return safe.ToString();
    }
}
