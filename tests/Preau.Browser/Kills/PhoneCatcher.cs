using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Preau.Tests.Mail;
using Preau.Texting.Sandbox;

namespace Preau.Kills;

/// <summary>The sandbox's gateway on a real port of this machine, with its reports, and a count of all that it took.</summary>
public sealed class PhoneCatcher : IReceiver, IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentDictionary<string, int> taken;

    private PhoneCatcher(WebApplication server, ConcurrentDictionary<string, int> taken, int port) => (this.server, this.taken, Address) = (server, taken, new Uri($"http://127.0.0.1:{port}/"));

    public static async Task<PhoneCatcher> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var (port, taken) = (Catcher.FreePort(), new ConcurrentDictionary<string, int>(StringComparer.Ordinal));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        builder.Services.AddSingleton(TimeProvider.System).AddPhones();
        var server = builder.Build();
        server.Use(async (http, next) =>
        {
            await next(http);
            // Taken, whether or not whoever sent it still lives to hear so.
            if (http.Response.StatusCode == StatusCodes.Status202Accepted) taken.AddOrUpdate(http.Request.Query["to"].ToString(), 1, (_, count) => count + 1);
        });
        server.MapPhones();
        await server.StartAsync();
        return new PhoneCatcher(server, taken, port);
    }

    /// <summary>What a program is told of the sandbox.</summary>
    public Uri Address { get; }

    public long Count => taken.Values.Sum(c => (long)c);

    public IReadOnlyDictionary<string, int> Received => taken;

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
