using Microsoft.Extensions.DependencyInjection;
using Preau.Geography;

namespace Preau.Tests.Geography;

/// <summary>Names that several communes, several parts of one, or several streets have.</summary>
public sealed class HomonymTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Addresses = """
        numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat;nom_ancienne_commune;code_insee_ancienne_commune
        12;;Rue de la Gare;07200;07026;Beaumont;4.100000;44.500000;;
        3;;Rue de l'Église;49123;49160;Ingrandes-le-Fresne;-0.900000;47.400000;Ingrandes;49160
        9;;Rue de l'Église;49123;49160;Ingrandes-le-Fresne;-0.900500;47.400000;Ingrandes;49160
        3;;Rue de l'Église;49123;49160;Ingrandes-le-Fresne;-0.930000;47.420000;Le Fresne-sur-Loire;44060
        4;;Rue du Port;49123;49160;Ingrandes-le-Fresne;-0.910000;47.401000;Ingrandes;49160
        1;;Rue du 9 Mai 1945;49123;49160;Ingrandes-le-Fresne;-0.911000;47.402000;Ingrandes;49160
        10;;Rue de Rivoli;75004;75104;Paris 4e Arrondissement;2.355000;48.856000;;
        200;;Rue de Rivoli;75001;75101;Paris 1er Arrondissement;2.332000;48.864000;;
        5;;Rue Lune;75004;75104;Paris 4e Arrondissement;2.350000;48.850000;;
        5;;Rue Lune;75001;75101;Paris 1er Arrondissement;2.330000;48.860000;;
        8;;Rue Victor Hugo;69002;69382;Lyon 2e Arrondissement;4.830000;45.750000;;
        1;;Place Basse;71600;71343;Paris-l'Hôpital;4.630000;46.910000;;
        1;;Rue du Cours;20000;2A004;Ajaccio;8.730000;41.920000;;
        """;

    [Theory]
    [InlineData("12 rue de la Gare", "63110", "Beaumont", null, null, null)]
    [InlineData("12 rue de la Gare", "07100", "Beaumont", null, PlaceAccuracy.House, 4.1)]
    [InlineData("12 rue de la Gare", "", "Beaumont", null, PlaceAccuracy.House, 4.1)]
    [InlineData("1 rue du Cours", "20090", "Ajaccio", null, PlaceAccuracy.House, 8.73)]
    [InlineData("3 rue de l'Église", "49123", "Le Fresne-sur-Loire", null, PlaceAccuracy.House, -0.93)]
    [InlineData("3 rue de l'Église", "49123", "Ingrandes", null, PlaceAccuracy.House, -0.9)]
    [InlineData("3 rue de l'Église", "", "", "44060", PlaceAccuracy.House, -0.93)]
    [InlineData("3 rue de l'Église", "49123", "Ingrandes-le-Fresne", null, PlaceAccuracy.Street, null)]
    [InlineData("9 rue de l'Église", "49123", "Ingrandes-le-Fresne", null, PlaceAccuracy.House, -0.9005)]
    [InlineData("1 rue du 8 mai 1945", "49123", "Ingrandes-le-Fresne", null, PlaceAccuracy.Commune, null)]
    [InlineData("1 rue du 9 mia 1945", "49123", "Ingrandes-le-Fresne", null, PlaceAccuracy.House, -0.911)]
    [InlineData("10 rue de Rivoli", "", "Paris", null, PlaceAccuracy.House, 2.355)]
    [InlineData("200 rue de Rivoli", "75000", "PARIS", "75056", PlaceAccuracy.House, 2.332)]
    [InlineData("5 rue Lune", "", "Paris", null, PlaceAccuracy.Street, null)]
    [InlineData("5 rue Lune", "", "Paris 4ème", null, PlaceAccuracy.House, 2.35)]
    [InlineData("5 rue Lune", "75004", "Paris", "75056", PlaceAccuracy.House, 2.35)]
    [InlineData("5 rue Lune", "75011", "Paris", "75056", null, null)]
    [InlineData("1 rue Introuvable", "", "Paris", null, PlaceAccuracy.Commune, null)]
    [InlineData("8 rue Victor Hugo", "", "Lyon", null, PlaceAccuracy.House, 4.83)]
    [InlineData("8 rue Victor Hugo", "38000", "Lyon", null, null, null)]
    [InlineData("1 place Basse", "", "Paris-l'Hôpital", null, PlaceAccuracy.House, 4.63)]
    public async Task The_one_that_is_meant_is_found_or_none(string line1, string postcode, string city, string? code, PlaceAccuracy? accuracy, double? lon)
    {
        await Ground.Load(app, Addresses, isOnly: true);
        using var geocoder = app.Services.GetRequiredService<AddressBook>().Open()!;

        var found = geocoder.Find(new(line1, "", postcode, city, code));

        Assert.Equal(accuracy, found?.Accuracy);
        if (accuracy is PlaceAccuracy.Street) Assert.InRange(found!.Score, 1, 70);
        if (lon is { } there) Assert.Equal(there, found!.Lon, 4);
    }

    [Fact]
    public async Task Parts_of_a_commune_stay_apart_when_another_department_is_loaded()
    {
        await Ground.Load(app, Addresses, isOnly: true);
        await Ground.Load(app, Ground.Addresses);
        using var geocoder = app.Services.GetRequiredService<AddressBook>().Open()!;

        Assert.Equal(-0.93, geocoder.Find(new("3 rue de l'Église", "", "49123", "Le Fresne-sur-Loire", null))!.Lon, 4);
        Assert.Equal(-0.9, geocoder.Find(new("3 rue de l'Église", "", "49123", "Ingrandes", null))!.Lon, 4);
    }
}
