using Preau.Accounts;

namespace Preau.Panel;

/// <summary>A word of the panel's navigation. Features register theirs; people see those that they may open.</summary>
public sealed record NavEntry(int Order, string Label, string Icon, string Path, Permission Needs)
{
    /// <summary>Where else its screens are.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Whether there is anything behind it in this nation; always, where it is not said.</summary>
    public Func<HttpContext, CancellationToken, Task<bool>>? IsThere { get; init; }

    public bool IsAt(string path) => Path == "/" ? path == "/" : Also.Prepend(Path).Any(p => path == p || path.StartsWith(p + "/", StringComparison.Ordinal));
}

public static class NavEntries
{
    public static IServiceCollection AddNav(this IServiceCollection services, int order, string label, string icon, string path, Permission needs, params string[] also) =>
        services.AddSingleton(new NavEntry(order, label, icon, path, needs) { Also = also });
}
