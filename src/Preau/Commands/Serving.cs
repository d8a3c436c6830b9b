using System.Data.Common;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Preau.Commands;

/// <summary>How the program listens, from the environment.</summary>
public static class Serving
{
    private const string Here = "http://localhost:5080";

    // Nothing of ours is read from files that change; watching for some would look at every write below the folder that the program is started from.
    private const string WithoutWatching = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>The published program finds its files beside itself, whichever folder it is started from.</summary>
    public static WebApplicationOptions Options(string[] args) =>
        new() { Args = [WithoutWatching, .. args], ContentRootPath = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null };

    /// <summary>PREAU_URLS, several of them apart by semicolons; without it, this machine only.</summary>
    public static void ListenWhereAsked(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["PREAU_URLS"] is { Length: > 0 } urls) builder.WebHost.UseUrls(urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        else if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null && builder.Configuration["HTTP_PORTS"] is null) builder.WebHost.UseUrls(Here);
    }

    /// <summary>Until it is told to stop.</summary>
    /// <returns>The exit code: 1 where it cannot listen at an address that was asked for.</returns>
    public static async Task<int> Serve(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{taken.Message} {Listening.Taken}");
            return 1;
        }
    }

    /// <summary>Tries the addresses, brings the store up to this version, and prepares what else is to be there. False when the operator has to mend something first; it was said what.</summary>
    public static async Task<bool> IsReady(this WebApplication app, Func<CancellationToken, Task> prepare)
    {
        try
        {
            Listening.Try(app.Configuration);
            // Read once now: a proxy that is misspelt is told before anything is served.
            _ = app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
            await app.Services.GetRequiredService<Migrator>().Run(app.Lifetime.ApplicationStopping);
            await prepare(app.Lifetime.ApplicationStopping);
            return true;
        }
        catch (StartRefused refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
        }
        catch (DbException problem)
        {
            await Console.Error.WriteLineAsync($"The store does not answer as it should: {problem.Message.ReplaceLineEndings(" ")} Mend it and start again; «doctor» says more.");
        }

        return false;
    }
}
