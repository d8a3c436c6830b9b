using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Preau.Donations.Sandbox;
using Preau.Mail.Sandbox;
using Preau.Texting.Sandbox;

namespace Preau.Sandbox;

/// <summary>
/// <c>preau sandbox [--port 5081] [--mailbox FOLDER] [--zone ZONE]</c>: what stands in for the world outside while a campaign tries things out. A process of its own, so that what
/// it was sent is there whatever happens to the program, and on this machine only.
/// </summary>
public static class SandboxProcess
{
    public const int DefaultPort = 5081;
    public const string Ready = "Sandbox ready";

    /// <summary>Mail is taken beside the pages.</summary>
    public static int MailPortOf(int port) => port + 1;

    /// <summary>And read beside that.</summary>
    public static int ReadingPortOf(int port) => port + 2;

    public static async Task<int> Run(string[] args)
    {
        if (Asked.From(args) is not { } asked)
        {
            await Console.Error.WriteLineAsync("Usage: preau sandbox [--port NUMBER] [--mailbox FOLDER] [--zone ZONE]");
            return 2;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(asked.Port);
            kestrel.ListenForMail(MailPortOf(asked.Port));
            kestrel.ListenForReaders(ReadingPortOf(asked.Port));
        });
        // A port that is taken is told in a sentence; the host and its server would add the stack, each.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical).AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is >= LogLevel.Warning and < LogLevel.Critical);
        builder.Services.AddSingleton<TimeProvider>(new SandboxClock(asked.Zone));
        builder.Services.AddCardNetwork().AddPhones().AddMailbox(asked.Mailbox ?? Path.Combine(builder.Configuration["PREAU_DATA"] ?? new StoreOptions().Data, "mailbox"));
        var app = builder.Build();
        app.MapCardNetwork();
        app.MapMailbox();
        app.MapPhones();
        app.MapGet("/", (HttpContext http) => Results.Content(MailboxEndpoints.Pages(http).Start(), "text/html; charset=utf-8"));
        try
        {
            await app.StartAsync();
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{taken.Message} Another program listens there, perhaps another sandbox. Choose another port with --port.");
            return 1;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Ready}: http://localhost:{asked.Port}/, mail on port {MailPortOf(asked.Port)}"));
        if (asked.IsAttached) await Task.WhenAny(app.WaitForShutdownAsync(), EndOfInput());
        else await app.WaitForShutdownAsync();
        await app.StopAsync();
        return 0;
    }

    /// <summary>For who starts it: it ends with them.</summary>
    public const string Attached = "--attached";

    /// <summary>Who started us holds the other end, and lets go of it when it ends, even when it is killed.</summary>
    private static Task EndOfInput() => Task.Run(async () =>
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (await input.ReadAsync(buffer) > 0)
        {
        }
    });

    private sealed record Asked(int Port, string? Mailbox, TimeZoneInfo Zone, bool IsAttached)
    {
        public static Asked? From(string[] args)
        {
            var asked = new Asked(DefaultPort, Mailbox: null, TimeZoneInfo.Local, IsAttached: false);
            for (var rest = args; rest.Length > 0;)
            {
                switch (rest)
                {
                    case [Attached, ..]:
                        (asked, rest) = (asked with { IsAttached = true }, rest[1..]);
                        break;
                    case ["--port", var text, ..] when PortOf(text) is { } port:
                        (asked, rest) = (asked with { Port = port }, rest[2..]);
                        break;
                    case ["--mailbox", { Length: > 0 } folder, ..]:
                        (asked, rest) = (asked with { Mailbox = folder }, rest[2..]);
                        break;
                    case ["--zone", var name, ..] when TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone):
                        (asked, rest) = (asked with { Zone = zone }, rest[2..]);
                        break;
                    default:
                        return null;
                }
            }

            return asked;
        }

        private static int? PortOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65534 ? port : null;
    }
}
