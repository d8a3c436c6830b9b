using Preau.Law;

namespace Preau.Tests.Law;

/// <summary>An operator adds a pack by a file, and puts another in the place of one of ours.</summary>
public sealed class OperatorPacksTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("preau-packs-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public void Without_files_there_are_those_that_travel_along() => Assert.Equal(PackLibrary.Embedded().Names.Order(), OperatorPacks.Read(data).Names.Order());

    [Fact]
    public void A_file_adds_a_pack_and_one_that_cannot_be_read_refuses_everything()
    {
        var folder = Directory.CreateDirectory(Path.Combine(data, "packs")).FullName;
        File.WriteAllText(Path.Combine(folder, "be.yaml"), "pack: be\nversion: 2026.1.0\nlast_verified: 2026-01-01\nextends: [eu]\nrules: []\n");
        File.WriteAllText(Path.Combine(folder, "fr.yaml"), "no pack at all");

        var library = OperatorPacks.Read(data);

        Assert.Equal("be", library.Load("be").Name);
        Assert.True(library.Find("fr").ConsentFor(Channel.Email, isTargeted: false, new(2026, 11, 29)).IsForbidden);
    }
}
