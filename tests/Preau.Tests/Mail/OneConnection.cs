using Microsoft.Extensions.DependencyInjection;
using Preau.Jobs;
using Preau.Mail;

namespace Preau.Tests.Mail;

/// <summary>Sends over one connection, a few in hand at a time, so that a test knows what comes after what.</summary>
public class OneConnection : PreauApp
{
    protected override void Configure(IServiceCollection services)
    {
        services.Configure<MailOptions>(options => (options.Connections, options.Batch) = (1, 40));
        // Where each look at the clock moves it, a job's lease is renewed in the middle of its own transaction, and would wait for that.
        services.AddSingleton(new JobOptions { Lease = TimeSpan.FromHours(1) });
    }
}
