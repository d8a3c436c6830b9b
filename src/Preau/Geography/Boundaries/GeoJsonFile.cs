using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Preau.Geography;

/// <summary>An area as the file has it.</summary>
/// <param name="Number">The first is 1.</param>
internal sealed record FileArea(long Number, IReadOnlyDictionary<string, string> Properties, Geometry? Shape);

/// <summary>Reads a FeatureCollection one area at a time, plain or packed with gzip: memory holds the largest area, not the file.</summary>
internal sealed class GeoJsonFile
{
    public const long MaxBytes = 200L * 1024 * 1024;
    private const long MaxUnpacked = 300L * 1024 * 1024;
    private const int MaxArea = 64 * 1024 * 1024;
    private const string NoCollection = "This is not a GeoJSON file with boundaries: it holds no FeatureCollection.";

    private static readonly string[] Projections = ["2154", "3857", "27572"];

    private readonly Stream stream;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private long taken;
    private bool isEnd;
    private JsonReaderState state;

    private GeoJsonFile(Stream stream) => this.stream = stream;

    /// <param name="path">Of the file.</param>
    /// <param name="report">Told how many bytes of the file are read; false gives up.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="BoundariesRefused"/>
    public static async IAsyncEnumerable<FileArea> Read(string path, Func<long, Task<bool>>? report, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        await using var plain = await BuildBook.IsPacked(file, ct) ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : (Stream)file;
        var reader = new GeoJsonFile(plain);
        await reader.Open(ct);
        for (var number = 1L; await reader.Next(number, ct) is { } feature; number++)
        {
            using (feature) yield return Area(feature.RootElement, number);
            if (report is not null && number % 100 == 0 && !await report(file.Position)) throw new OperationCanceledException("Stopped by whoever watches it.");
        }
    }

    private static FileArea Area(JsonElement feature, long number)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (feature.TryGetProperty("properties", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in given.EnumerateObject())
            {
                if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) properties[property.Name] = property.Value.ToString().Replace("\0", "", StringComparison.Ordinal).Trim();
            }
        }

        return new(number, properties, Shapes.Read(feature, number));
    }

    /// <summary>Goes to the first area.</summary>
    private async Task Open(CancellationToken ct)
    {
        await Fill(ct);
        if (end >= 3 && buffer is [0xEF, 0xBB, 0xBF, ..]) start = 3;
        while (!Found())
        {
            if (isEnd) throw new BoundariesRefused(NoCollection);
            await Fill(ct);
        }
    }

    private bool Found()
    {
        try
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isEnd, state);
            while (true)
            {
                var before = reader;
                if (!reader.Read()) return Keep(before, false);
                if (reader.CurrentDepth == 0 && reader.TokenType != JsonTokenType.StartObject) throw new BoundariesRefused(NoCollection);
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
                if (reader.ValueTextEquals("features"))
                {
                    if (!reader.Read()) return Keep(before, false);
                    return reader.TokenType == JsonTokenType.StartArray ? Keep(reader, true) : throw new BoundariesRefused(NoCollection);
                }

                if (!reader.ValueTextEquals("crs")) continue;
                if (!reader.Read() || !JsonDocument.TryParseValue(ref reader, out var crs)) return Keep(before, false);
                using (crs) RefuseOther(crs.RootElement.ToString());
            }
        }
        catch (JsonException)
        {
            throw new BoundariesRefused(NoCollection);
        }
    }

    // Older programs write which projection they used.
    private static void RefuseOther(string crs)
    {
        if (Array.Exists(Projections, p => crs.Contains(p, StringComparison.Ordinal))) throw new BoundariesRefused("The file’s coordinates are not longitude and latitude in degrees (WGS 84). Save the layer again in EPSG:4326; Lambert 93 is EPSG:2154.");
    }

    private bool Keep(Utf8JsonReader reader, bool found)
    {
        state = reader.CurrentState;
        start += (int)reader.BytesConsumed;
        return found;
    }

    private async Task<JsonDocument?> Next(long number, CancellationToken ct)
    {
        while (true)
        {
            if (Take(number, out var feature)) return feature;
            if (isEnd) throw Broken(number);
            await Fill(ct);
        }
    }

    private bool Take(long number, out JsonDocument? feature)
    {
        feature = null;
        try
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isEnd, state);
            if (!reader.Read()) return false;
            if (reader.TokenType == JsonTokenType.EndArray) return true;
            if (reader.TokenType != JsonTokenType.StartObject) throw Broken(number);
            if (!JsonDocument.TryParseValue(ref reader, out feature)) return false;
            Keep(reader, true);
            return true;
        }
        catch (JsonException)
        {
            throw Broken(number);
        }
    }

    private static BoundariesRefused Broken(long number) => new("The file is broken or cut off at area {0}. Take it from where it comes from again.", number);

    private async Task Fill(CancellationToken ct)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            if (buffer.Length >= MaxArea) throw new BoundariesRefused("One area of the file alone is larger than {0} MB.", MaxArea / 1024 / 1024);
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        try
        {
            // As much as there is room for: what was tried in vain is tried again from its beginning, and packed files come in small pieces.
            var free = buffer.Length - end;
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(end), free, throwOnEndOfStream: false, ct);
            (end, taken, isEnd) = (end + read, taken + read, read < free);
        }
        catch (InvalidDataException)
        {
            throw new BoundariesRefused("The packed file is damaged or cut off. Take it from where it comes from again.");
        }

        if (taken > MaxUnpacked) throw new BoundariesRefused("The file unpacks to more than {0} MB. Cut it to the area of your campaign.", MaxUnpacked / 1024 / 1024);
    }
}
