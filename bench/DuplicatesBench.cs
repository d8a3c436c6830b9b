using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Nations;

namespace Preau.Bench;

/// <summary>Everybody compared with whoever shares something with them, by the product's own command, and some people afterwards as the change feed does it. One in twenty came twice.</summary>
public sealed class DuplicatesBench : IBench
{
    private const int DefaultPeople = 1_000_000;
    private const int OneIn = 20;
    private const int Some = 1000;
    private static readonly string[] First = ["Zoé", "Ali", "Léa", "Noé", "Inès", "Hugo", "Jade", "Adam", "Lina", "Paul", "Rose", "Gaël", "Alma", "Liam", "Nour", "Théo", "Jean-Marc", "Marie-Lise", "Ève", "Yann"];
    private static readonly string[] Begin = ["Mar", "Ber", "Du", "Le", "Mo", "Pe", "La", "Fou", "Gi", "Bo", "Ca", "De", "Ro", "Sa", "Vi", "Ha", "Bel", "Che", "Gau", "Per"];
    private static readonly string[] Middle = ["ti", "nar", "ran", "fè", "re", "ti", "bel", "nie", "rau", "do", "li", "mon", "vi", "len", "ba"];
    private static readonly string[] End = ["n", "d", "vre", "au", "t", "rt", "ssin", "lle", "x", "c", "y", "gne"];

    public string Name => "duplicates";
    public string About => "duplicate search over N people (default 1,000,000) by «rebuild duplicates», and over a thousand of them afterwards (bar: 600 s for a million)";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        var people = options.People ?? DefaultPeople;
        await using var product = await BenchStore.Make(options, "product", ct);
        var file = Path.Combine(options.Scratch, "people.csv");
        await Write(file, people, ct);
        options.Say($"importing {people:N0} people");
        await VerbRun.Run(product.Environment, ct, "import", file, "--nation", "bench", "--basis", "consent", "--from", "bench");
        options.Say("comparing everybody");
        var watch = Stopwatch.StartNew();
        var run = await VerbRun.Run(product.Environment, ct, "rebuild", FollowPeople.ReaderName);
        var seconds = watch.Elapsed.TotalSeconds;

        await using var services = product.Services();
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().Enter((await services.GetRequiredService<NationDirectory>().All(ct)).Single());
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var found = await db.Duplicates.LongCountAsync(ct);
        if (found < people / OneIn) throw new BenchRefused($"{people / OneIn:N0} came twice, and only {found:N0} pairs were found.");
        report(new Measure($"duplicate search over {people:N0} people, {found:N0} pairs", seconds, "s"));
        report(new Measure("the same", people / seconds, "people/s"));
        report(new Measure("peak memory of the program", run.PeakMemory / 1048576.0, "MB"));

        var ids = await db.People.OrderBy(p => p.Id).Where(p => p.Id % (people / Some + 1) == 0).Select(p => p.Id).Take(Some).ToListAsync(ct);
        for (var round = 0; round < 2; round++)
        {
            watch.Restart();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await scope.ServiceProvider.GetRequiredService<FindDuplicates>().Among(ids, ct);
            await transaction.CommitAsync(ct);
        }

        report(new Measure($"{ids.Count:N0} people who changed, of {people:N0}", watch.Elapsed.TotalSeconds, "s"));
    }

    private static async Task Write(string path, int count, CancellationToken ct)
    {
        await using var writer = new StreamWriter(path, append: false, Encoding.UTF8, 1 << 16);
        await writer.WriteLineAsync("Prénom;Nom;Courriel;Adresse;Code postal;Ville;Date de naissance".AsMemory(), ct);
        for (var i = 0; i < count; i++)
        {
            // Whoever came twice left no mail the second time, and wrote in capitals.
            var isTwin = i % OneIn == OneIn - 1;
            var n = isTwin ? i - (OneIn / 2) : i;
            var random = new Random(n);
            var (first, last) = (First[random.Next(First.Length)], Begin[random.Next(Begin.Length)] + Middle[random.Next(Middle.Length)] + Middle[random.Next(Middle.Length)] + End[random.Next(End.Length)]);
            var born = new DateOnly(1940 + random.Next(65), 1 + random.Next(12), 1 + random.Next(28));
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(isTwin ? first.ToUpperInvariant() : first)};{last};{(isTwin || n % 5 == 4 ? "" : $"person.{n}@example.org")};{1 + random.Next(180)} rue des Écoles;{99000 + random.Next(900)};Valmorin;{born:dd/MM/yyyy}").AsMemory(), ct);
        }
    }
}
