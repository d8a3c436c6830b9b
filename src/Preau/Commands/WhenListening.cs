namespace Preau.Commands;

/// <summary>Says something on stdout once the addresses answer, and not where they turn out to be taken.</summary>
public sealed class WhenListening(IServiceProvider services, Func<IServiceProvider, CancellationToken, Task<string?>> say) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (await say(services, cancellationToken) is { } text) await Console.Out.WriteLineAsync(text);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
