using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;

namespace Preau.Tests.Mail;

/// <summary>Sends over one connection, a few in hand at a time, so that a test knows what comes after what.</summary>
public sealed class OneConnection : PreauApp
{
    protected override void Configure(IServiceCollection services) => services.Configure<MailOptions>(options => (options.Connections, options.Batch) = (1, 40));
}
