using System.Globalization;

namespace Preau.Demo;

/// <summary>
/// The ground of the commune that does not exist: eight quarters side by side, each cut into the boundaries of its three halls, and houses along its streets. The same every time.
/// </summary>
public static class DemoGround
{
    private const double West = 3.961;
    private const double South = 46.437;
    private const double Width = 0.0135;
    private const double Height = 0.0052;
    private const int Columns = 4;
    private const int StepsAnEdge = 6;
    private const int Houses = 60;
    private static readonly string[] VillageStreets = ["rue du Bourg", "route de Valmorin"];

    public readonly record struct Point(double Lon, double Lat);

    /// <summary>Where a street votes.</summary>
    public static int HallOf(Quarter quarter, string street) => Math.Max(0, Array.IndexOf(quarter.Streets, street)) % quarter.Halls.Length;

    /// <summary>The boundary of a polling station, as a ring that ends where it begins.</summary>
    public static IReadOnlyList<Point> Ring(int quarter, int hall)
    {
        var (column, row) = Cell(quarter, hall);
        Point[] corners = [Corner(column, row), Corner(column + 1, row), Corner(column + 1, row + 1), Corner(column, row + 1)];
        return [.. Edge(corners[0], corners[1]), .. Edge(corners[1], corners[2]), .. Edge(corners[2], corners[3]), .. Edge(corners[3], corners[0]), corners[0]];
    }

    /// <summary>The addresses of the commune and of the villages around it, as the national base writes them.</summary>
    public static IEnumerable<string> Addresses()
    {
        yield return "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat";
        foreach (var (q, quarter) in DemoPlace.Quarters.Index())
        {
            foreach (var (s, street) in quarter.Streets.Index())
            {
                var hall = HallOf(quarter, street);
                var inHall = quarter.Streets.Where(other => HallOf(quarter, other) == hall).ToList();
                for (var number = 1; number <= Houses; number++)
                {
                    var house = House(q, hall, inHall.IndexOf(street), inHall.Count, number);
                    yield return Line(DemoPlace.CityCode, s, number, "", street, DemoPlace.Postcode, DemoPlace.City, house);
                    yield return Line(DemoPlace.CityCode, s, number, "bis", street, DemoPlace.Postcode, DemoPlace.City, house with { Lon = house.Lon + 0.00004 });
                }
            }
        }

        foreach (var (v, (city, postcode)) in DemoPlace.Neighbours.Index())
        {
            var middle = new Point(West + Width * 2 + 0.06 * Math.Cos(v * 1.25), South + Height * 3 + 0.035 * Math.Sin(v * 1.25));
            foreach (var (s, street) in VillageStreets.Index())
            {
                for (var number = 1; number <= 40; number++)
                    yield return Line($"995{v + 10}", s, number, "", street, postcode, city, new(middle.Lon + 0.0002 * (number - 20) * (1 - s), middle.Lat + 0.00015 * (number - 20) * s));
            }
        }
    }

    private static string Line(string code, int street, int number, string suffix, string name, string postcode, string city, Point at) =>
        string.Create(CultureInfo.InvariantCulture, $"{code}_{street:0000}_{number:00000};{number};{suffix};{name};{postcode};{code};{city};{at.Lon:0.000000};{at.Lat:0.000000}");

    // Along a line through the boundary of its hall: odd numbers on one side, even ones on the other.
    private static Point House(int quarter, int hall, int street, int streets, int number)
    {
        var (column, row) = Cell(quarter, hall);
        var along = 0.12 + 0.76 * number / (Houses + 1);
        var across = 0.18 + 0.64 * (street + 0.5) / streets + (number % 2 == 0 ? 0.012 : -0.012);
        var (sw, se, ne, nw) = (Corner(column, row), Corner(column + 1, row), Corner(column + 1, row + 1), Corner(column, row + 1));
        return Between(Between(sw, se, along), Between(nw, ne, along), across);
    }

    private static (int Column, int Row) Cell(int quarter, int hall) => (quarter % Columns, quarter / Columns * 3 + hall);

    private static Point Corner(int column, int row) => new(West + Width * (column + 0.22 * Wave(column * 7 + row * 3)), South + Height * (row + 0.22 * Wave(column * 5 + row * 11)));

    // Neighbours share the line between them: it bends by its ends, whichever way round it is drawn.
    private static IEnumerable<Point> Edge(Point from, Point to)
    {
        var isTurned = from.Lon > to.Lon || (from.Lon == to.Lon && from.Lat > to.Lat);
        var (start, end) = isTurned ? (to, from) : (from, to);
        var points = Enumerable.Range(0, StepsAnEdge + 1).Select(i =>
        {
            var part = (double)i / StepsAnEdge;
            var bend = Math.Sin(part * Math.PI) * 0.07 * Wave((int)Math.Round(start.Lon * 3000 + end.Lat * 7000) + i * 2);
            return new Point(start.Lon + (end.Lon - start.Lon) * part - (end.Lat - start.Lat) * bend, start.Lat + (end.Lat - start.Lat) * part + (end.Lon - start.Lon) * bend * 0.5);
        }).ToList();
        points[0] = start;
        points[^1] = end;
        if (isTurned) points.Reverse();
        return points.Take(StepsAnEdge);
    }

    private static Point Between(Point one, Point other, double part) => new(one.Lon + (other.Lon - one.Lon) * part, one.Lat + (other.Lat - one.Lat) * part);

    private static double Wave(int seed) => Math.Sin(seed * 12.9898);
}
