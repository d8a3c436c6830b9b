using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Preau.Browser;

/// <summary>The real program in a process of its own, with a store of its own that goes when the tests are done.</summary>
public sealed class Installation : IAsyncDisposable
{
    // Its own, the sandbox's pages, the sandbox's mail and who reads it.
    private const int PortsOfADemo = 4;

    private readonly string folder = Directory.CreateTempSubdirectory("preau-browser-").FullName;
    private readonly ConcurrentQueue<string> output = new();
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> given = new(StringComparer.Ordinal);
    private Process? process;
    private string? database;

    public static bool OnPostgres => System.Environment.GetEnvironmentVariable("PREAU_TEST_STORE") == "postgres";

    public string Output => string.Join('\n', output);

    public string Folder => folder;

    /// <summary>Something the program finds in its environment.</summary>
    public Installation With(string name, string value)
    {
        given[name] = value;
        return this;
    }

    /// <summary>Starts the demo and waits until it is filled and serves.</summary>
    public Task StartDemo() => Start("demo", "Application started", TimeSpan.FromMinutes(4));

    /// <summary>Starts the program with these arguments and waits for a line of its output.</summary>
    public async Task Start(string arguments, string untilLine, TimeSpan patience)
    {
        await Prepare();
        process?.Dispose();
        process = Launch(arguments);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Read(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            output.Enqueue(line.Data);
            if (line.Data.Contains(untilLine, StringComparison.Ordinal)) ready.TrySetResult();
        }

        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"«{arguments}» ended before it was ready:\n{Output}"));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(patience).ContinueWith(
            done => done.Exception?.GetBaseException() is TimeoutException ? throw new TimeoutException($"«{arguments}» was not ready after {patience}:\n{Output}") : done,
            TaskScheduler.Default).Unwrap();
    }

    /// <summary>Where its store is, for who writes into it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Environment()
    {
        await Prepare();
        return environment;
    }

    /// <summary>Starts the program and waits for nothing.</summary>
    public async Task Begin(string arguments)
    {
        await Prepare();
        process?.Dispose();
        process = Launch(arguments);
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null) output.Enqueue(line.Data);
        }
    }

    /// <summary>SIGKILL, for its sandbox as well: nothing is finished, nothing is said.</summary>
    public async Task Kill()
    {
        if (process is null) return;
        if (process.HasExited) throw new InvalidOperationException($"The program ended by itself with {process.ExitCode}.");
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Runs one command against the same store to its end.</summary>
    public async Task<(int Code, string Output, string Progress)> Run(string arguments)
    {
        await Prepare();
        using var command = Launch(arguments);
        var progress = command.StandardError.ReadToEndAsync();
        var text = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        return (command.ExitCode, text, await progress);
    }

    /// <summary>The first of as many ports in a row as a demo takes, from a range that no client's connection is given.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var first = RandomNumberGenerator.GetInt32(3_000, 6_000) * PortsOfADemo;
            if (Enumerable.Range(first, PortsOfADemo).All(IsFree)) return first;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Process Launch(string arguments)
    {
        // The built program lies beside the tests, without its static assets' manifest; the one in its own folder has everything.
        var program = Path.Combine(Path.GetDirectoryName(typeof(Program).Assembly.Location)!.Replace("Preau.Browser", "Preau", StringComparison.Ordinal), "Preau.dll");
        var start = new ProcessStartInfo("dotnet", $"\"{program}\" {arguments}")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            WorkingDirectory = Path.Combine(Repository.Root, "src", "Preau"),
        };
        foreach (var (name, value) in environment.Concat(given)) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private async Task Prepare()
    {
        if (environment.Count > 0) return;
        environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        environment["PREAU_DATA"] = Path.Combine(folder, "data");
        environment["PREAU_STORE"] = OnPostgres ? "postgres" : "sqlite";
        if (!OnPostgres) return;
        database = string.Create(CultureInfo.InvariantCulture, $"preau_browser_{System.Environment.ProcessId}_{Guid.NewGuid():n}");
        await OnServer($"create database {database}");
        environment["PREAU_POSTGRES"] = new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = 20 }.ToString();
    }

    private static string Server => System.Environment.GetEnvironmentVariable("PREAU_TEST_POSTGRES")
        ?? throw new InvalidOperationException("PREAU_TEST_STORE is postgres, so PREAU_TEST_POSTGRES must name a server where databases may be made.");

    private static async Task OnServer(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        if (database is not null) await OnServer($"drop database if exists {database} with (force)");
        Directory.Delete(folder, recursive: true);
    }
}
