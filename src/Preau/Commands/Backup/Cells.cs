using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Preau.Commands.Backup;

/// <summary>One row as one line: a JSON array that reads the same whichever store it came from.</summary>
public static class Cells
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(DbDataReader row, TableShape table, ArrayBufferWriter<byte> line)
    {
        line.ResetWrittenCount();
        using var json = new Utf8JsonWriter(line, Options);
        json.WriteStartArray();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (row.IsDBNull(i)) json.WriteNullValue();
            else Write(json, row, i, table.Columns[i].Kind);
        }

        json.WriteEndArray();
    }

    public static object?[] Read(ReadOnlySpan<byte> line, TableShape table)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        var values = new object?[table.Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            json.Read();
            values[i] = json.TokenType == JsonTokenType.Null ? null : Value(ref json, table.Columns[i].Kind);
        }

        return values;
    }

    private static void Write(Utf8JsonWriter json, DbDataReader row, int i, CellKind kind)
    {
        switch (kind)
        {
            case CellKind.Number: json.WriteNumberValue(Convert.ToInt64(row.GetValue(i), CultureInfo.InvariantCulture)); break;
            case CellKind.Text: json.WriteStringValue(row.GetString(i)); break;
            case CellKind.Flag: json.WriteBooleanValue(row.GetBoolean(i)); break;
            case CellKind.Real: json.WriteNumberValue(row.GetDouble(i)); break;
            case CellKind.Day: json.WriteStringValue(row.GetFieldValue<DateOnly>(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case CellKind.Instant: json.WriteStringValue(row.GetDateTime(i).ToString(InstantFormat, CultureInfo.InvariantCulture)); break;
            case CellKind.Uuid: json.WriteStringValue(row.GetGuid(i)); break;
        }
    }

    private static object Value(ref Utf8JsonReader json, CellKind kind) => kind switch
    {
        CellKind.Number => json.GetInt64(),
        CellKind.Text => json.GetString()!,
        CellKind.Flag => json.GetBoolean(),
        CellKind.Real => json.GetDouble(),
        CellKind.Day => DateOnly.ParseExact(json.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.Instant => DateTime.ParseExact(json.GetString()!, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        CellKind.Uuid => json.GetGuid(),
    };
}
