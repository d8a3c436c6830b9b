using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Imports.Choices;
using Preau.Imports.Templates;
using Preau.Nations;

namespace Preau.Imports;

/// <summary>Two files of the demo: the list of a market stall, brought in, and one that waits for somebody to look at its columns. The people are made up.</summary>
public sealed class DemoImports(Database db, OpenImport open, ImportSteps steps, SaveTemplate templates, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    private static readonly string[] First = ["Alix", "Bastien", "Capucine", "Driss", "Elsa", "Fanny", "Gaël", "Hana", "Ismaël", "Jeanne", "Kenza", "Loup"];
    private static readonly string[] Last = ["Aubrac", "Bellanger", "Carpentier", "Delcourt", "Estève", "Fourcade", "Garnier", "Hachemi", "Izard", "Jolivet"];

    private static readonly string[] Columns = ["Prénom", "Nom", "Courriel", "Code postal", "Ville", "Rencontre"];

    private long? me;

    public string Name => "imports";
    public int Order => 40;

    public async Task Run(CancellationToken ct)
    {
        me = await db.Accounts.OrderBy(a => a.Id).Select(a => (long?)a.Id).FirstOrDefaultAsync(ct);
        var stall = await Open("marche-samedi.csv", Rows(60, refused: true), "Marché du samedi", ct);
        var waiting = await Open("adherents-2025.csv", Rows(25, refused: false), null, ct);
        new OriginForm { Kind = ImportOrigin.PaperForms, Origin = "Feuilles d’inscription du stand, marché de Valmorin", Basis = LegalBasis.Consent, ObtainedOn = nation.Facts.DayOf(clock.GetUtcNow()).AddDays(-2) }.CopyTo(stall);
        // Its columns are those of the one that waits, which is therefore offered it.
        await templates.Run(TemplateFile.Of("Fichier des adhérents", waiting, Columns), me, ct);
        await db.SaveChangesAsync(ct);
        await steps.Begin(stall.Id, isRunHere: false, ct);
    }

    private async Task<Import> Open(string name, string text, string? tag, CancellationToken ct)
    {
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await open.Run(content, name, tag, keepUnknown: true, me, ct) is Opening.Opened opened ? opened.Import : throw new InvalidOperationException($"The demo's own {name} cannot be read.");
    }

    private static string Rows(int count, bool refused)
    {
        var random = new Random(count);
        var text = new StringBuilder().AppendJoin(';', Columns).Append('\n');
        for (var i = 0; i < count; i++)
        {
            var (first, last) = (First[random.Next(First.Length)], Last[random.Next(Last.Length)]);
            var mail = refused && i % 20 == 7 ? "illisible" : string.Create(CultureInfo.InvariantCulture, $"{Shared.Slug.Of(first)}.{Shared.Slug.Of(last)}.{count}{i}@courrier.example");
            text.Append(CultureInfo.InvariantCulture, $"{first};{last};{mail};99420;Valmorin-sur-Lène;{(random.Next(2) == 0 ? "stand du marché" : "porte-à-porte")}\n");
        }

        return text.ToString();
    }
}
