using Preau.Accounts;
using Preau.Nations;

namespace Preau.Demo;

/// <summary>Which parts of the demo are there already, and what its passwords are.</summary>
public sealed class DemoSettings
{
    public string Password { get; set; } = "";
    public List<string> Done { get; set; } = [];
    public bool IsFull { get; set; }
}

public sealed record DemoLogIn(Role Role, string Name, string Email, string Password);

/// <param name="IsNew">Whether anything was made; running the demo again keeps what is there.</param>
public sealed record DemoReport(NationFacts Nation, bool IsNew, IReadOnlyList<DemoLogIn> LogIns);

/// <summary>The demo campaign: a by-election in a commune that does not exist, about 75 days before its vote, with people made up for it.</summary>
public sealed class DemoCampaign(IServiceScopeFactory scopes, NationDirectory directory)
{
    public const string Slug = "demo";
    public const string Name = "Valmorin en commun";

    /// <summary>France votes on Sundays: the one nearest to 75 days ahead.</summary>
    public static DateOnly VoteAfter(DateOnly today)
    {
        var day = today.AddDays(75);
        return day.AddDays((int)day.DayOfWeek <= 3 ? -(int)day.DayOfWeek : 7 - (int)day.DayOfWeek);
    }

    /// <summary>Fills the demo where it is not full yet. The store must be migrated.</summary>
    /// <param name="reset">Starts over: everything of the demo nation goes first.</param>
    /// <param name="say">Told which part is being made.</param>
    public async Task<DemoReport> Fill(bool reset, Action<string>? say, CancellationToken ct)
    {
        directory.Forget();
        if (reset && await directory.Find(Slug, ct) is { } old) await Remove(old, ct);
        var nation = await directory.Find(Slug, ct) ?? await Open(ct);
        var names = await Seeds(nation, ct);
        var isNew = false;
        foreach (var name in names)
        {
            if (await IsDone(nation, name, ct)) continue;
            say?.Invoke(name);
            await Plant(nation, name, ct);
            isNew = true;
        }
        return new(nation, isNew, await LogIns(nation, ct));
    }

    /// <summary>Whether the nation of that name was made by a demo, also one that was broken off; somebody's own campaign may be called so too.</summary>
    public async Task<bool> IsOurs(NationFacts nation, CancellationToken ct)
    {
        await using var scope = Enter(nation);
        return nation.Name == Name || (await scope.ServiceProvider.GetRequiredService<NationSettings>().Get<DemoSettings>(ct)).Done.Count > 0;
    }

    private async Task<NationFacts> Open(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var nation = scope.ServiceProvider.GetRequiredService<CreateNation>().Run(Slug, Name);
        await scope.ServiceProvider.GetRequiredService<Database>().SaveChangesAsync(ct);
        directory.Forget();
        return nation.Facts;
    }

    private async Task<List<string>> Seeds(NationFacts nation, CancellationToken ct)
    {
        await using var scope = Enter(nation);
        await Task.CompletedTask.WaitAsync(ct);
        return [.. scope.ServiceProvider.GetServices<IDemoSeed>().OrderBy(s => s.Order).ThenBy(s => s.Name, StringComparer.Ordinal).Select(s => s.Name)];
    }

    private async Task<bool> IsDone(NationFacts nation, string name, CancellationToken ct)
    {
        await using var scope = Enter(nation);
        return (await scope.ServiceProvider.GetRequiredService<NationSettings>().Get<DemoSettings>(ct)).Done.Contains(name, StringComparer.Ordinal);
    }

    // Each part in a scope of its own: a context that has tracked thousands of rows is slow.
    private async Task Plant(NationFacts nation, string name, CancellationToken ct)
    {
        await using var scope = Enter(nation);
        await scope.ServiceProvider.GetServices<IDemoSeed>().Single(s => s.Name == name).Run(ct);
        await using var after = Enter(nation);
        var settings = after.ServiceProvider.GetRequiredService<NationSettings>();
        var state = await settings.Get<DemoSettings>(ct);
        state.Done.Add(name);
        await settings.Set(state, ct);
        await after.ServiceProvider.GetRequiredService<Database>().SaveChangesAsync(ct);
    }

    private async Task<IReadOnlyList<DemoLogIn>> LogIns(NationFacts nation, CancellationToken ct)
    {
        await using var scope = Enter(nation);
        var state = await scope.ServiceProvider.GetRequiredService<NationSettings>().Get<DemoSettings>(ct);
        return [.. DemoAccounts.All.Select(a => new DemoLogIn(a.Role, a.Name, a.Email, state.Password))];
    }

    private async Task Remove(NationFacts nation, CancellationToken ct)
    {
        await using var scope = Enter(nation);
        await scope.ServiceProvider.GetRequiredService<RemoveNation>().Run(ct);
        directory.Forget();
    }

    private AsyncServiceScope Enter(NationFacts nation)
    {
        var scope = scopes.Enter(nation);
        scope.ServiceProvider.GetRequiredService<Actor>().IsOperator();
        return scope;
    }
}
