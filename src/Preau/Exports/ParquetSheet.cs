using System.Globalization;
using Parquet;
using Parquet.Schema;
using Preau.Shared;

namespace Preau.Exports;

/// <summary>Columns for tools that count: groups of some thousand rows, each value in its own kind, and who took it out among the file's own facts.</summary>
public sealed class ParquetSheet : SheetWriter
{
    private const int GroupSize = 20_000;

    public override string ContentType => "application/vnd.apache.parquet";
    public override bool IsStreamed => false;

    public override async Task<long> Write(Stream file, Sheet sheet, SheetMark mark, Words words, CultureInfo culture, Func<long, Task<bool>> report, CancellationToken ct)
    {
        var fields = Fields(sheet.Columns);
        var written = 0L;
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, cancellationToken: ct);
        var group = new List<object?[]>(GroupSize);
        await foreach (var row in sheet.Rows(ct).WithCancellation(ct))
        {
            group.Add(Fitted(row, fields.Length));
            if (++written % Pace == 0 && !await report(written)) throw new ExportStopped();
            if (group.Count < GroupSize) continue;
            await Group(writer, sheet.Columns, fields, group, ct);
            group.Clear();
        }

        if (group.Count > 0 || written == 0) await Group(writer, sheet.Columns, fields, group, ct);
        writer.CustomMetadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["preau.campaign"] = mark.Nation, ["preau.exported_by"] = mark.Who, ["preau.exported_at"] = mark.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["preau.rows"] = written.ToString(CultureInfo.InvariantCulture), ["preau.what"] = mark.What,
        };
        return written;
    }

    // A row that is wider than the table, such as one that was refused for that, keeps what is too much in its last cell.
    private static object?[] Fitted(object?[] row, int width) => row.Length <= width || row[width - 1] is not string last ? row : [.. row[..(width - 1)], string.Join("; ", [last, .. row[width..].Select(c => c?.ToString() ?? "")])];

    private static DataField[] Fields(IReadOnlyList<SheetColumn> columns)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        return [.. columns.Select(c => Field(Free(c.Name, known), c.Kind))];
    }

    // Two own fields may be called alike; columns of a file may not.
    private static string Free(string name, HashSet<string> known)
    {
        var free = name;
        for (var again = 2; !known.Add(free); again++) free = $"{name} {again.ToString(CultureInfo.InvariantCulture)}";
        return free;
    }

    private static DataField Field(string name, CellKind kind) => kind switch
    {
        CellKind.Text => new DataField<string>(name),
        CellKind.Whole => new DataField<long?>(name),
        CellKind.Number => new DataField<double?>(name),
        CellKind.Money => new DecimalDataField(name, precision: 18, scale: 2, isNullable: true),
        CellKind.Day => new DataField<DateOnly?>(name),
        CellKind.Instant or CellKind.Clock => new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: kind == CellKind.Instant, isNullable: true),
        CellKind.Flag => new DataField<bool?>(name),
    };

    private static async Task Group(ParquetWriter writer, IReadOnlyList<SheetColumn> columns, DataField[] fields, List<object?[]> rows, CancellationToken ct)
    {
        using var group = writer.CreateRowGroup();
        for (var i = 0; i < fields.Length; i++)
        {
            var place = i;
            await (columns[i].Kind switch
            {
                CellKind.Text => group.WriteAsync(fields[i], rows.ConvertAll(r => (string?)r[place])!),
                CellKind.Whole => Column<long>(group, fields[i], rows, place, v => (long)v, ct),
                CellKind.Number => Column<double>(group, fields[i], rows, place, v => (double)v, ct),
                CellKind.Money => Column<decimal>(group, fields[i], rows, place, v => (decimal)v, ct),
                CellKind.Day => Column<DateOnly>(group, fields[i], rows, place, v => (DateOnly)v, ct),
                CellKind.Instant => Column<DateTime>(group, fields[i], rows, place, v => ((DateTimeOffset)v).UtcDateTime, ct),
                CellKind.Clock => Column<DateTime>(group, fields[i], rows, place, v => (DateTime)v, ct),
                CellKind.Flag => Column<bool>(group, fields[i], rows, place, v => (bool)v, ct),
            });
        }

        group.CompleteValidate();
    }

    private static Task Column<T>(ParquetRowGroupWriter group, DataField field, List<object?[]> rows, int place, Func<object, T> read, CancellationToken ct) where T : struct
    {
        var values = new T?[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = rows[i][place] is { } value ? read(value) : null;
        return group.WriteAsync<T>(field, values.AsMemory(), cancellationToken: ct);
    }
}
