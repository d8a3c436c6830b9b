using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;
using Preau.Shared;

namespace Preau.Commands;

public sealed class Count : Verb
{
    private readonly Argument<string> segment = new("SEGMENT") { Description = "the name of a saved segment, or a tree as JSON" };
    private readonly Option<string?> nation = NationOption();

    public Count() : base("count", "How many people a segment holds, now")
    {
        Command.Add(segment);
        Command.Add(nation);
    }

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        await using var scope = await Enter(services, asked.GetValue(nation), ct);
        var (name, tree) = await Find(scope.ServiceProvider, asked.GetRequiredValue(segment), ct);
        var language = scope.ServiceProvider.GetRequiredService<CurrentNation>().Facts.Language;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var answer = await scope.ServiceProvider.GetRequiredService<ReadSegment>().Run(tree, ct);
        if (answer is not SegmentAnswer.Fine fine)
        {
            var wrong = (SegmentAnswer.Wrong)answer;
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
            throw new CommandRefused(string.Join('\n', wrong.Problems.Select(scope.ServiceProvider.GetRequiredService<SegmentWords>().Of)));
        }

        var count = await scope.ServiceProvider.GetRequiredService<SegmentMembers>().Count(fine.Tree, ct);
        var sentence = await scope.ServiceProvider.GetRequiredService<SegmentSentence>().Of(fine.Tree, language, ct);
        return terminal.Done(new { segment = name, sentence, count }, string.Create(CultureInfo.InvariantCulture, $"{count}  {sentence}"));
    }

    private static async Task<(string? Name, string Tree)> Find(IServiceProvider services, string asked, CancellationToken ct)
    {
        if (asked.TrimStart().StartsWith('{')) return (null, asked);
        var saved = await services.GetRequiredService<Database>().Segments.AsNoTracking().Select(s => new { s.Name, s.Tree }).ToListAsync(ct);
        var named = saved.FindAll(s => NameKey.Of(s.Name) == NameKey.Of(asked));
        return named switch
        {
            [var one] => (one.Name, one.Tree),
            [] => throw new CommandRefused($"There is no segment «{asked}». {(saved.Count == 0 ? "None is saved yet." : $"There are: {string.Join(", ", saved.Select(s => s.Name))}.")}"),
            _ => throw new CommandRefused($"Several segments are called «{asked}». Rename one, or give the tree as JSON."),
        };
    }
}
