using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using Preau.Geography;
using Preau.Tests.Commands;

namespace Preau.Tests.Geography;

public sealed class GeocoderTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("3 rue de l’Église", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 100, 4.0102)]
    [InlineData("3, RUE DE L'EGLISE", "", "valmorin sur lene", PlaceAccuracy.House, 90, 4.0102)]
    [InlineData("3 bis r. de l'église", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 100, 4.0103)]
    [InlineData("3B rue de l'église", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 100, 4.0103)]
    [InlineData("3 ter rue de l'église", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 90, 4.0102)]
    [InlineData("12 av de la gare", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 100, 4.03)]
    [InlineData("12-14 avenue gare", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 98, 4.03)]
    [InlineData("5 bd du Gal de Gaulle", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 100, 4.0305)]
    [InlineData("5 boulevard du general de gaule", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 85, 4.0305)]
    [InlineData("5 boulevard de Gaulle appt 3", "99420", "Valmorin-sur-Lène", PlaceAccuracy.Commune, 50, null)]
    [InlineData("7 pl st roch", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 100, 4.012)]
    [InlineData("7 place saint-roch bâtiment B", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 85, 4.012)]
    [InlineData("Résidence du Parc, 7 place Saint-Roch", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 100, 4.012)]
    [InlineData("2 rue du huit mai 1945", "99420", "Valmorin-sur-Lène", PlaceAccuracy.House, 100, 4.013)]
    [InlineData("rue du 8 mai 1945", "99420", "Valmorin-sur-Lène", PlaceAccuracy.Street, 80, 4.013)]
    [InlineData("44 avenue de la Gare", "99420", "Valmorin-sur-Lène", PlaceAccuracy.Street, 75, null)]
    [InlineData("16 avenue de la Gare", "99420", "Valmorin-sur-Lène", PlaceAccuracy.Street, 80, 4.0302)]
    [InlineData("1 rue Introuvable", "99420", "Valmorin-sur-Lène", PlaceAccuracy.Commune, 50, null)]
    [InlineData("", "99430", "Saint Aubrin", PlaceAccuracy.Commune, 50, 4.31)]
    [InlineData("4 chemin vert", "99430", "St Aubrin cedex 2", PlaceAccuracy.House, 100, 4.31)]
    [InlineData("1 rue de l'église", "99430", "Brecy le Hault", PlaceAccuracy.House, 97, 4.21)]
    [InlineData("les Ormes", "99430", "Brécy-le-Haut", PlaceAccuracy.Street, 74, 4.22)]
    [InlineData("lieu-dit les Ormes", "99430", "Brécy-le-Haut", PlaceAccuracy.Street, 80, 4.22)]
    public async Task An_address_is_found_as_people_write_it(string line1, string postcode, string city, PlaceAccuracy accuracy, int atLeast, double? lon)
    {
        await Ground.Load(app, Ground.Addresses);
        using var geocoder = app.Services.GetRequiredService<AddressBook>().Open()!;

        var found = geocoder.Find(new(line1, "", postcode, city, null));

        Assert.Equal(accuracy, found?.Accuracy);
        Assert.InRange(found!.Score, atLeast - 2, 100);
        if (lon is { } there) Assert.Equal(there, found.Lon, 4);
    }

    [Fact]
    public async Task The_code_of_the_commune_says_more_than_its_name_and_what_is_nowhere_is_not_guessed()
    {
        await Ground.Load(app, Ground.Addresses);
        using var geocoder = app.Services.GetRequiredService<AddressBook>().Open()!;

        Assert.Equal(4.21, geocoder.Find(new("1 rue de l'église", "", "", "Anything", "99431"))!.Lon, 4);
        Assert.Null(geocoder.Find(new("1 rue de l'église", "", "75011", "Paris", "75056")));
        Assert.Null(geocoder.Find(new("1 rue de l'église", "", "99430", "", null)));
        Assert.Equal("12 Avenue de la Gare, 99420 Valmorin-sur-Lène", geocoder.Search("12 av de la gare 99420 Valmorin sur Lene")!.Label);
        Assert.Equal(PlaceAccuracy.House, geocoder.Search("12 avenue de la gare, Valmorin-sur-Lène")!.Accuracy);
        Assert.Equal(PlaceAccuracy.House, geocoder.Search("12 avenue de la gare Valmorin sur Lène")!.Accuracy);
        Assert.Null(geocoder.Search("12 avenue de la gare"));
    }

    [Fact]
    public async Task Communes_that_a_file_names_are_replaced_and_others_stay()
    {
        await Ground.Load(app, Ground.Addresses, isOnly: true);
        var load = await Ground.Load(app, "numero,rep,nom_voie,code_postal,code_insee,nom_commune,lon,lat\n1,,Rue Neuve,99420,99420,Valmorin-sur-Lène,4.5,46.5\n,,,,,,,\n2,,Rue Neuve,99420,99420,Valmorin-sur-Lène,4.5,\n", "new.csv");

        Assert.Equal((1, 2, 3), (load.Addresses, load.Refused, load.FirstRefused));
        Assert.Equal((4, 3), (load.Book.Addresses, load.Book.Communes));
        using (var geocoder = app.Services.GetRequiredService<AddressBook>().Open()!)
        {
            Assert.Equal(4.5, geocoder.Find(new("1 rue neuve", "", "99420", "Valmorin-sur-Lène", null))!.Lon, 4);
            Assert.Equal(PlaceAccuracy.Commune, geocoder.Find(new("12 avenue de la gare", "", "99420", "Valmorin-sur-Lène", null))!.Accuracy);
            Assert.Equal(PlaceAccuracy.House, geocoder.Find(new("4 chemin vert", "", "99430", "Saint-Aubrin", null))!.Accuracy);
        }

        Assert.Equal(1, (await Ground.Load(app, "numero,nom_voie,code_insee,nom_commune,lon,lat\n1,Rue Neuve,99420,Valmorin,4.5,46.5\n", isOnly: true)).Book.Communes);
        Assert.Single(Directory.GetFiles(app.Services.GetRequiredService<AddressBook>().Folder, "*.sqlite"));
    }

    [Theory]
    [InlineData("numero;nom_voie;code_insee;nom_commune;lon\n1;Rue;99420;V;4\n", "no column lat")]
    [InlineData("numero;nom_voie;code_insee;nom_commune;lon;lat\n", "holds no addresses")]
    [InlineData("numero;nom_voie;code_insee;nom_commune;lon;lat\n1;Rue;99420;V;652000;6862000\n", "None of the 1 rows")]
    [InlineData("numero;nom_voie;code_insee;nom_commune;lon;lat\n1;\"Rue;99420;V;4;46\n", "quotation mark")]
    public async Task A_file_that_holds_no_addresses_changes_nothing(string csv, string sentence)
    {
        await Ground.Load(app, Ground.Addresses);
        var before = app.Services.GetRequiredService<AddressBook>().File;

        var refused = await Assert.ThrowsAsync<AddressesRefused>(() => Ground.Load(app, csv));

        Assert.Contains(sentence, refused.Say(new Preau.Shared.Words("en")), StringComparison.Ordinal);
        Assert.Equal(before, app.Services.GetRequiredService<AddressBook>().File);
        Assert.Empty(Directory.GetFiles(app.Services.GetRequiredService<AddressBook>().Folder, "building*"));
    }

    [Fact]
    public async Task Rows_in_any_order_come_to_the_same_book()
    {
        var lines = Ground.Addresses.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToList();
        var mixed = string.Join('\n', lines.Skip(1).OrderBy(l => l.GetHashCode(StringComparison.Ordinal)).Prepend(lines[0]));

        var load = await Ground.Load(app, mixed, isOnly: true);

        Assert.Equal((11, 8, 3), (load.Book.Addresses, load.Book.Streets, load.Book.Communes));
    }

    [Fact]
    public async Task The_sample_of_what_communes_publish_is_read_and_rows_without_a_commune_are_counted()
    {
        var file = RealData.Find("fr_bal_sample.csv");
        Assert.SkipUnless(file is not null, "the sample of a Base Adresse Locale is not beside the project (shared/data)");

        var load = await Ground.Load(app, await File.ReadAllTextAsync(file, Ct), isOnly: true);

        Assert.Equal((13, 2, 2), (load.Addresses, load.Refused, load.FirstRefused));
        using var geocoder = app.Services.GetRequiredService<AddressBook>().Open()!;
        Assert.Equal(PlaceAccuracy.House, geocoder.Find(new("163 rue Éric Tabarly", "", "", "Plougastel-Daoulas", null))!.Accuracy);
        Assert.Equal(7.770909, geocoder.Find(new("45 r de l'Aubepine", "", "", "Strasbourg", null))!.Lon, 5);
    }

    [Fact]
    public async Task The_operator_loads_a_packed_file_and_everybody_is_looked_up()
    {
        await using var nation = await app.NewNation();
        await nation.Lives("12 avenue de la Gare");
        var file = Path.Combine(app.StoreOptions.Data, "adresses-99.csv.gz");
        await using (var packed = new GZipStream(File.Create(file), CompressionLevel.Fastest)) await packed.WriteAsync(Ground.Addresses.Bytes(), Ct);

        var said = await Shell.Within(app, "geocode", file);
        var refused = await Shell.Within(app, "geocode", Path.Combine(app.StoreOptions.Data, "none.csv"));
        await nation.RunJobs();

        Assert.True(said.Code == 0, said.Progress);
        Assert.StartsWith("11 addresses loaded", said.Output, StringComparison.Ordinal);
        Assert.Equal(1, refused.Code);
        Assert.Equal(PlaceAccuracy.House, nation.Db.PersonPlaces.Single().Accuracy);
        Assert.Equal(1, nation.Db.PlaceTotals.Single(t => t.People > 0).People);
    }
}
