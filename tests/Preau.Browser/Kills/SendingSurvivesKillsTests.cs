using System.Globalization;
using Preau.Browser;
using Preau.Mail;
using Preau.Tests.Mail;

namespace Preau.Kills;

/// <summary>«A message sent twice, or lost without being listed» must never happen: the real program, SIGKILL, and a mail server or a gateway that counts.</summary>
public sealed class SendingSurvivesKillsTests
{
    private const int People = 2000;
    private const int Kills = 10;
    private const int Connections = 4;
    private const int PerSecond = 400;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_that_is_killed_ten_times_while_it_sends_two_versions_writes_to_everybody_once_and_to_nobody_who_is_held_out()
    {
        await using var catcher = await Catcher.Start();
        await using var program = Program();
        await using var campaign = await SendingCampaign.Mail(await program.Environment(), People, catcher.Port, isSigned: false, Ct, isMeasured: true);

        var outcome = await HoldsFor(program, campaign, new MailReceiver(catcher));

        Assert.Equal(0, catcher.Mailbox.Totals.Doubles);
        Assert.InRange(outcome.HeldOut, People / 20, People / 5);
        Assert.Equal([0, 1], outcome.Deliveries.Where(d => d.State == DeliveryState.Sent).Select(d => d.Version).Distinct().Order());
    }

    [Fact]
    public async Task A_program_that_is_killed_ten_times_while_it_sends_texts_to_everybody_once()
    {
        await using var phones = await PhoneCatcher.Start();
        await using var program = Program().With("PREAU_SANDBOX", phones.Address.ToString());
        await using var campaign = await SendingCampaign.Texts(await program.Environment(), People, PerSecond, Ct);

        await HoldsFor(program, campaign, phones);
    }

    // Eleven starts: without what development checks at each, and without looking for what could be compiled better.
    private static Installation Program() => new Installation().With("ASPNETCORE_ENVIRONMENT", "Production").With("DOTNET_TieredPGO", "0")
        .With("PREAU_URLS", $"http://127.0.0.1:{Installation.FreePort()}").With("PREAU_MAIL_CONNECTIONS", Connections.ToString(CultureInfo.InvariantCulture))
        .With("PREAU_MAIL_PER_SECOND", PerSecond.ToString(CultureInfo.InvariantCulture)).With("PREAU_MAIL_LEASE_SECONDS", "5");

    private static async Task<KillOutcome> HoldsFor(Installation program, SendingCampaign campaign, IReceiver receiver)
    {
        var seed = Random.Shared.Next();
        KillOutcome outcome;
        try
        {
            outcome = await new KilledSending(campaign, receiver, () => program.Begin("serve"), program.Kill, new Random(seed)).Run(People, Kills, Ct);
        }
        catch (Exception problem) when (problem is TimeoutException or InvalidOperationException)
        {
            throw new Xunit.Sdk.XunitException($"Seed {seed}: {problem.Message}\n{program.Output}", problem);
        }

        var says = $"Seed {seed}. The program said:\n{program.Output}";
        Assert.True(!outcome.Doubled.Any(), $"Written to twice: {string.Join(", ", outcome.Doubled)}. {says}");
        Assert.True(!outcome.Lost.Any(), $"Never written to, and not listed: {string.Join(", ", outcome.Lost)}. {says}");
        Assert.True(!outcome.Denied.Any(), $"Written to, but the store does not say so: {string.Join(", ", outcome.Denied)}. {says}");
        Assert.True(outcome.Unknown <= Kills * Connections, $"{outcome.Unknown} unknown. {says}");
        Assert.Equal(People, outcome.Deliveries.Count);
        Assert.Equal(People, outcome.Total.Audience);
        Assert.Equal(outcome.Unknown, outcome.Total.Unknown);
        Assert.Equal(outcome.HeldOut, outcome.Total.HeldOut);
        Assert.Equal(People - outcome.Unknown - outcome.HeldOut, outcome.Total.Sent);
        return outcome;
    }
}
