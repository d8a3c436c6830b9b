namespace Preau;

public static class NationScopes
{
    /// <summary>A scope that works in this nation and no other: a job's, a reader's, a command's.</summary>
    public static AsyncServiceScope Enter(this IServiceScopeFactory scopes, NationFacts nation)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
        return scope;
    }
}
