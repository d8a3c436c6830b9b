using Preau.Accounts;

namespace Preau.Panel;

/// <summary>A word of the panel's navigation. Features register theirs; people see those that they may open.</summary>
public sealed record NavEntry(int Order, string Label, string Icon, string Path, Permission Needs);

public static class NavEntries
{
    public static IServiceCollection AddNav(this IServiceCollection services, int order, string label, string icon, string path, Permission needs) =>
        services.AddSingleton(new NavEntry(order, label, icon, path, needs));
}
