using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Preau.Tests.Imports;

/// <summary>Workbooks as spreadsheets write them, and as they should not.</summary>
internal static class XlsxFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>Formats of cells, by their place: 0 general, 1 a date, 2 five digits, 3 a French telephone, 4 a share.</summary>
    private const string Styles = $"""<?xml version="1.0"?><styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="170" formatCode="00000"/><numFmt numFmtId="171" formatCode="00&quot; &quot;00&quot; &quot;00&quot; &quot;00&quot; &quot;00"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="170" applyNumberFormat="1"/><xf numFmtId="171" applyNumberFormat="1"/><xf numFmtId="9" applyNumberFormat="1"/></cellXfs></styleSheet>""";

    /// <summary>A sheet of raw rows; see <see cref="Text"/> and <see cref="Number"/>.</summary>
    public static byte[] Of(params (string Name, string Rows)[] sheets) => Pack(sheets.Select(s => (s.Name, (IEnumerable<string>)[s.Rows], "")));

    public static byte[] Pack(IEnumerable<(string Name, IEnumerable<string> Rows, string State)> sheets)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var all = sheets.ToList();
            Put(zip, "[Content_Types].xml", ["""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""]);
            Put(zip, "_rels/.rels", [$"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Links}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""]);
            Put(zip, "xl/workbook.xml", [$"""<?xml version="1.0"?><workbook xmlns="{Main}" xmlns:r="{Links}"><sheets>""", .. all.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"""<sheet name="{s.Name}" sheetId="{i + 1}" r:id="rId{i + 1}"{(s.State.Length > 0 ? $" state=\"{s.State}\"" : "")}/>""")), "</sheets></workbook>"]);
            Put(zip, "xl/_rels/workbook.xml.rels", ["""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">""", .. all.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"""<Relationship Id="rId{i + 1}" Type="{Links}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>""")), $"""<Relationship Id="rId99" Type="{Links}/styles" Target="styles.xml"/></Relationships>"""]);
            Put(zip, "xl/styles.xml", [Styles]);
            for (var i = 0; i < all.Count; i++) Put(zip, string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{i + 1}.xml"), [$"""<?xml version="1.0"?><worksheet xmlns="{Main}"><sheetData>""", .. all[i].Rows, "</sheetData></worksheet>"]);
        }

        return stream.ToArray();
    }

    public static string Row(int number, params string[] cells) => string.Create(CultureInfo.InvariantCulture, $"<row r=\"{number}\">{string.Concat(cells.Select((c, i) => c.Replace("@@", $"{(char)('A' + i)}{number}", StringComparison.Ordinal)))}</row>");

    public static string Text(string text) => text.Length == 0 ? "" : $"""<c r="@@" t="inlineStr"><is><t xml:space="preserve">{SecurityElement.Escape(text)}</t></is></c>""";

    public static string Number(string number, int style = 0) => $"""<c r="@@" s="{style}"><v>{number}</v></c>""";

    private static void Put(ZipArchive zip, string name, IEnumerable<string> parts)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        foreach (var part in parts) writer.Write(part);
    }
}
