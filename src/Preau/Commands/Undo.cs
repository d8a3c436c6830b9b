using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Imports;

namespace Preau.Commands;

public sealed class Undo : Verb
{
    private const int Listed = 1000;
    private readonly Argument<long> import = new("IMPORT") { Description = "the number of the import, as «import» and the panel say it" };
    private readonly Option<string?> nation = NationOption();

    public Undo() : base("undo", "Take an import back: values become what they were, and people with whom nothing happened since go")
    {
        Command.Add(import);
        Command.Add(nation);
    }

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        await using var scope = await Enter(services, asked.GetValue(nation), ct);
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var id = asked.GetValue(import);
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } before) throw new CommandRefused($"There is no import {id}.");
        if (before.State == ImportState.Undone) throw new CommandRefused($"Import {id} is undone already.");
        // One that is being undone is gone on with: whoever began it may have been killed.
        var steps = scope.ServiceProvider.GetRequiredService<ImportSteps>();
        if (before.State != ImportState.Undoing && !await steps.Undo(id, isRunHere: true, ct))
        {
            if (before.IsRoll && await steps.LaterRoll(id, ct) is { } later) throw new CommandRefused($"Import {later.Id}, a later roll of the same communes, stands on import {id}. Undo that one first.");
            throw new CommandRefused(before.State == ImportState.Running ? $"Import {id} is running. Stop it first, in the panel or where it was started." : $"Import {id} has not been started: there is nothing to take back.");
        }

        var clock = services.GetRequiredService<TimeProvider>();
        var began = clock.GetTimestamp();
        var undone = await new ImportWork(scope.ServiceProvider, terminal).Undo(id, ct);
        var kept = await KeptPeople.First(db, undone.Source, Listed, ct);
        return terminal.Done(
            new { import = id, state = EnumText<ImportState>.Of(undone.State), people = undone.UndoneCount, kept = undone.KeptCount, keptPeople = kept.Select(k => k.Id), seconds = clock.GetElapsedTime(began).TotalSeconds },
            string.Create(CultureInfo.InvariantCulture, $"Import {id} is undone. {Counted.Of(undone.KeptCount, "person stays", "people stay")}, because something happened with them since or an agreement is on record.{string.Concat(kept.Take(50).Select(k => $"\n  {k.Id} {k.FirstName} {k.LastName}"))}"),
            isWell: undone.State == ImportState.Undone);
    }
}
