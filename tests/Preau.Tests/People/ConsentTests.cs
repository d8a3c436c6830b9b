using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.People;

namespace Preau.Tests.People;

public sealed class ConsentTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_line_of_the_ledger_holds_and_none_is_lost()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        await Write(nation, l => l.Give(person.Id, Purpose.News, "fr", "Je veux bien.", "page:1", Ct));
        await Write(nation, l => l.Withdraw(person.Id, Purpose.News, "unsubscribe", Ct));
        await Write(nation, l => l.Give(person.Id, Purpose.News, "fr", "Je veux bien.", "page:2", Ct));
        await Write(nation, l => l.Give(person.Id, Purpose.Sms, "fr", "Et des SMS.", "page:2", Ct));

        Assert.Equal(4, await nation.Db.ConsentEntries.CountAsync(Ct));
        Assert.Equal(2, await nation.Db.ConsentWordings.CountAsync(Ct));
        Assert.True(await Ledger(nation).Has(person.Id, Purpose.News, Ct));
        Assert.False(await Ledger(nation).Has(person.Id, Purpose.Targeted, Ct));

        await Write(nation, l => l.WithdrawAll(person.Id, "unsubscribe", Ct));

        Assert.False(await nation.Db.ConsentStates.AnyAsync(s => s.IsGiven, Ct));
        Assert.Equal(6, await nation.Db.ConsentEntries.CountAsync(Ct));
    }

    [Fact]
    public async Task A_changed_wording_is_another_version()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        await Write(nation, l => l.Give(person.Id, Purpose.News, "fr", "Je veux bien.", "page:1", Ct));
        await Write(nation, l => l.Give(person.Id, Purpose.News, "fr", "Je veux bien des nouvelles.", "page:1", Ct));

        var versions = await nation.Db.ConsentWordings.Select(w => w.Version).ToListAsync(Ct);
        Assert.Equal(2, versions.Count);
        Assert.All(versions, v => Assert.StartsWith("news.fr.", v));
    }

    private static ConsentLedger Ledger(TestNation nation) => nation.Services.GetRequiredService<ConsentLedger>();

    private static async Task Write(TestNation nation, Func<ConsentLedger, Task> write)
    {
        var services = nation.Services;
        await write(services.GetRequiredService<ConsentLedger>());
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
    }
}
