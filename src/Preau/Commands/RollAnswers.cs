using System.CommandLine;
using System.Globalization;
using Preau.Electors.Roll;
using Preau.Imports;
using Preau.Shared;

namespace Preau.Commands;

/// <summary>What is asked before an electoral roll of France can be brought in, as options: who undertakes what the law asks, and of which day the list is.</summary>
internal sealed class RollAnswers
{
    private readonly Option<string?> undertaken = new("--roll-undertaken-by") { HelpName = "NAME", Description = "of an electoral roll: who undertakes for the campaign to use it as art. L.37 of the Code électoral says; --from is who delivered it" };
    private readonly Option<string?> listed = new("--roll-date") { HelpName = "DATE", Description = "of an electoral roll: of which day the list is, as 2026-09-30" };
    private readonly Option<bool> complete = new("--roll-complete") { Description = "of an electoral roll: it is the whole list of its communes, so that whoever it does not name is struck off" };
    private readonly Option<bool> partial = new("--roll-partial") { Description = "of an electoral roll: it is a part of a list, so that nobody is struck off by it" };

    public IReadOnlyList<Option> Options => [undertaken, listed, complete, partial];

    /// <summary>The caller saves.</summary>
    public async Task Attest(ParseResult asked, IServiceProvider services, Import import, Terminal terminal, CancellationToken ct)
    {
        var folder = services.GetRequiredService<ImportFolder>();
        try
        {
            if (asked.GetValue(undertaken) is not { Length: > 0 } who) throw new CommandRefused("This is an electoral roll. Say with --roll-undertaken-by who undertakes to use it as art. L.37 of the Code électoral says: no commercial use.");
            if (!DateOnly.TryParseExact(asked.GetValue(listed) ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) throw new CommandRefused("This is an electoral roll. Say with --roll-date of which day the list is, as 2026-09-30.");
            if (asked.GetValue(complete) == asked.GetValue(partial)) throw new CommandRefused("This is an electoral roll. Say with --roll-complete that it is the whole list of its communes, so that whoever it does not name is struck off, or with --roll-partial that it is a part of one.");
            var form = new RollForm { Authority = import.Origin, ListedOn = day, ObtainedOn = import.ObtainedOn, IsComplete = asked.GetValue(complete), Undertaken = true };
            var facts = services.GetRequiredService<CurrentNation>().Facts;
            if (form.Problems(facts.DayOf(services.GetRequiredService<TimeProvider>().GetUtcNow())).Select(p => p.Problem).FirstOrDefault() is { } problem) throw new CommandRefused(problem);
            var undertaking = new Words(facts.Language)[AttestRoll.Undertaking];
            terminal.Progress($"{who}: {undertaking}");
            await services.GetRequiredService<AttestRoll>().Run(import, form, undertaking, (null, who), null, ct);
        }
        catch (CommandRefused)
        {
            folder.Forget(import.Path);
            throw;
        }
    }
}
