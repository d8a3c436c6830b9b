using System.Globalization;
using Preau.Kills;
using Preau.Tests.Mail;

namespace Preau.Bench;

/// <summary>One mail to many, built for each and handed over by the real program, against a loop that hands over one of those mails again and again.</summary>
public sealed class MailBench : IBench
{
    private const int DefaultPeople = 50_000;
    private const int Connections = 4;
    private const double MostSecondsToFreeze = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public string Name => "mail";
    public string About => "a personal mail with signed links to people (default 50,000), built and handed to smtp-sink, without and with DKIM; limit: a bare loop of one fixed message over as many connections (bars: 1,667 and 1,000 mails/s, 300 MB, 20 s to freeze a million)";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        var people = options.People ?? DefaultPeople;
        await using var sink = await SmtpSink.Start(ct);
        foreach (var isSigned in new[] { false, true })
        {
            var kind = isSigned ? "signed by DKIM" : "not signed";
            var message = await OneMail(options, isSigned, ct);
            options.Say($"{kind}: {people:N0} people");
            await using var store = await BenchStore.Make(options, isSigned ? "signed" : "plain", ct);
            await using var campaign = await SendingCampaign.Mail(store.Environment, people, sink.Port, isSigned, ct);
            await BareSmtp.Run(sink.Port, Connections, Math.Min(people, 5000), message, ct);
            var before = await BareSmtp.Run(sink.Port, Connections, people, message, ct);
            await using var program = ProgramProcess.Start("serve", Settings(store));
            var blast = await campaign.Sent(Patience, ct);
            var memory = program.PeakMemory;
            if (await campaign.Total(ct) is not { } total || total.Sent != people) throw new BenchRefused("Not every mail was sent.");
            var after = await BareSmtp.Run(sink.Port, Connections, people, message, ct);
            report(new Measure($"{kind}, {message.Length:N0} bytes, {Connections} connections", people / (blast.EndedAt!.Value - blast.FrozenAt!.Value).TotalSeconds, "mails/s", (before + after) / 2));
            report(new Measure($"{kind}: peak memory", memory / 1048576.0, "MB"));
            report(new Measure($"{kind}: the audience is frozen in", (blast.FrozenAt!.Value - await campaign.Begun(ct)).TotalSeconds, "s", MostSecondsToFreeze * people / 1e6));
        }
    }

    /// <summary>As it leaves the program, so that the loop carries the same bytes.</summary>
    private static async Task<byte[]> OneMail(BenchOptions options, bool isSigned, CancellationToken ct)
    {
        await using var catcher = await Catcher.Start();
        await using var store = await BenchStore.Make(options, isSigned ? "one_signed" : "one", ct);
        await using var campaign = await SendingCampaign.Mail(store.Environment, 1, catcher.Port, isSigned, ct);
        await using var program = ProgramProcess.Start("serve", Settings(store));
        await campaign.Sent(Patience, ct);
        return catcher.Mailbox.Find(catcher.Mails.Single().Id)!.Value.Raw;
    }

    private static Dictionary<string, string> Settings(BenchStore store) => new(store.Serving(SmtpSink.FreePort()), StringComparer.Ordinal) { ["PREAU_MAIL_CONNECTIONS"] = Connections.ToString(CultureInfo.InvariantCulture) };
}
