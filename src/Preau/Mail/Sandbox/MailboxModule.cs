using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Preau.Sandbox;

namespace Preau.Mail.Sandbox;

/// <summary>The mailbox's part of the sandbox process: a mail server that keeps everything, and pages that show it.</summary>
public static class MailboxModule
{
    public static IServiceCollection AddMailbox(this IServiceCollection services, string folder, SmtpOptions? options = null)
    {
        services.TryAddSingleton<LoopbackClient>();
        return services.AddSingleton(options ?? new SmtpOptions()).AddSingleton<Moods>().AddSingleton<Room>().AddSingleton<SmtpConnections>().AddSingleton<ImapConnections>()
        .AddSingleton(s => new Mailbox(folder, s.GetRequiredService<TimeProvider>()));
    }

    /// <summary>On this machine only. Port 0 takes any that is free.</summary>
    public static void ListenForMail(this KestrelServerOptions kestrel, int port) => Listen<SmtpConnections>(kestrel, port);

    /// <summary>The same for who reads a mailbox, by IMAP.</summary>
    public static void ListenForReaders(this KestrelServerOptions kestrel, int port) => Listen<ImapConnections>(kestrel, port);

    private static void Listen<T>(KestrelServerOptions kestrel, int port) where T : ConnectionHandler
    {
        if (port == 0) kestrel.Listen(IPAddress.Loopback, 0, Serve);
        else kestrel.ListenLocalhost(port, Serve);

        static void Serve(ListenOptions listen) => listen.UseConnectionHandler<T>();
    }
}
