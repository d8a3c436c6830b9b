using System.Globalization;
using System.Text;
using Preau.Shared;

namespace Preau.Exports;

/// <summary>Text for spreadsheets: semicolons where the comma is the decimal sign. Who took it out stands in the file's name and the audit trail; a line of it inside would be a row to every reader.</summary>
public sealed class CsvSheet : SheetWriter
{
    public override string ContentType => "text/csv; charset=utf-8";
    public override bool IsStreamed => true;

    public override async Task<long> Write(Stream file, Sheet sheet, SheetMark mark, Words words, CultureInfo culture, Func<long, Task<bool>> report, CancellationToken ct)
    {
        var separator = sheet.Separator ?? (culture.TwoLetterISOLanguageName == "fr" ? ';' : ',');
        var written = 0L;
        await using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 1 << 16, leaveOpen: true);
        var line = new StringBuilder();
        for (var i = 0; i < sheet.Columns.Count; i++) Append(line, sheet.Columns[i].Name, i, separator);
        await writer.WriteAsync(line.Append("\r\n"), ct);
        await foreach (var row in sheet.Rows(ct).WithCancellation(ct))
        {
            line.Clear();
            for (var i = 0; i < row.Length; i++) Append(line, Text(row[i], culture), i, separator);
            await writer.WriteAsync(line.Append("\r\n"), ct);
            if (++written % Pace == 0 && !await report(written)) throw new ExportStopped();
        }

        return written;
    }

    private static void Append(StringBuilder line, string cell, int place, char separator)
    {
        if (place > 0) line.Append(separator);
        line.Append(CsvCell.Of(cell, separator));
    }

    private static string Text(object? value, CultureInfo culture) => value switch
    {
        null => "",
        string text => Harmless(text),
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        decimal money => money.ToString(culture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        DateTime at => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => throw new InvalidOperationException($"{value.GetType().Name} is no kind of cell."),
    };
}
