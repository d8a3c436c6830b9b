namespace Preau.Nations;

/// <summary>What a feature puts into the demo campaign, so that every screen has a life. Runs once, inside the demo nation; what it makes must be synthetic.</summary>
public interface IDemoSeed
{
    /// <summary>One lower-case word, remembered when it is done: a fill that was cut off goes on where it stood.</summary>
    string Name { get; }

    /// <summary>Settings 0, accounts 10, people 20, then what refers to people.</summary>
    int Order { get; }

    Task Run(CancellationToken ct);
}

public static class DemoSeeds
{
    public static IServiceCollection AddDemoSeed<TSeed>(this IServiceCollection services) where TSeed : class, IDemoSeed => services.AddScoped<IDemoSeed, TSeed>();
}
