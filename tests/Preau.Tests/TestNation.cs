using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Preau.Accounts;
using Preau.Feed;

namespace Preau.Tests;

/// <summary>One nation as its people meet it: the panel in a role, the public site, and the store behind.</summary>
public sealed class TestNation(PreauApp app, NationFacts facts) : IAsyncDisposable
{
    private readonly List<AsyncServiceScope> scopes = [];
    private Browser? panel;
    private int accounts;

    public NationFacts Facts => facts;
    public PreauApp App => app;

    /// <summary>The panel, signed in as the owner.</summary>
    public Browser Panel => panel ??= As(Role.Owner).GetAwaiter().GetResult();

    /// <summary>The public site, as a visitor with an empty cookie jar.</summary>
    public Browser Site => Visit($"https://{facts.Slug}.localhost");

    public Browser Stranger => Visit($"https://panel.{facts.Slug}.localhost");

    public Database Db => Services.GetRequiredService<Database>();

    public Seeds Seeds => new(Db, app.Clock);

    /// <summary>A new scope inside this nation. Each read of it is a fresh context, so tests see what is stored, not what they tracked.</summary>
    public IServiceProvider Services
    {
        get
        {
            var scope = app.Services.CreateAsyncScope();
            // Tests of what happens at once ask from several threads.
            lock (scopes) scopes.Add(scope);
            scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(facts);
            return scope.ServiceProvider;
        }
    }

    public Browser Visit(string origin)
    {
        var jar = new CookieJar();
        return new Browser(app.CreateDefaultClient(new Uri(origin), jar), jar);
    }

    public async Task<Browser> As(Role role) => (await SignIn(role)).Browser;

    public async Task<(Browser Browser, long AccountId)> SignIn(Role role)
    {
        var db = Db;
        var email = $"{role.ToString().ToLowerInvariant()}{Interlocked.Increment(ref accounts)}@{facts.Slug}.example";
        var now = app.Clock.GetUtcNow();
        var account = new Account { Email = email, EmailKey = email, Name = role.ToString(), Language = "en", CreatedAt = now };
        db.Add(account);
        db.Add(new Membership { AccountId = account.Id, Role = role, CreatedAt = now });
        var secret = Guid.NewGuid().ToString("n");
        db.Add(new Session
        {
            AccountId = account.Id, SecretHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))),
            CreatedAt = now, SeenAt = now, ExpiresAt = now.AddDays(1000),
        });
        await db.SaveChangesAsync();
        var cookies = app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Sessions.Scheme);
        var ticket = new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim("session", secret)], Sessions.Scheme)),
            new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddDays(1000) }, Sessions.Scheme);
        var browser = Stranger;
        browser.Cookie(cookies.Cookie.Name!, cookies.TicketDataFormat.Protect(ticket));
        return (browser, account.Id);
    }

    /// <summary>Lets every change of this nation reach every reader. On PostgreSQL another test's open transaction holds lines back for a moment, as it should.</summary>
    public async Task RunFeed()
    {
        for (var turn = 0; turn < 500; turn++)
        {
            await app.Services.GetRequiredService<FeedRunner>().CatchUp(CancellationToken.None);
            if (TestStores.Dialect == Dialect.Sqlite || await LinesToRead() == 0) return;
            await Task.Delay(20);
        }
    }

    private Task<int> LinesToRead() => Db.Database.SqlQuery<int>(
        $"""
        select count(*)::int as "Value" from change c where nation_id = {facts.Id.Value}
        and exists (select 1 from change_reader r where (c.xid, c.position) > (r.xid, r.position))
        """).SingleAsync();

    /// <summary>Runs what is due, of every nation.</summary>
    public Task<int> RunJobs() => app.Services.GetRequiredService<Preau.Jobs.JobRunner>().RunDue(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        app.IsOver(facts);
        foreach (var scope in scopes) await scope.DisposeAsync();
    }
}
