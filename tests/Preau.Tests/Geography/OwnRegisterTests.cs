using System.Net;
using Preau.Geography;

namespace Preau.Tests.Geography;

/// <summary>An installation of one campaign, whose owner loads the register.</summary>
public sealed class OwnRegisterTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task The_owner_of_the_only_campaign_uploads_a_file_or_takes_one_from_the_folder()
    {
        await using var nation = await app.NewNation();
        (await nation.Panel.Get("/map/addresses")).Shows("No register yet");
        await nation.Lives("12 avenue de la Gare");

        var work = await nation.Panel.Upload("/map/addresses", "File", "adresses-99.csv", Ground.Addresses.Bytes());
        await nation.RunJobs();
        await nation.RunJobs();
        (await work.Follow()).Shows("11 addresses loaded.");
        Assert.Equal(PlaceAccuracy.House, nation.Db.PersonPlaces.Single().Accuracy);
        var folder = Path.Combine(app.StoreOptions.Data, "addresses");
        Assert.Single(Directory.GetFiles(folder));

        await File.WriteAllTextAsync(Path.Combine(folder, "dropped.csv"), "numero;nom_voie\n", TestContext.Current.CancellationToken);
        var dropped = await nation.Panel.Submit("/map/addresses", new { Dropped = "dropped.csv" }, "/map/addresses");
        await nation.RunJobs();
        (await dropped.Follow()).Shows("The file has no column code_insee");
        Assert.True(File.Exists(Path.Combine(folder, "dropped.csv")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit("/map/addresses", new { Dropped = "../preau.db" }, "/map/addresses")).Status);
        (await nation.Panel.Get("/map/addresses")).Shows("adresses-99.csv");
    }
}
