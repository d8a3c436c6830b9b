using System.Diagnostics;
using Preau.Commands;

namespace Preau.Tests.Commands;

/// <summary>
/// The program as an operator calls it, its words and its exit code: in a process of its own, which takes two seconds to be ready, or, where what is asked for matters and not that there is a process,
/// within this one.
/// </summary>
public static class Shell
{
    /// <summary>The command itself, read from its words, over the program that the tests of the class have started.</summary>
    public static async Task<Said> Within(PreauApp app, params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var progress = new StringWriter();
        var command = CommandLine.From(arguments) ?? throw new ArgumentException("Who serves does so in a process of their own.", nameof(arguments));
        return new Said(await command.Run(app.Services, output, progress), output.ToString(), progress.ToString());
    }

    public static Task<Said> Run(StoreOptions store, params string[] arguments) => Run(store, new Dictionary<string, string>(), arguments);

    public static async Task<Said> Run(StoreOptions store, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(store, environment, arguments);
        // One that serves where it ought to end would hold up the tests for ever.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var end = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        var progress = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Said(process.ExitCode, output, await progress);
    }

    /// <summary>The process, for those who want to do something to it.</summary>
    public static Process Start(StoreOptions store, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = store.Data };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Preau.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["PREAU_DATA"] = store.Data;
        start.Environment["PREAU_STORE"] = store.Store.ToString();
        start.Environment["PREAU_POSTGRES"] = store.Postgres;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }
}

public sealed record Said(int Code, string Output, string Progress);
