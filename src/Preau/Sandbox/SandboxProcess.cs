using System.Globalization;
using Preau.Donations.Sandbox;

namespace Preau.Sandbox;

/// <summary>
/// <c>preau sandbox [--port 5081]</c>: what stands in for the world outside while a campaign tries things out. A process of its own, so that what
/// it was sent is there whatever happens to the program, and on this machine only.
/// </summary>
public static class SandboxProcess
{
    public const int DefaultPort = 5081;

    public static async Task<int> Run(string[] args)
    {
        if (PortOf(args) is not { } port)
        {
            await Console.Error.WriteLineAsync("Usage: preau sandbox [--port NUMBER]");
            return 2;
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddCardNetwork();
        var app = builder.Build();
        app.MapCardNetwork();
        app.MapGet("/", () => Results.Redirect("/cards"));
        await app.StartAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Sandbox ready: http://localhost:{port}/"));
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static int? PortOf(string[] args) => args switch
    {
        [] => DefaultPort,
        ["--port", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 => port,
        _ => null,
    };
}
