namespace Preau.Law.Tests;

public sealed class EmbeddedPackTests
{
    public static TheoryData<string> Packs => [.. PackLibrary.Embedded().Names];

    [Theory, MemberData(nameof(Packs))]
    public void Every_pack_reads_and_its_own_tests_hold(string name)
    {
        var pack = PackLibrary.Embedded().Load(name);

        Assert.Empty(PackTests.Run(pack));
    }

    [Fact]
    public void France_stands_on_Europe()
    {
        var pack = PackLibrary.Embedded().Load("fr");

        Assert.Equal(["fr", "eu"], pack.Layers.Select(l => l.Name));
        Assert.Equal("fr 2026.11.0, eu 2026.11.0", pack.Version);
    }
}
