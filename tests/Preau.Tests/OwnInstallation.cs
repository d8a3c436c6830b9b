namespace Preau.Tests;

/// <summary>For tests that each need an installation that nobody is in yet.</summary>
public abstract class OwnInstallation : IAsyncLifetime
{
    protected PreauApp App { get; } = new();

    protected TestNation Nation { get; private set; } = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        Nation = await App.NewNation();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Nation.DisposeAsync();
        await App.DisposeAsync();
    }
}
