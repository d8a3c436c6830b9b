namespace Preau.Accounts;

/// <summary>The permission that a panel handler needs. On a page model it holds for all its handlers; on a handler it replaces the page's.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(Permission permission) : Attribute
{
    public Permission Permission => permission;
}

public static class NeedsEndpoints
{
    /// <summary>Puts a minimal endpoint on the panel, behind a permission.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Permission permission) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new NeedsAttribute(permission), new Nations.OnSurfaceAttribute(Nations.Surface.Panel));
}
