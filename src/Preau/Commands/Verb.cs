using System.CommandLine;
using System.Data.Common;
using Preau.Nations;

namespace Preau.Commands;

/// <summary>One word of the command line with its arguments, and the operation that it calls.</summary>
public abstract class Verb(string name, string about)
{
    private readonly Option<bool> json = new("--json") { Description = "print the result as one JSON object" };

    protected Command Command { get; } = new(name, about);

    protected abstract Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct);

    public Command On(IServiceProvider services)
    {
        Command.Add(json);
        Command.SetAction(async (asked, ct) =>
        {
            var terminal = new Terminal(asked.GetValue(json), asked.InvocationConfiguration.Output, asked.InvocationConfiguration.Error);
            try
            {
                return await Run(asked, services, terminal, ct);
            }
            catch (Exception refusal) when (refusal is StartRefused or CommandRefused)
            {
                return terminal.Refuse(refusal.Message);
            }
            catch (DbException problem)
            {
                return terminal.Refuse($"The store did not do it: {problem.Message}");
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // Its message names the file and what is wrong with it: not there, no room, not ours to read.
                return terminal.Refuse(problem.Message);
            }
            catch (OperationCanceledException)
            {
                return terminal.Refuse("Stopped. Nothing was half done.");
            }
        });
        return Command;
    }

    /// <summary>A scope inside the nation that was named, acting as the operator.</summary>
    protected static async Task<AsyncServiceScope> Enter(IServiceProvider services, string? slug, CancellationToken ct)
    {
        await Begun(services, ct);
        var directory = services.GetRequiredService<NationDirectory>();
        var all = await directory.All(ct);
        var nation = slug is null && all.Count == 1 ? all.Single() : all.SingleOrDefault(n => n.Slug == slug);
        if (nation is null) throw new CommandRefused($"Say which nation with --nation: {(all.Count == 0 ? "there is none yet" : string.Join(", ", all.Select(n => n.Slug)))}.");
        var scope = services.GetRequiredService<IServiceScopeFactory>().Enter(nation);
        scope.ServiceProvider.GetRequiredService<Actor>().IsOperator();
        return scope;
    }

    /// <summary>Brings the store up to this version; where there is none yet, none is made.</summary>
    protected static async Task Begun(IServiceProvider services, CancellationToken ct)
    {
        var (migrator, store) = (services.GetRequiredService<Migrator>(), services.GetRequiredService<Store>());
        if ((await migrator.Applied(ct)).Count == 0)
        {
            var place = store.Dialect == Dialect.Sqlite ? $"in {store.Options.Data}: PREAU_DATA" : "in this database: PREAU_POSTGRES";
            throw new CommandRefused($"There is no installation {place} names where it is. The first start of the program makes one.");
        }

        await migrator.Run(ct);
    }

    protected static Option<string?> NationOption() => new("--nation") { HelpName = "SLUG", Description = "which nation; may be left out while there is one" };
}

/// <summary>What an operator asked for can't be done, for a reason that they can mend; shown without a stack trace.</summary>
public sealed class CommandRefused(string message) : Exception(message);
