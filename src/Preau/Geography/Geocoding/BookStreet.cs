namespace Preau.Geography;

/// <summary>A house of a street: its number, what follows it, and where it stands, in millionths of a degree.</summary>
internal readonly record struct House(int Number, string Suffix, int Lat, int Lon);

/// <summary>A street of the book with its houses packed into bytes: twenty-six million addresses are two million streets.</summary>
internal sealed class BookStreet(StreetKey key, string name, string postcode, FormerCommune former, double lat, double lon, byte[] packed)
{
    private House[]? houses;

    public StreetKey Key => key;
    public string Name => name;
    public string Postcode => postcode;
    public FormerCommune Former => former;
    public double Lat => lat;
    public double Lon => lon;
    public uint Letters { get; } = Likeness.Letters(key.Rest);
    public string Figures { get; } = key.Figures;
    public IReadOnlyList<House> Houses => houses ??= Unpack(packed);

    /// <summary>The house itself; the one of the same number where the letter is not known, then the nearest on the same side of the street.</summary>
    public (House House, bool IsExact, bool IsNear)? Find(int number, string suffix)
    {
        House? same = null;
        House? near = null;
        foreach (var house in Houses)
        {
            if (house.Number == number && house.Suffix == suffix) return (house, true, false);
            if (house.Number == number) same ??= house;
            if ((house.Number & 1) == (number & 1) && Math.Abs(house.Number - number) <= 20 && (near is null || Math.Abs(house.Number - number) < Math.Abs(near.Value.Number - number))) near = house;
        }

        if (same is { } there) return (there, false, false);
        return near is { } beside ? (beside, false, true) : null;
    }

    public static byte[] Pack(IEnumerable<House> houses)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var house in houses)
        {
            writer.Write7BitEncodedInt(house.Number);
            writer.Write(house.Suffix);
            writer.Write(house.Lat);
            writer.Write(house.Lon);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    public static House[] Unpack(byte[] packed)
    {
        using var bytes = new MemoryStream(packed);
        using var reader = new BinaryReader(bytes);
        var houses = new List<House>();
        while (bytes.Position < bytes.Length) houses.Add(new(reader.Read7BitEncodedInt(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt32()));
        return [.. houses];
    }
}

internal sealed record BookCommune(string Code, string Name, string Key, double Lat, double Lon, long FirstStreet, long LastStreet);

/// <summary>The commune that a street belonged to before several became one. Each of them has its «rue de l’Église».</summary>
internal readonly record struct FormerCommune(string Name, string Code)
{
    public string Key => Geocoder.CityKey(Name);
}
