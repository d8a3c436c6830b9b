using System.Globalization;
using System.Text;
using Preau.Nations;

namespace Preau.Imports;

/// <summary>Two files of the demo: the list of a market stall, brought in, and one that waits for somebody to look at its columns. The people are made up.</summary>
public sealed class DemoImports(Database db, OpenImport open, ImportSteps steps) : IDemoSeed
{
    private static readonly string[] First = ["Alix", "Bastien", "Capucine", "Driss", "Elsa", "Fanny", "Gaël", "Hana", "Ismaël", "Jeanne", "Kenza", "Loup"];
    private static readonly string[] Last = ["Aubrac", "Bellanger", "Carpentier", "Delcourt", "Estève", "Fourcade", "Garnier", "Hachemi", "Izard", "Jolivet"];

    public string Name => "imports";
    public int Order => 40;

    public async Task Run(CancellationToken ct)
    {
        var stall = await Open("marche-samedi.csv", Rows(60, refused: true), "Marché du samedi", ct);
        await Open("adherents-2025.csv", Rows(25, refused: false), null, ct);
        await db.SaveChangesAsync(ct);
        await steps.Begin(stall.Id, isRunHere: false, ct);
    }

    private async Task<Import> Open(string name, string text, string? tag, CancellationToken ct)
    {
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await open.Run(content, name, tag, keepUnknown: true, accountId: null, ct) is Opening.Opened opened ? opened.Import : throw new InvalidOperationException($"The demo's own {name} cannot be read.");
    }

    private static string Rows(int count, bool refused)
    {
        var random = new Random(count);
        var text = new StringBuilder("Prénom;Nom;Courriel;Code postal;Ville;Rencontre\n");
        for (var i = 0; i < count; i++)
        {
            var (first, last) = (First[random.Next(First.Length)], Last[random.Next(Last.Length)]);
            var mail = refused && i % 20 == 7 ? "illisible" : string.Create(CultureInfo.InvariantCulture, $"{Shared.Slug.Of(first)}.{Shared.Slug.Of(last)}.{count}{i}@courrier.example");
            text.Append(CultureInfo.InvariantCulture, $"{first};{last};{mail};99420;Valmorin-sur-Lène;{(random.Next(2) == 0 ? "stand du marché" : "porte-à-porte")}\n");
        }

        return text.ToString();
    }
}
