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
    public const string Ready = "Sandbox ready";

    public static async Task<int> Run(string[] args)
    {
        var isAttached = args.Contains(Attached, StringComparer.Ordinal);
        if (PortOf([.. args.Where(a => a != Attached)]) is not { } port)
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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Ready}: http://localhost:{port}/"));
        if (isAttached) await Task.WhenAny(app.WaitForShutdownAsync(), EndOfInput());
        else await app.WaitForShutdownAsync();
        await app.StopAsync();
        return 0;
    }

    private const string Attached = "--attached";

    /// <summary>Who started us holds the other end, and lets go of it when it ends, even when it is killed.</summary>
    private static Task EndOfInput() => Task.Run(async () =>
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (await input.ReadAsync(buffer) > 0)
        {
        }
    });

    private static int? PortOf(string[] args) => args switch
    {
        [] => DefaultPort,
        ["--port", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 => port,
        _ => null,
    };
}
