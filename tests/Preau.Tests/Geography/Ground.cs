using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Preau.Geography;
using Preau.People;

namespace Preau.Tests.Geography;

/// <summary>A made-up register of two communes, and areas to live in.</summary>
internal static class Ground
{
    public const string Addresses = """
        id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat
        a;1;;Rue de l'Église;99420;99420;Valmorin-sur-Lène;4.010000;46.010000
        a;3;;Rue de l'Église;99420;99420;Valmorin-sur-Lène;4.010200;46.010000
        a;3;bis;Rue de l'Église;99420;99420;Valmorin-sur-Lène;4.010300;46.010000
        a;12;;Avenue de la Gare;99420;99420;Valmorin-sur-Lène;4.030000;46.010000
        a;14;;Avenue de la Gare;99420;99420;Valmorin-sur-Lène;4.030200;46.010000
        a;5;;Boulevard du Général de Gaulle;99420;99420;Valmorin-sur-Lène;4.030500;46.012000
        a;7;;Place Saint-Roch;99420;99420;Valmorin-sur-Lène;4.012000;46.012000
        a;2;;Rue du 8 Mai 1945;99420;99420;Valmorin-sur-Lène;4.013000;46.012000
        a;1;;Rue de l'Église;99430;99431;Brécy-le-Haut;4.210000;46.110000
        a;9999;;Lieu-dit les Ormes;99430;99431;Brécy-le-Haut;4.220000;46.120000
        a;4;;Chemin Vert;99430;99432;Saint-Aubrin;4.310000;46.210000
        """;

    /// <summary>West and east of 4.02; one of the two has no name of its own.</summary>
    public const string Halves = """
        {"type":"FeatureCollection","features":[
          {"type":"Feature","properties":{"codeBureauVote":"0001","nomBureauVote":"École","ville":"Valmorin"},"geometry":{"type":"Polygon","coordinates":[[[4.0,46.0],[4.02,46.0],[4.02,46.02],[4.0,46.02],[4.0,46.0]]]}},
          {"type":"Feature","properties":{"codeBureauVote":"0002","nomBureauVote":null,"ville":"Valmorin"},"geometry":{"type":"MultiPolygon","coordinates":[[[[4.02,46.0],[4.04,46.0],[4.04,46.02],[4.02,46.02],[4.02,46.0]]]]}},
          {"type":"Feature","properties":{"codeBureauVote":"0003","nomBureauVote":"Nulle part","ville":"Valmorin"},"geometry":null}
        ]}
        """;

    public static byte[] Bytes(this string text) => Encoding.UTF8.GetBytes(text);

    public static async Task<BookLoad> Load(PreauApp app, string csv, string name = "addresses-99.csv", bool isOnly = false)
    {
        var path = Path.Combine(app.StoreOptions.Data, $"{Guid.NewGuid():n}-{name}");
        await File.WriteAllTextAsync(path, csv);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<BuildBook>().Run([path], isOnly, null, CancellationToken.None);
    }

    public static async Task<Person> Lives(this TestNation nation, string line1, string city = "Valmorin-sur-Lène", string postcode = "99420", string? code = null, AddressKind kind = AddressKind.Home)
    {
        var person = await nation.Seeds.Person();
        var db = nation.Db;
        db.Add(new PersonAddress { PersonId = person.Id, Kind = kind, Line1 = line1, City = city, Postcode = postcode, CityCode = code });
        await db.SaveChangesAsync();
        return person;
    }

    /// <summary>Uploads areas through the panel and lets them come in.</summary>
    public static async Task<long> Boundaries(this TestNation nation, string name = "Bureaux", string? json = null, string kind = "polling_station")
    {
        var page = await nation.Panel.Upload("/boundaries/new", "File", "areas.geojson", (json ?? Halves).Bytes(), new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Name"] = name, ["Form.Kind"] = kind });
        var columns = page.Location ?? throw new Xunit.Sdk.XunitException(page.Text);
        await nation.Panel.Submit(columns, new { });
        await nation.RunJobs();
        return long.Parse(columns.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);
    }
}
