using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Preau.Bench;

/// <summary>One verb of the product in a process of its own, waited for: what it answered, how long it took, and its peak resident size.</summary>
internal sealed record VerbRun(JsonElement Answer, TimeSpan Took, long PeakMemory)
{
    public double Seconds => Answer.GetProperty("seconds").GetDouble();

    public static async Task<VerbRun> Run(IReadOnlyDictionary<string, string> environment, CancellationToken ct, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ProgramProcess.Dll, .. arguments, "--json"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var said = process.StandardError.ReadToEndAsync(ct);
        long peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Peak(process.Id));
            await Task.WhenAny(process.WaitForExitAsync(ct), Task.Delay(50, ct));
        }

        var took = watch.Elapsed;
        if (process.ExitCode != 0) throw new BenchRefused($"«{string.Join(' ', arguments)}» failed: {await said}{await output}");
        using var answer = JsonDocument.Parse(await output);
        return new VerbRun(answer.RootElement.Clone(), took, peak);
    }

    private static long Peak(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', '\t').First(w => w.Length > 0 && char.IsAsciiDigit(w[0])), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }
}
