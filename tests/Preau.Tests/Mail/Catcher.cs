using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Preau.Mail.Sandbox;

namespace Preau.Tests.Mail;

/// <summary>The sandbox's mail server inside the test: a real port on this machine, a mailbox to look into with its pages, and mischief on demand.</summary>
public sealed class Catcher : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly string folder;

    private Catcher(WebApplication server, string folder, int port, int readers, int pages) =>
        (this.server, this.folder, Port, Readers, Pages) = (server, folder, port, readers, new Uri($"http://127.0.0.1:{pages}/mail"));

    public static async Task<Catcher> Start(SmtpOptions? options = null, TimeProvider? clock = null)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await Listen(options, clock);
            }
            catch (IOException) when (tries < 5)
            {
                // Between the look for a free port and its use, somebody else took it.
            }
        }
    }

    private static async Task<Catcher> Listen(SmtpOptions? options, TimeProvider? clock)
    {
        var folder = Directory.CreateTempSubdirectory("preau-catcher-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var (port, readers, pages) = (FreePort(), FreePort(), FreePort());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenForMail(port);
            kestrel.ListenForReaders(readers);
            kestrel.ListenLocalhost(pages);
        });
        builder.Services.AddSingleton(clock ?? TimeProvider.System).AddMailbox(folder, options);
        var server = builder.Build();
        server.MapMailbox();
        await server.StartAsync();
        return new Catcher(server, folder, port, readers, pages);
    }

    /// <summary>At 127.0.0.1, without encryption.</summary>
    public int Port { get; }

    /// <summary>The same for IMAP.</summary>
    public int Readers { get; }

    /// <summary>The list of mails, as a browser opens it.</summary>
    public Uri Pages { get; }

    public Mailbox Mailbox => server.Services.GetRequiredService<Mailbox>();

    public Moods Moods => server.Services.GetRequiredService<Moods>();

    /// <summary>All mails so far, oldest first.</summary>
    public List<MailRow> Mails => Mailbox.Find(new MailSearch(After: 0, Take: int.MaxValue));

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
