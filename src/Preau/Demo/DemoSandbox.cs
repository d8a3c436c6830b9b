using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;

namespace Preau.Demo;

/// <summary>The sandbox that a demo talks to, as a process beside it: started where none answers yet, and stopped with the demo.</summary>
public sealed class DemoSandbox(Uri address, string mailbox) : IDisposable
{
    private Process? process;

    public int MailPort => Sandbox.SandboxProcess.MailPortOf(address.Port);

    public int ReadingPort => Sandbox.SandboxProcess.ReadingPortOf(address.Port);

    public async Task Start(CancellationToken ct)
    {
        if (await Answers(ct)) return;
        process = Process.Start(Command());
        for (var tries = 0; tries < 100 && process is { HasExited: false } && !await Answers(ct); tries++) await Task.Delay(100, ct);
        if (process is not { HasExited: false }) throw new StartRefused($"The sandbox did not start. Is something else on port {address.Port}, {MailPort} or {ReadingPort}? PREAU_PORT moves the demo and all three.");
    }

    public void Dispose()
    {
        if (process is { HasExited: false }) process.Kill(entireProcessTree: true);
        process?.Dispose();
    }

    // The same program once more: by its own file, or by «dotnet» and its library. It reads from us, so that it ends when we do, even when we are killed.
    private ProcessStartInfo Command()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, WorkingDirectory = AppContext.BaseDirectory };
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)) start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        foreach (var argument in new[] { "sandbox", "--port", address.Port.ToString(CultureInfo.InvariantCulture), "--mailbox", mailbox, "--zone", Nations.Nation.UsualZone, "--attached" }) start.ArgumentList.Add(argument);
        return start;
    }

    private async Task<bool> Answers(CancellationToken ct)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(address.Host, address.Port, ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
