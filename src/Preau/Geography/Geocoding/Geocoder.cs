using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>How near to the door a point is.</summary>
public enum PlaceAccuracy
{
    /// <summary>Somebody of the campaign put it there.</summary>
    Hand,
    House,
    Street,
    Commune,

    /// <summary>Looked for and not found: there is no point.</summary>
    None,
}

/// <summary>What is looked for.</summary>
public sealed record AddressLine(string Line1, string Line2, string Postcode, string City, string? CityCode);

/// <param name="Score">100 where every part of the address is in the register as it was written; less for each that is not.</param>
/// <param name="Label">The address as the register writes it.</param>
public sealed record Geocoded(double Lat, double Lon, PlaceAccuracy Accuracy, int Score, string Label);

/// <summary>Looks addresses up in the book. For one thread; what it has read of a commune it keeps, so that a set costs what its communes cost.</summary>
public sealed partial class Geocoder : IDisposable
{
    private const int MostKept = 300_000;
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, BookCommune?> byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<BookCommune>> byPostcode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CommuneStreets> streets = new(StringComparer.Ordinal);
    private int kept;

    internal Geocoder(string file)
    {
        (File, connection) = (file, AddressBook.Connect(file));
        using var command = Ask("select source, loaded_at, addresses, streets, communes from facts");
        using var reader = command.ExecuteReader();
        reader.Read();
        Facts = new(reader.GetString(0), new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
    }

    internal string File { get; }

    public BookFacts Facts { get; }

    public Geocoded? Find(AddressLine address)
    {
        var (commune, certainty) = CommuneOf(address);
        if (commune is not null) return In(commune, address, certainty) ?? new(commune.Lat, commune.Lon, PlaceAccuracy.Commune, (int)(50 * certainty), commune.Name);
        var parts = Arrondissements.Of(address, CityKey(address.City)).Select(ByCode).OfType<BookCommune>().ToList();
        return parts.Count == 0 ? null : Within(parts, address);
    }

    private Geocoded? In(BookCommune commune, AddressLine address, double certainty)
    {
        var known = StreetsOf(commune);
        Geocoded? best = null;
        foreach (var reading in HouseOnStreet.Of(address.Line1, address.Line2))
        {
            var (street, likeness, isOneOfSeveral) = known.Find(reading, address);
            if (street is null) continue;
            var found = On(street, isOneOfSeveral ? reading with { Number = null } : reading, likeness * certainty, commune);
            if (best is null || found.Score > best.Score) best = found;
            if (best is { Accuracy: PlaceAccuracy.House, Score: >= 95 }) break;
        }

        return best;
    }

    /// <summary>In a city without saying where in it: the street is looked for in all its parts.</summary>
    private Geocoded Within(List<BookCommune> parts, AddressLine address)
    {
        var all = parts.Select(p => In(p, address, 0.95)).OfType<Geocoded>().OrderByDescending(f => f.Score).ToList();
        if (all.Count == 0) return new(parts.Average(p => p.Lat), parts.Average(p => p.Lon), PlaceAccuracy.Commune, 45, address.City.Trim());
        // Two parts have it: which one is meant, nobody knows.
        return all.Count > 1 && all[1].Score == all[0].Score ? all[0] with { Accuracy = PlaceAccuracy.Street, Score = all[0].Score * 7 / 10 } : all[0];
    }

    /// <summary>An address written in one line, as into a search box: «12 rue de la Gare 69003 Lyon».</summary>
    public Geocoded? Search(string line)
    {
        if (Postcode().Match(line) is { Success: true } code) return Find(new(line[..code.Index].TrimEnd(' ', ','), "", code.Value, line[(code.Index + code.Length)..].Trim(' ', ','), null));
        if (line.LastIndexOf(',') is var comma and > 0) return Find(new(line[..comma], "", "", line[(comma + 1)..].Trim(), null));
        var words = NameKey.Words(line);
        for (var split = 0; split < words.Length; split++)
        {
            var city = string.Join(' ', words[split..]);
            if (ByName(city).Count > 0) return Find(new(string.Join(' ', words[..split]), "", "", city, null));
        }

        return null;
    }

    private static Geocoded On(BookStreet street, HouseOnStreet reading, double likeness, BookCommune commune)
    {
        var place = string.Join(' ', new[] { street.Postcode, commune.Name }.Where(p => p.Length > 0));
        if (reading.Number is not { } number) return new(street.Lat, street.Lon, PlaceAccuracy.Street, (int)(80 * likeness), $"{street.Name}, {place}");
        if (street.Find(number, reading.Suffix) is not { } there) return new(street.Lat, street.Lon, PlaceAccuracy.Street, (int)(75 * likeness), $"{street.Name}, {place}");
        var (house, isExact, isNear) = there;
        var label = string.Create(CultureInfo.InvariantCulture, $"{house.Number} {house.Suffix}").TrimEnd() + $" {street.Name}, {place}";
        return new(house.Lat / 1e6, house.Lon / 1e6, isNear ? PlaceAccuracy.Street : PlaceAccuracy.House, (int)((isExact ? 100 : isNear ? 80 : 92) * likeness), label);
    }

    /// <summary>The commune that is meant, and how sure that is: by its code, by postcode and name, by the name alone where only one has it and the postcode does not say otherwise.</summary>
    private (BookCommune? Commune, double Certainty) CommuneOf(AddressLine address)
    {
        if (address.CityCode is { Length: > 0 } code && (ByCode(code) ?? Communes(FormerBy("code"), code).FirstOrDefault()) is { } coded) return (coded, 1);
        var name = CityKey(address.City);
        var near = address.Postcode.Length > 0 ? ByPostcode(address.Postcode) : [];
        if (name.Length > 0)
        {
            if (near.FirstOrDefault(c => c.Key == name) is { } same) return (same, 1);
            var former = Communes(FormerBy("key"), name);
            if (near.FirstOrDefault(c => former.Exists(f => f.Code == c.Code)) is { } whole) return (whole, 1);
            var alike = near.Select(c => (Commune: c, Slips: Likeness.Slips(c.Key, name, Likeness.Allowed(name.Length)))).Where(c => c.Slips <= Likeness.Allowed(name.Length)).OrderBy(c => c.Slips).FirstOrDefault();
            if (alike.Commune is not null) return (alike.Commune, 0.97);
            // Lyon, 69003: the register knows it by its arrondissement.
            if (near.FirstOrDefault(c => c.Key.StartsWith(name + " ", StringComparison.Ordinal) || name.StartsWith(c.Key + " ", StringComparison.Ordinal)) is { } part) return (part, near.Count == 1 ? 1 : 0.95);
            var department = Shared.Postcode.Department(address.Postcode);
            // Homonyms stand all over the country: a postcode of another department says that this is not the one.
            foreach (var named in new[] { ByName(name), former })
            {
                if (named.FindAll(c => department is null || DepartmentOf(c.Code) == department) is [var only]) return (only, near.Count == 0 ? 0.95 : 0.9);
            }
        }

        return near is [var single] ? (single, name.Length == 0 ? 0.97 : 0.85) : (null, 0);
    }

    // Corsica is two departments with one sort of postcodes.
    private static string? DepartmentOf(string code) => code is ['2', 'A' or 'B', ..] ? "20" : Shared.Postcode.Department(code);

    internal static string CityKey(string city)
    {
        var words = NameKey.Words(city).TakeWhile(w => w != "cedex").Select(w => w switch { "st" => "saint", "ste" => "sainte", _ => w });
        return string.Join(' ', words);
    }

    private BookCommune? ByCode(string code)
    {
        if (byCode.TryGetValue(code, out var known)) return known;
        return byCode[code] = Communes("select code, name, key, lat, lon, first_street, last_street from commune where code = @value", code).FirstOrDefault();
    }

    private IReadOnlyList<BookCommune> ByPostcode(string postcode)
    {
        if (byPostcode.TryGetValue(postcode, out var known)) return known;
        return byPostcode[postcode] = Communes("select c.code, c.name, c.key, c.lat, c.lon, c.first_street, c.last_street from commune_postcode p join commune c on c.code = p.code where p.postcode = @value order by c.code", postcode);
    }

    private List<BookCommune> ByName(string name) => Communes("select code, name, key, lat, lon, first_street, last_street from commune where key = @value order by code", CityKey(name));

    // Addresses go on saying the name that a commune had before it became a part of another one.
    private static string FormerBy(string column) => $"select distinct c.code, c.name, c.key, c.lat, c.lon, c.first_street, c.last_street from former f join commune c on c.code = f.commune where f.{column} = @value";

    private List<BookCommune> Communes(string sql, string value)
    {
        using var command = Ask(sql);
        command.Parameters.AddWithValue("@value", value);
        using var reader = command.ExecuteReader();
        var found = new List<BookCommune>();
        while (reader.Read()) found.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetInt64(5), reader.GetInt64(6)));
        return found;
    }

    private CommuneStreets StreetsOf(BookCommune commune)
    {
        if (streets.TryGetValue(commune.Code, out var known)) return known;
        if (kept > MostKept) (kept, _) = (0, Clear());
        using var command = Ask("select name, postcode, former, former_code, lat, lon, houses from street where id between @first and @last");
        command.Parameters.AddWithValue("@first", commune.FirstStreet);
        command.Parameters.AddWithValue("@last", commune.LastStreet);
        using var reader = command.ExecuteReader();
        var all = new List<BookStreet>();
        while (reader.Read()) all.Add(new(StreetKey.Of(reader.GetString(0)), reader.GetString(0), reader.GetString(1), new(reader.GetString(2), reader.GetString(3)), reader.GetDouble(4), reader.GetDouble(5), reader.GetFieldValue<byte[]>(6)));
        kept += all.Count;
        return streets[commune.Code] = new(all);
    }

    private bool Clear()
    {
        streets.Clear();
        return true;
    }

    private SqliteCommand Ask(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    public void Dispose() => connection.Dispose();

    [GeneratedRegex("(?<![0-9])[0-9]{5}(?![0-9])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Postcode();
}
