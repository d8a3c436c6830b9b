using Microsoft.Data.Sqlite;

namespace Preau.Geography;

/// <summary>The file that a book is made in. Parts of streets come in as they stand in the source; at the end they are sorted, put together and numbered, so that a commune is one run of numbers.</summary>
internal sealed class BookWriter : IDisposable
{
    private const string Schema = """
        pragma journal_mode = off;
        pragma synchronous = off;
        pragma temp_store = file;
        pragma cache_size = -64000;
        create table part (commune text not null, key text not null, postcode text not null, city text not null, former text not null, former_code text not null, name text not null, houses blob not null);
        create table commune (code text primary key, name text not null, key text not null, lat real not null, lon real not null, first_street integer not null, last_street integer not null) without rowid;
        create table commune_postcode (postcode text not null, code text not null, primary key (postcode, code)) without rowid;
        create table street (id integer primary key, commune text not null, postcode text not null, former text not null, former_code text not null, name text not null, lat real not null, lon real not null, houses blob not null);
        create table former (key text not null, code text not null, commune text not null, primary key (key, code, commune)) without rowid;
        create table facts (source text not null, loaded_at integer not null, addresses integer not null, streets integer not null, communes integer not null);
        """;

    private const int StreetsALook = 20_000;

    private readonly SqliteConnection connection;
    private readonly SqliteTransaction transaction;
    private readonly SqliteCommand putPart;
    private readonly Dictionary<(string Street, string Postcode, FormerCommune Former), Part> parts = [];
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);
    private string commune = "";

    private sealed record Part(string Name, string City, List<House> Houses);

    public BookWriter(SqliteConnection connection)
    {
        this.connection = connection;
        Do(Schema);
        transaction = connection.BeginTransaction();
        putPart = Prepare("insert into part (commune, key, postcode, city, former, former_code, name, houses) values (@a, @b, @c, @d, @e, @f, @g, @h)", 8);
    }

    /// <summary>How many addresses wait to be written.</summary>
    public int Gathered { get; private set; }

    public void Add(string code, string city, FormerCommune former, string postcode, string street, int number, string suffix, double lat, double lon)
    {
        if (code != commune) Flush();
        commune = code;
        if (!parts.TryGetValue((street, postcode, former), out var part)) parts[(street, postcode, former)] = part = new(street, city, []);
        part.Houses.Add(new(number, suffix, (int)Math.Round(lat * 1e6), (int)Math.Round(lon * 1e6)));
        Gathered++;
    }

    public void Flush()
    {
        foreach (var ((street, postcode, former), part) in parts) Run(putPart, commune, KeyOf(street), postcode, part.City, former.Name, former.Code, part.Name, BookStreet.Pack(part.Houses));
        parts.Clear();
        Gathered = 0;
    }

    // Every commune has a «rue de l’Église».
    private string KeyOf(string street)
    {
        if (keys.TryGetValue(street, out var known)) return known;
        if (keys.Count > 50_000) keys.Clear();
        return keys[street] = StreetKey.Of(street).Key;
    }

    /// <param name="source">What the book is called.</param>
    /// <param name="now">When it was made.</param>
    /// <param name="before">The book in use, whose communes stay that are not in this one.</param>
    /// <param name="isWanted">Asked as it goes: sorting the country takes as long as reading it.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<BookFacts> Finish(string source, DateTimeOffset now, string? before, Func<Task<bool>> isWanted, CancellationToken ct)
    {
        Flush();
        transaction.Commit();
        if (before is not null) Carry(before);
        using var sorting = connection.BeginTransaction();
        var facts = new BookFacts(source, now, 0, 0, 0);
        using (var putStreet = Prepare("insert into street (id, commune, postcode, former, former_code, name, lat, lon, houses) values (@a, @b, @c, @d, @e, @f, @g, @h, @i)", 9, sorting))
        using (var putCommune = Prepare("insert into commune (code, name, key, lat, lon, first_street, last_street) values (@a, @b, @c, @d, @e, @f, @g)", 7, sorting))
        using (var putPostcode = Prepare("insert or ignore into commune_postcode (postcode, code) values (@a, @b)", 2, sorting))
        using (var putFormer = Prepare("insert or ignore into former (key, code, commune) values (@a, @b, @c)", 3, sorting))
        {
            var sum = new Sum();
            foreach (var street in Streets(sorting))
            {
                ct.ThrowIfCancellationRequested();
                if (facts.Streets % StreetsALook == 0 && !await isWanted()) throw new OperationCanceledException("Stopped by whoever watches it.");
                if (sum.Code != street.Commune)
                {
                    facts = sum.Put(putCommune, facts);
                    sum = new() { Code = street.Commune, Name = street.City, First = facts.Streets + 1 };
                }

                facts = facts with { Streets = facts.Streets + 1, Addresses = facts.Addresses + street.Houses.Count };
                var middle = street.Houses[street.Houses.Count / 2];
                Run(putStreet, facts.Streets, street.Commune, street.Postcode, street.Former.Name, street.Former.Code, street.Name, middle.Lat / 1e6, middle.Lon / 1e6, BookStreet.Pack(street.Houses));
                if (street.Postcode.Length > 0) Run(putPostcode, street.Postcode, street.Commune);
                if (street.Former.Name.Length > 0) Run(putFormer, street.Former.Key, street.Former.Code, street.Commune);
                sum.Add(middle);
            }

            facts = sum.Put(putCommune, facts);
        }

        using (var put = Prepare("insert into facts (source, loaded_at, addresses, streets, communes) values (@a, @b, @c, @d, @e)", 5, sorting)) Run(put, facts.Source, now.UtcTicks, facts.Addresses, facts.Streets, facts.Communes);
        sorting.Commit();
        Do("drop table part; create index commune_by_key on commune (key); create index former_by_code on former (code); vacuum;");
        return facts;
    }

    // Sorted by the store on its disk: the country is larger than our memory. Parts of one street stand together.
    private IEnumerable<(string Commune, string Postcode, FormerCommune Former, string City, string Name, List<House> Houses)> Streets(SqliteTransaction sorting)
    {
        using var command = connection.CreateCommand();
        command.Transaction = sorting;
        command.CommandText = "select commune, key, postcode, former, former_code, city, name, houses from part order by commune, key, postcode, former, former_code";
        using var reader = command.ExecuteReader();
        (string Commune, string Key, string Postcode, FormerCommune Former) at = ("", "", "", default);
        (string City, string Name, List<House> Houses)? open = null;
        while (reader.Read())
        {
            var next = (reader.GetString(0), reader.GetString(1), reader.GetString(2), new FormerCommune(reader.GetString(3), reader.GetString(4)));
            if (open is { } whole && next != at)
            {
                yield return (at.Commune, at.Postcode, at.Former, whole.City, whole.Name, InOrder(whole.Houses));
                open = null;
            }

            at = next;
            open ??= (reader.GetString(5), reader.GetString(6), []);
            open.Value.Houses.AddRange(BookStreet.Unpack(reader.GetFieldValue<byte[]>(7)));
        }

        if (open is { } last) yield return (at.Commune, at.Postcode, at.Former, last.City, last.Name, InOrder(last.Houses));
    }

    // The same door may stand in the source several times, for each of its entrances.
    private static List<House> InOrder(List<House> houses) => [.. houses.OrderBy(h => h.Number).ThenBy(h => h.Suffix, StringComparer.Ordinal).DistinctBy(h => (h.Number, h.Suffix))];

    private void Carry(string before)
    {
        using (var attach = connection.CreateCommand())
        {
            attach.CommandText = "attach database @file as before";
            attach.Parameters.AddWithValue("@file", before);
            attach.ExecuteNonQuery();
        }

        // In the order of the old book's numbers, so that streets keep their keys together; the key of a street that is alone in its part only sorts.
        Do("""
            create temp table named as select distinct commune from part;
            insert into part (commune, key, postcode, city, former, former_code, name, houses)
            select s.commune, printf('%012d', s.id), s.postcode, c.name, s.former, s.former_code, s.name, s.houses from before.street s join before.commune c on c.code = s.commune
            where s.commune not in (select commune from named);
            detach database before;
            """);
    }

    private void Do(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, int places, SqliteTransaction? within = null)
    {
        var command = connection.CreateCommand();
        command.Transaction = within ?? transaction;
        command.CommandText = sql;
        for (var i = 0; i < places; i++) command.Parameters.Add(new SqliteParameter { ParameterName = "@" + (char)('a' + i) });
        return command;
    }

    private static void Run(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        putPart.Dispose();
        transaction.Dispose();
        connection.Dispose();
    }

    /// <summary>A commune as its streets come: where it stands is the middle of them.</summary>
    private sealed class Sum
    {
        private double lat;
        private double lon;
        private int count;

        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
        public long First { get; init; }

        public void Add(House middle) => (lat, lon, count) = (lat + middle.Lat / 1e6, lon + middle.Lon / 1e6, count + 1);

        public BookFacts Put(SqliteCommand put, BookFacts facts)
        {
            if (count == 0) return facts;
            Run(put, Code, Name, Geocoder.CityKey(Name), lat / count, lon / count, First, First + count - 1);
            return facts with { Communes = facts.Communes + 1 };
        }
    }
}
