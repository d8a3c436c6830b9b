using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.People;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>No text leaves twice, and no way round a no.</summary>
public sealed class LastWordTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_STOP_after_an_undone_file_is_their_own_no()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation, agreed: false);
        var services = nation.Services;
        var ledger = services.GetRequiredService<ConsentLedger>();
        await ledger.Give(person.Id, Purpose.Sms, "fr", "Oui", "import:1", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await ledger.Withdraw(person.Id, Purpose.Sms, "undo:1", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text=STOP");

        Assert.Equal("text", await nation.Db.ConsentEntries.OrderByDescending(c => c.At).Select(c => c.Source).FirstAsync(Ct));
    }

    [Fact]
    public async Task Of_two_who_share_a_telephone_the_no_of_one_keeps_a_conversation_with_nobody_named_shut()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        var other = await nation.Seeds.Person(phone: number);
        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text=Bonjour");
        Assert.Null((await nation.Db.Conversations.SingleAsync(Ct)).PersonId);
        Assert.Null(await Why(nation, number));
        var services = nation.Services;
        await services.GetRequiredService<ConsentLedger>().Withdraw(other.Id, Purpose.Sms, "panel", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);

        Assert.Equal(TextWords.Withdrawn, await Why(nation, number));
        await nation.Services.GetRequiredService<ErasePerson>().Run(other.Id, Ct);
        Assert.NotEmpty(await nation.Db.TextMessages.ToListAsync(Ct));
        await nation.Services.GetRequiredService<ErasePerson>().Run(person.Id, Ct);
        Assert.Empty(await nation.Db.TextMessages.ToListAsync(Ct));
        Assert.Empty(await nation.Db.Conversations.ToListAsync(Ct));
    }

    private static Task<string?> Why(TestNation nation, string number) => nation.Services.GetRequiredService<LastTextCheck>().WhyNot(number, null, isConfirmation: false, Ct);
}
