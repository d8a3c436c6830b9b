using System.Diagnostics;
using System.Globalization;

namespace Preau.Bench;

/// <summary>The product in a process of its own, so that its memory and its time are its alone.</summary>
public sealed class ProgramProcess : IAsyncDisposable
{
    private readonly Process process;

    private ProgramProcess(Process process) => this.process = process;

    /// <summary>Starts a verb of the program, with these variables set on top of the environment.</summary>
    public static ProgramProcess Start(string arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", $"\"{Dll}\" {arguments}") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.OutputDataReceived += Ignore;
        process.ErrorDataReceived += Ignore;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ProgramProcess(process);
    }

    /// <summary>The built product beside its own static assets, in the configuration of this bench.</summary>
    public static string Dll => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Preau", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Preau.dll"));

    public bool IsRunning => !process.HasExited;

    /// <summary>Peak resident size, in bytes, as the kernel counts it.</summary>
    public long PeakMemory => long.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', '\t').First(w => w.Length > 0 && char.IsAsciiDigit(w[0])),
        CultureInfo.InvariantCulture) * 1024;

    public async Task<int> Ended(CancellationToken ct)
    {
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    /// <summary>SIGKILL: nothing is finished, nothing is said.</summary>
    public async Task Kill()
    {
        if (process.HasExited) throw new BenchRefused($"The program ended by itself with {process.ExitCode}.");
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static void Ignore(object sender, DataReceivedEventArgs line)
    {
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
