using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;
using Preau.Tests.Mail;

namespace Preau.Tests.Texting;

/// <summary>A gateway takes few texts a second: nothing else waits for it.</summary>
public sealed class TextTurnsTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_does_not_wait_for_texts_on_their_way()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();
        await nation.ReadyToMail(relay);
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_PerSecond = "1" });
        for (var i = 0; i < 8; i++) await app.Reader(nation);
        await nation.Seeds.Reader("ada@example.org");
        Blast[] texts = [await nation.Frozen(await nation.Seeds.TextBlast()), await nation.Frozen(await nation.Seeds.TextBlast())];
        var mail = await nation.Frozen(await nation.Seeds.Mail());

        using var runner = ActivatorUtilities.CreateInstance<MailRunner>(app.Services);
        await runner.StartAsync(Ct);
        try
        {
            for (var looks = 0; relay.Mails.IsEmpty && looks < 500; looks++)
            {
                app.Clock.Advance(TimeSpan.FromMilliseconds(50));
                await Task.Delay(10, Ct);
            }

            Assert.Single(relay.Mails);
            foreach (var text in texts) Assert.True((await nation.Total(text)).Waiting > 0);
        }
        finally
        {
            await runner.StopAsync(CancellationToken.None);
        }

        Assert.Equal(1, (await nation.Total(mail)).Audience);
    }
}
