using System.Globalization;
using System.Text;

namespace Preau.Bench;

/// <summary>A list of made-up people of any length, the same each time.</summary>
internal static class BenchFile
{
    /// <summary>What the command line asks about it.</summary>
    public static readonly string[] Arguments = ["--nation", "bench", "--column", "Agrees to news=consent:news", "--basis", "consent", "--from", "bench"];

    private static readonly string[] First = ["Zoé", "Ali", "Léa", "Noé", "Inès", "Hugo", "Jade", "Adam", "Lina", "Paul", "Rose", "Gaël", "Alma", "Liam", "Nour", "Théo"];
    private static readonly string[] Last = ["Martin", "Bernard", "Benali", "Petit", "Durand", "Leroy", "Moreau", "Lefèvre", "Roux", "Fournier", "Girard", "Bonnet", "Dupuis", "Lambert", "Le Goff", "D’Hérouville", "Mercier"];
    private static readonly string[] Cities = ["Valmorin-sur-Lène", "Saint-Aubert", "Les Essarts", "Rochebrune", "Pont-l’Évêché"];

    // The ranges that the French regulator keeps for films: they ring nowhere, and hold 60,000 numbers in all.
    private static readonly string[] Fiction = ["0199 00", "02 61 91 ", "0353 01", "+33 4 65 71 ", "05 36 49 ", "06.39.98."];

    public static async Task Write(string path, int first, int count, string occupation, CancellationToken ct)
    {
        await using var writer = new StreamWriter(path, append: false, Encoding.UTF8, 1 << 16);
        await writer.WriteLineAsync("external_id;Prénom;Nom;Courriel;Téléphone;Adresse;Code postal;Ville;Date de naissance;Sexe;Profession;Tags;Quartier;Agrees to news".AsMemory(), ct);
        var line = new StringBuilder();
        for (var i = first; i < first + count; i++)
        {
            line.Clear();
            // One in seventeen has a telephone of its own: there are no more numbers that ring nowhere.
            var phone = i % 17 == 0 && i / 17 < 60_000 ? Fiction[i / 17 / 10_000] + (i / 17 % 10_000).ToString("0000", CultureInfo.InvariantCulture) : "";
            line.Append(CultureInfo.InvariantCulture, $"X{i};{First[i % First.Length]};{Last[i % Last.Length]};{(i % 5 == 4 ? "" : $"Person.{i}@Example.org")};{phone};{1 + (i % 180)} rue des Écoles;{99400 + (i % 40)};{Cities[i % Cities.Length]};");
            line.Append(CultureInfo.InvariantCulture, $"{1 + (i % 28):00}/{1 + (i % 12):00}/{1940 + (i % 65)};{(i % 2 == 0 ? "F" : "M")};{occupation};{(i % 3 == 0 ? "bénévole, tracts" : "électeur")};Quartier {i % 12};{(i % 10 == 1 ? "oui" : "")}\n");
            await writer.WriteAsync(line, ct);
        }
    }
}
