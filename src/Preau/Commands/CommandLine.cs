using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Preau.Commands;

/// <summary>What was asked for by name, apart from serving.</summary>
public sealed class CommandLine
{
    private static readonly string[] Helps = ["--help", "-h", "-?", "--version"];

    // Who breaks off a large import waits for its batch, and for the indexes of a first load.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string[] args;

    private CommandLine(string[] args) => this.args = args;

    /// <summary>Null when the program is to serve (no verb, «serve», the demo, the sandbox): those are not commands that end.</summary>
    public static CommandLine? From(string[] args)
    {
        // Without a verb it serves, and a host that starts it says its settings as «--name=value».
        var serves = args.All(a => a.StartsWith("--", StringComparison.Ordinal) && a.Contains('=', StringComparison.Ordinal)) || (args[0] is "serve" or "demo" or "sandbox" && Root().Parse(args).Errors.Count == 0);
        return serves && !args.Intersect(Helps, StringComparer.Ordinal).Any() ? null : new CommandLine(args);
    }

    /// <summary>A command speaks on stdout, so the log keeps to stderr and to what went wrong.</summary>
    public void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
    }

    /// <param name="services">Of the program.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="progress">Where all else is said.</param>
    /// <returns>The exit code: 1 where it was refused, 2 where it was not understood.</returns>
    public async Task<int> Run(IServiceProvider services, TextWriter output, TextWriter progress)
    {
        var root = Root();
        foreach (var verb in new Verb[] { new Migrate(), new ImportFile(), new Undo(), new Export(), new Count(), new Rebuild(), new Geocode(), new NewNation(), new Password(), new Backup.BackUp(), new Backup.Restore(), new Doctor() }) root.Add(verb.On(services));
        var parsed = root.Parse(args);
        if (UnknownOption(parsed) is { } option) return Refused($"There is no option «{option}».", $"{root.Name} {parsed.CommandResult.Command.Name}", output, progress);
        return parsed.Errors.Count > 0 ? await NotUnderstood(parsed, output, progress) : await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = progress, ProcessTerminationTimeout = Patience });
    }

    /// <summary>What looks like one would be taken for a file, or for the value of the option before it. Behind «--» it may stand.</summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is RootCommand || parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash)) return null;
        var given = parsed.CommandResult.Children.SelectMany(c => c switch { ArgumentResult argument => argument.Tokens, OptionResult option => option.Tokens, _ => [] });
        return given.FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal))?.Value;
    }

    private async Task<int> NotUnderstood(ParseResult parsed, TextWriter output, TextWriter progress)
    {
        using var said = new StringWriter();
        if (parsed.Action is ParseErrorAction action) action.ShowHelp = false;
        await parsed.InvokeAsync(new InvocationConfiguration { Output = said, Error = said });
        var root = parsed.RootCommandResult.Command;
        if (parsed.CommandResult.Command == root && args is [var unknown, ..] && !unknown.StartsWith('-')) return Refused($"There is no verb «{unknown}». There are: {string.Join(", ", root.Subcommands.Select(c => c.Name))}.", root.Name, output, progress);
        var verb = parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ";
        var lines = said.ToString().Replace("as expected type 'System.Int64'", "as a number", StringComparison.Ordinal).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Refused(string.Join('\n', lines), $"{root.Name} {verb}".TrimEnd(), output, progress);
    }

    private int Refused(string why, string called, TextWriter output, TextWriter progress) => new Terminal(args.Contains("--json", StringComparer.Ordinal), output, progress).Refuse($"{why} «{called} --help» says what there is.", code: 2);

    private static RootCommand Root() => new("Préau: a campaign's headquarters. Without a verb it serves.")
    {
        new Command("serve", "Serve the sites and panels of all nations (the default)"), DemoHelp(), SandboxHelp(),
    };

    private static Command DemoHelp() => new("demo", "Serve a made-up campaign on this machine only, with a sandbox for mails and cards")
    {
        new Option<bool>("--reset") { Description = "start over: everything of the demo goes first" },
    };

    private static Command SandboxHelp() => new("sandbox", "What stands in for the world outside while a campaign tries things out: cards and mails")
    {
        new Option<int>("--port") { Description = "where its pages are; mail is taken on the port behind it", DefaultValueFactory = _ => Sandbox.SandboxProcess.DefaultPort },
        new Option<string>("--mailbox") { HelpName = "FOLDER", Description = "where it keeps the mails; in the data folder where none is named" },
        new Option<string>("--zone") { HelpName = "ZONE", Description = "times are told in it, as «Europe/Paris»; by the machine's clock where none is named" },
        new Option<bool>(Sandbox.SandboxProcess.Attached) { Hidden = true },
    };
}
