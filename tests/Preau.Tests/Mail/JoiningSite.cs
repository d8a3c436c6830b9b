using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Law;
using Preau.People;
using Preau.Site;
using Preau.Tests.Actions;

namespace Preau.Tests.Mail;

/// <summary>A campaign with a page that anybody can join by, and what its mail server takes.</summary>
internal sealed partial record JoiningSite(TestNation Nation, FakeRelay Relay) : IAsyncDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<JoiningSite> Open(PreauApp app)
    {
        var (relay, nation) = (new FakeRelay(), await app.NewNation());
        await nation.ReadyToMail(relay);
        await VisitorFormTests.Open(nation, PageKind.SignUp, "Join us");
        return new(nation, relay);
    }

    public async Task Join(string email, params string[] ticked)
    {
        var answer = await Nation.Site.Submit("/join-us", VisitorFormTests.Sent([("first_name", "Mallory"), ("last_name", "Stranger"), ("email", email), .. ticked.Select(t => (t, "true"))]));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        await Nation.RunJobs();
    }

    public Task Withdraw(long personId) => Nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Withdraw(personId, Purpose.News, "unsubscribe", Ct));

    public Task<List<Purpose>> Given(long personId) => Nation.Db.ConsentStates.Where(s => s.PersonId == personId && s.IsGiven).OrderBy(s => s.Purpose).Select(s => s.Purpose).ToListAsync(Ct);

    public Task<bool> IsShut(string key) => Nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Mail, key, Ct);

    public Task<MergeOutcome> Merge(long kept, long other) => Nation.Services.GetRequiredService<MergePeople>().Run(kept, other, new Dictionary<string, Side>(StringComparer.Ordinal), null, Ct);

    public static string Link(Taken letter) => YesPath().Match(letter.Message.TextBody ?? "").Value;

    public async ValueTask DisposeAsync()
    {
        await Nation.DisposeAsync();
        await Relay.DisposeAsync();
    }

    [GeneratedRegex("/m/y/[A-Za-z0-9_-]+")]
    private static partial Regex YesPath();
}
