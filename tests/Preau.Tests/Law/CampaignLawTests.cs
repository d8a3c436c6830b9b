using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Donations;
using Preau.Law;
using Preau.Tests.Donations;

namespace Preau.Tests.Law;

public sealed class CampaignLawTests(GiftsApp app) : IClassFixture<GiftsApp>
{
    private static readonly IReadOnlySet<Criterion> Nothing = new HashSet<Criterion>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_midnight_on_the_eve_until_the_polls_close_nothing_is_sent_or_published_and_gifts_go_on()
    {
        await using var nation = await app.NewCampaign(c => (c.FirstRoundOn, c.SecondRoundOn, c.TriggerEventOn) = (new DateOnly(2026, 12, 6), null, new DateOnly(2026, 11, 2)));
        async Task<(bool Send, bool Publish)> May()
        {
            var law = nation.Services.GetRequiredService<CampaignLaw>();
            return ((await law.MaySend(Channel.Email, isTargeted: false, Nothing, at: null, Ct)).IsAllowed, (await law.MayPublish(Publication.Page, Ct)).IsAllowed);
        }

        Assert.Equal((true, true), await May());
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 4, 22, 59, 59, TimeSpan.Zero));
        Assert.Equal((true, true), await May());
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 4, 23, 0, 0, TimeSpan.Zero));
        Assert.Equal((false, false), await May());
        Assert.IsType<GiftAnswer.Pay>(await nation.Take());
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 6, 19, 0, 0, TimeSpan.Zero));
        Assert.Equal((true, true), await May());
        Assert.Empty(await nation.Services.GetRequiredService<CampaignLaw>().SilentRounds(Ct));
    }

    [Fact]
    public async Task A_country_without_a_pack_can_neither_send_nor_publish_nor_take_money()
    {
        await using var nation = await app.NewCampaign();
        var stored = await nation.Services.GetRequiredService<Database>().Nations.SingleAsync(n => n.Slug == nation.Facts.Slug, Ct);
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(stored.Facts with { Country = "BE" });
        var law = scope.ServiceProvider.GetRequiredService<CampaignLaw>();

        Assert.False((await law.MaySend(Channel.Email, isTargeted: false, Nothing, at: null, Ct)).IsAllowed);
        Assert.False((await law.MayPublish(Publication.Page, Ct)).IsAllowed);
        Assert.True(law.ConsentFor(Channel.Email, isTargeted: false).IsForbidden);
        Assert.False(await scope.ServiceProvider.GetRequiredService<GiftDoor>().IsOpen(Ct));
        var answer = await scope.ServiceProvider.GetRequiredService<TakeGift>().Run(nation.Order(), Ct);
        Assert.Equal(["NO-PACK"], Assert.IsType<GiftAnswer.Refused>(answer).Decision.Blocks.Select(b => b.RuleId).Distinct());
    }

    [Fact]
    public async Task Opinions_scores_and_roll_only_data_never_choose_who_gets_mail()
    {
        await using var nation = await app.NewCampaign();
        var law = nation.Services.GetRequiredService<CampaignLaw>();

        foreach (var criterion in Enum.GetValues<Criterion>())
        {
            Assert.False((await law.MaySend(Channel.Email, isTargeted: true, new HashSet<Criterion> { criterion }, at: null, Ct)).IsAllowed);
            Assert.True((await law.MaySend(Channel.Door, isTargeted: true, new HashSet<Criterion> { criterion }, at: null, Ct)).IsAllowed);
        }
    }

    [Fact]
    public async Task The_owner_reads_every_rule_with_its_source()
    {
        await using var nation = await app.NewCampaign();

        var page = await nation.Panel.Get("/settings/law");

        page.Shows("€4,600 a person and election");
        page.Shows("Code électoral, art. L.52-9");
        page.Shows("Pack eu, version 2026.11.0");
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await (await nation.As(Preau.Accounts.Role.Staff)).Get("/settings/law")).Status);
    }
}
