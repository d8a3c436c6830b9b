namespace Preau.Feed;

public static class FeedModule
{
    public static IServiceCollection AddFeed(this IServiceCollection services)
    {
        services.AddSingleton<ChangeFeed>().AddSingleton<ReaderNames>().AddSingleton<FeedRunner>().AddSingleton<RebuildReader>();
        return services.AddHostedService(p => p.GetRequiredService<FeedRunner>());
    }

    public static IServiceCollection AddChangeReader<TReader>(this IServiceCollection services) where TReader : class, IChangeReader =>
        services.AddScoped<TReader>().AddScoped<IChangeReader>(p => p.GetRequiredService<TReader>());
}

/// <summary>The readers that features registered.</summary>
public sealed class ReaderNames(IServiceScopeFactory scopes)
{
    private string[]? names;

    public IReadOnlyList<string> All
    {
        get
        {
            if (names is not null) return names;
            using var scope = scopes.CreateScope();
            return names = [.. scope.ServiceProvider.GetServices<IChangeReader>().Select(r => r.Name)];
        }
    }

    public IChangeReader Resolve(IServiceProvider scope, string name) =>
        scope.GetServices<IChangeReader>().SingleOrDefault(r => r.Name == name) ?? throw new ArgumentException($"There is no reader «{name}». There are: {string.Join(", ", All)}.", nameof(name));
}
