using System.Globalization;
using Preau.Kills;
using Preau.Tests.Mail;

namespace Preau.Bench;

/// <summary>The program is killed a hundred times by SIGKILL while it sends, and started again: what arrived, against what the store says. The same scenario as the test, tenfold.</summary>
public sealed class ChaosBench : IBench
{
    private const int DefaultPeople = 20_000;
    private const int MostKills = 100;
    private const int PeopleAKill = 50;
    private const int Connections = 4;

    public string Name => "chaos";
    public string About => "one mail to people (default 20,000) by a program that is killed 100 times while it sends, once for 50 people where they are fewer; limit: 0 doubled, 0 lost, one unknown an open connection a kill";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        var people = options.People ?? DefaultPeople;
        var kills = Math.Min(MostKills, people / PeopleAKill);
        var seed = Random.Shared.Next();
        options.Say($"seed {seed}");
        await using var catcher = await Catcher.Start();
        await using var store = await BenchStore.Make(options, "chaos", ct);
        await using var campaign = await MailCampaign.Make(store.Environment, people, catcher.Port, isSigned: false, ct);
        var settings = new Dictionary<string, string>(store.Environment, StringComparer.Ordinal)
        {
            ["PREAU_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{SmtpSink.FreePort()}"), ["Logging__LogLevel__Default"] = "Warning",
            ["PREAU_MAIL_CONNECTIONS"] = Connections.ToString(CultureInfo.InvariantCulture), ["PREAU_MAIL_PER_SECOND"] = "400", ["PREAU_MAIL_LEASE_SECONDS"] = "5",
        };
        ProgramProcess? program = null;
        KillOutcome outcome;
        try
        {
            outcome = await new KilledSending(campaign, catcher, Start, () => program!.Kill(), new Random(seed)).Run(people, kills, ct);
        }
        finally
        {
            if (program is not null) await program.DisposeAsync();
        }

        report(new Measure("kills", kills, "kills"));
        report(new Measure("people", outcome.Deliveries.Count, "people"));
        report(new Measure("doubled", outcome.Doubled.Count(), "mails", 0));
        report(new Measure("lost", outcome.Lost.Count() + people - outcome.Deliveries.Count, "mails", 0));
        report(new Measure("sent, but the store denies it", outcome.Denied.Count(), "mails", 0));
        report(new Measure("unknown, and listed", outcome.Unknown, "mails", kills * Connections));

        async Task Start()
        {
            if (program is not null) await program.DisposeAsync();
            program = ProgramProcess.Start("serve", settings);
        }
    }
}
