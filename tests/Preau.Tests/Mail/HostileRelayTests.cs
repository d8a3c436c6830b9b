using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;
using Preau.Settings;

namespace Preau.Tests.Mail;

/// <summary>Sends over one connection, and waits a second for a relay that says nothing.</summary>
public sealed class ImpatientApp : OneConnection
{
    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.Configure<MailOptions>(options => options.TimeoutSeconds = 1);
    }
}

/// <summary>Relays that keep somebody who sends busy, and mails that keep a relay busy: nobody gets a mail twice, nobody is lost, and what stands in the way is said.</summary>
public sealed partial class HostileRelayTests(ImpatientApp app) : IClassFixture<ImpatientApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_relay_that_gives_its_answers_byte_by_byte_is_understood()
    {
        await using var relay = new FakeRelay { IsDripping = true };
        await using var nation = await Ready(relay, "ada@example.org");
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);

        Assert.Single(relay.Mails);
        Assert.Equal((1, 0), ((int)(await nation.Total(blast)).Sent, (int)(await nation.Total(blast)).Unknown));
    }

    [Theory]
    [InlineData("220")]
    [InlineData("RCPT")]
    public async Task A_relay_whose_answer_never_ends_is_given_up_in_time_and_the_mail_leaves_later(string at)
    {
        await using var relay = new FakeRelay { Endless = at };
        relay.OnEndless = () => app.Clock.Advance(TimeSpan.FromSeconds(2));
        await using var nation = await Ready(relay, "ada@example.org");
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);

        Assert.Empty(relay.Mails);
        Assert.Equal((DeliveryState.Waiting, 0), (await nation.Deliveries(blast)).Select(d => (d.State, d.Attempts)).Single());
        Assert.Equal(RelayTrouble.TooLate, (await nation.Read(blast)).Problem);
        relay.Endless = null;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.RunMail();
        Assert.Single(relay.Mails);
        Assert.Null((await nation.Read(blast)).Problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_relay_that_takes_too_long_behind_the_last_dot_leaves_it_unknown_until_somebody_clicks(bool isEndless)
    {
        await using var relay = new FakeRelay();
        // It has the mail, and says so when nobody waits for that any more; or begins to say so and never comes to the end.
        if (isEndless)
        {
            (relay.Endless, relay.OnEndless) = (".", () => app.Clock.Advance(TimeSpan.FromSeconds(2)));
        }
        else
        {
            relay.OnTaken = async _ =>
            {
                app.Clock.Advance(TimeSpan.FromSeconds(2));
                await Task.Delay(TimeSpan.FromMilliseconds(500), Ct);
            };
        }

        await using var nation = await Ready(relay, "ada@example.org");
        var blast = await nation.Seeds.Mail(b => b.Body = """<p>Read <a href="https://ada.example/programme">this</a>.</p>""");
        await nation.SendNow(blast);
        (relay.Endless, relay.OnTaken) = (null, _ => Task.CompletedTask);
        for (var i = 0; i < 3; i++)
        {
            app.Clock.Advance(TimeSpan.FromHours(1));
            await nation.RunMail();
        }

        Assert.Single(relay.Mails);
        Assert.Equal((0, 1), await Numbers(nation, blast));
        var click = ClickPath().Match(relay.Mails.Single().Message.HtmlBody ?? "").Value;
        var request = new HttpRequestMessage(HttpMethod.Get, click);
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        await nation.Site.Send(request);
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await nation.RunClicks();

        Assert.Equal((1, 0), await Numbers(nation, blast));
        Assert.Equal(DeliveryState.Sent, (await nation.Deliveries(blast)).Single().State);
    }

    [Fact]
    public async Task A_mail_of_megabytes_is_refused_in_words_before_it_leaves()
    {
        await using var nation = await Ready(null, "ada@example.org");
        // Five megabytes as they would travel.
        var blast = await nation.Seeds.Mail(b => b.Body = $"<p>{{% for i in (1..4000) %}}{string.Concat(Enumerable.Repeat("🌍", 50))}{{% endfor %}}</p>");

        var refused = Assert.IsType<Scheduling.Refused>(await nation.Schedule(blast));

        Assert.Contains(refused.Reasons, r => r.Text.Contains("500 KB is the most", StringComparison.Ordinal));
        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("500 KB is the most");
    }

    [Fact]
    public async Task A_mail_that_grows_to_megabytes_for_some_people_alone_reaches_them_and_costs_no_more_memory_than_it_is_long()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        const int Large = 12;
        for (var i = 0; i < Large; i++) await nation.Seeds.Reader($"eve{i}@example.org", "Eve");
        await nation.Seeds.Reader("zoe@example.org", "Zoe");
        var blast = await nation.Seeds.Mail(b => b.Body = $"<p>{{% if person.first_name == \"Eve\" %}}{{% for i in (1..4000) %}}{string.Concat(Enumerable.Repeat("🌍", 50))}{{% endfor %}}{{% endif %}}Hello</p>");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await nation.SendNow(blast);

        Assert.Equal(Large + 1, relay.Mails.Count);
        Assert.True(relay.Mails.Where(m => m.To.StartsWith("eve", StringComparison.Ordinal)).All(m => m.Raw.Length > 2_000_000), "they are as long as their text");
        var kept = relay.Mails.Sum(m => 2L * m.Raw.Length);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before - kept < 100_000_000, "what has left is not held");
    }

    [Fact]
    public async Task A_relay_that_finds_a_mail_too_large_condemns_no_address()
    {
        await using var relay = new FakeRelay { OnContent = _ => "552 5.3.4 Message size exceeds fixed limit" };
        await using var nation = await Ready(relay, [.. Enumerable.Range(0, 5).Select(i => $"r{i}@example.org")]);
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);

        Assert.Equal(BlastState.Paused, (await nation.Read(blast)).State);
        Assert.Contains("552 5.3.4", (await nation.Read(blast)).Problem, StringComparison.Ordinal);
        Assert.Equal(0, (int)(await nation.Total(blast)).Refused);
    }

    private async Task<TestNation> Ready(FakeRelay? relay, params string[] readers)
    {
        var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        foreach (var address in readers) await nation.Seeds.Reader(address);
        return nation;
    }

    private static async Task<(int Sent, int Unknown)> Numbers(TestNation nation, Blast blast) => await nation.Total(blast) is var total ? ((int)total.Sent, (int)total.Unknown) : default;

    [GeneratedRegex("/m/c/[A-Za-z0-9_-]+")]
    private static partial Regex ClickPath();
}
