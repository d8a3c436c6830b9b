using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.IO.Converters;
using NetTopologySuite.Simplify;

namespace Preau.Geography;

/// <summary>Areas as GeoJSON writes them, read strictly and written sparely.</summary>
internal static class Shapes
{
    // Of a degree: a tenth of a metre for asking, a metre for drawing.
    private const int ShapeDecimals = 6;
    private const int OutlineDecimals = 5;

    // Corners nearer than about fifteen metres to the line between their neighbours are not seen on a screen.
    private const double Tolerance = 0.00015;

    // A coast to the metre has fewer; putting a shape right takes longer the more it has.
    private const int MostCorners = 200_000;
    private const int MostCrossing = 5_000;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new GeoJsonConverterFactory() } };

    /// <summary>A polygon or several; null where the area has none. Rings that cross themselves are put right.</summary>
    /// <exception cref="BoundariesRefused">It is something else, or lies nowhere on Earth.</exception>
    public static Geometry? Read(JsonElement feature, long number)
    {
        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind == JsonValueKind.Null) return null;
        Geometry? shape;
        try
        {
            shape = geometry.Deserialize<Geometry>(Json);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or InvalidOperationException or FormatException or NotSupportedException)
        {
            throw new BoundariesRefused("Area {0} of the file has a shape that cannot be read. GeoJSON writes it as a Polygon or MultiPolygon, rings closed.", number);
        }

        if (shape is null || shape.IsEmpty) return null;
        if (shape is not (Polygon or MultiPolygon)) throw new BoundariesRefused("Area {0} of the file is a {1}. Boundaries are polygons: choose the layer of areas, not of points or lines.", number, shape.GeometryType);
        var box = shape.EnvelopeInternal;
        if (!(box.MinX >= -180 && box.MaxX <= 180 && box.MinY >= -90 && box.MaxY <= 90)) throw new BoundariesRefused("Area {0} of the file does not lie on Earth: its coordinates are not longitude and latitude in degrees (WGS 84). Save the layer again in EPSG:4326; Lambert 93 is EPSG:2154.", number);
        if (shape.NumPoints > MostCorners) throw new BoundariesRefused("Area {0} of the file has more than {1} corners. Simplify it, and bring it in again.", number, MostCorners);
        if (shape.IsValid) return shape;
        // A zigzag crosses itself a number of times that is the square of its corners.
        if (shape.NumPoints > MostCrossing) throw new BoundariesRefused("Area {0} of the file crosses itself and has more than {1} corners. Put it right, or simplify it, and bring it in again.", number, MostCrossing);
        shape = GeometryFixer.Fix(shape);
        return shape is Polygon or MultiPolygon && !shape.IsEmpty ? shape : null;
    }

    public static Geometry Parse(string shape) => JsonSerializer.Deserialize<Geometry>(shape, Json) ?? throw new InvalidOperationException("A shape in the store is empty.");

    public static string Write(Geometry shape) => JsonSerializer.Serialize(Rounded(shape, ShapeDecimals), Json);

    /// <summary>Neighbours may show a hair between them; people are asked of the whole shape.</summary>
    public static string Outline(Geometry shape)
    {
        var outline = TopologyPreservingSimplifier.Simplify(shape, Tolerance);
        return JsonSerializer.Serialize(Rounded(outline, OutlineDecimals), Json);
    }

    private static Geometry Rounded(Geometry shape, int decimals)
    {
        var copy = shape.Copy();
        copy.Apply(new Rounding(decimals));
        return copy;
    }

    private sealed class Rounding(int decimals) : ICoordinateFilter
    {
        public void Filter(Coordinate coord) => (coord.X, coord.Y) = (Math.Round(coord.X, decimals), Math.Round(coord.Y, decimals));
    }
}

/// <summary>Why a file of boundaries is not taken, as a sentence to translate.</summary>
public sealed class BoundariesRefused(string reason, params object[] about) : Exception(reason)
{
    public object[] About => about;

    public string Say(Shared.Words words) => words[Message, [.. about]];
}
