using System.Text;
using Preau.Imports;

namespace Preau.Tests.Imports;

/// <summary>Files of one byte a letter do not say how they are written: it is told by what sense they make.</summary>
public sealed class EncodingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Zoé")]
    [InlineData("L’Haÿ-les-Roses")]
    [InlineData("HÉLÈNE;CHÂTEAUROUX;ÎLE-D’YEU;GARÇON;FRANÇOIS;BÉRÉNICE")]
    [InlineData("RENÉ;L'HAŸ-LES-ROSES")]
    [InlineData("RENÉ;SIMÕES")]
    [InlineData("Saint-Étienne;l’école;« d’été » – à Évry…;cœur")]
    [InlineData("Müller;Größe;Jäger;Köln")]
    [InlineData("Muñoz;García;Pérez;Martín;López")]
    public async Task A_list_of_a_Mac_and_one_of_Windows_are_told_apart(string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var name in (string[])["windows-1252", "macintosh"])
        {
            var file = Path.GetTempFileName();
            try
            {
                await File.WriteAllBytesAsync(file, Encoding.GetEncoding(name).GetBytes($"nom\n{text}\n"), Ct);
                Assert.Equal(name, await CsvBytes.Encoding(file, Ct));
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    [Theory]
    [InlineData("prix\n20 €\n")]
    [InlineData("nom\nMaison “du” peuple – l’autre…\n")]
    [InlineData("nom\nSœur\n")]
    public async Task Signs_of_Windows_are_not_taken_for_letters_of_a_Mac(string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, Encoding.GetEncoding("windows-1252").GetBytes(text), Ct);
            Assert.Equal("windows-1252", await CsvBytes.Encoding(file, Ct));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
