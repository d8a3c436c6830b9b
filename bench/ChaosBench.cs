using System.Globalization;
using Preau.Kills;
using Preau.Tests.Mail;

namespace Preau.Bench;

/// <summary>The program is killed a hundred times by SIGKILL while it sends a mail, and a hundred times while it sends a text, and started again: what arrived, against what the store says. The same scenario as the test, tenfold.</summary>
public sealed class ChaosBench : IBench
{
    private const int DefaultPeople = 20_000;
    private const int MostKills = 100;
    private const int PeopleAKill = 50;
    private const int Connections = 4;
    private const int PerSecond = 400;

    public string Name => "chaos";
    public string About => "one mail, and one text, to people (default 20,000) by a program that is killed 100 times while it sends, once for 50 people where they are fewer; limit: 0 doubled, 0 lost, one unknown an open connection a kill";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        var people = options.People ?? DefaultPeople;
        await using (var catcher = await Catcher.Start())
        await using (var store = await BenchStore.Make(options, "chaos", ct, hasNation: false))
        await using (var campaign = await SendingCampaign.Mail(store.Environment, people, catcher.Port, isSigned: false, ct))
        {
            await Run(options, "mails", campaign, new MailReceiver(catcher), Settings(store), people, report, ct);
        }

        await using (var phones = await PhoneCatcher.Start())
        await using (var store = await BenchStore.Make(options, "chaos_texts", ct, hasNation: false))
        await using (var campaign = await SendingCampaign.Texts(store.Environment, people, PerSecond, ct))
        {
            await Run(options, "texts", campaign, phones, new(Settings(store), StringComparer.Ordinal) { ["PREAU_SANDBOX"] = phones.Address.ToString() }, people, report, ct);
        }
    }

    private static async Task Run(BenchOptions options, string what, SendingCampaign campaign, IReceiver receiver, Dictionary<string, string> settings, int people, Action<Measure> report, CancellationToken ct)
    {
        var (kills, seed) = (Math.Min(MostKills, people / PeopleAKill), Random.Shared.Next());
        options.Say($"{what}: seed {seed}");
        ProgramProcess? program = null;
        KillOutcome outcome;
        try
        {
            outcome = await new KilledSending(campaign, receiver, Start, () => program!.Kill(), new Random(seed)).Run(people, kills, ct);
        }
        finally
        {
            if (program is not null) await program.DisposeAsync();
        }

        report(new Measure($"{what}: kills", kills, "kills"));
        report(new Measure($"{what}: people", outcome.Deliveries.Count, "people"));
        report(new Measure($"{what}: doubled", outcome.Doubled.Count(), what, 0));
        report(new Measure($"{what}: lost", outcome.Lost.Count() + people - outcome.Deliveries.Count, what, 0));
        report(new Measure($"{what}: sent, but the store denies it", outcome.Denied.Count(), what, 0));
        report(new Measure($"{what}: unknown, and listed", outcome.Unknown, what, kills * Connections));

        async Task Start()
        {
            if (program is not null) await program.DisposeAsync();
            program = ProgramProcess.Start("serve", settings);
        }
    }

    private static Dictionary<string, string> Settings(BenchStore store) => new(store.Serving(SmtpSink.FreePort()), StringComparer.Ordinal)
    {
        ["PREAU_MAIL_CONNECTIONS"] = Connections.ToString(CultureInfo.InvariantCulture), ["PREAU_MAIL_PER_SECOND"] = PerSecond.ToString(CultureInfo.InvariantCulture), ["PREAU_MAIL_LEASE_SECONDS"] = "5",
    };
}
