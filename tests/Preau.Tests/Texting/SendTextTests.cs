using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Nations;
using Preau.Texting;
using Preau.Texting.Sandbox;

namespace Preau.Tests.Texting;

public sealed class SendTextTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_beginning_without_an_end_is_unknown_and_never_sent_again()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        var now = app.Clock.GetUtcNow();
        await nation.Db.TextMessages.ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TextState.Leaving).SetProperty(t => t.StartedAt, now), Ct);

        // Whoever sends it may still be waiting for the answer.
        await nation.RunJobs();
        Assert.Equal(TextState.Leaving, await State(nation));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await nation.RunJobs();
        Assert.Equal(TextState.Unknown, await State(nation));
        app.Clock.Advance(TimeSpan.FromHours(2));
        await nation.RunJobs();

        Assert.Equal(TextState.Unknown, await State(nation));
        Assert.Empty(app.Phones.Of(number));
        (await nation.Panel.Get($"/texts/{await nation.Db.Conversations.Select(c => c.Id).SingleAsync(Ct)}")).Shows("Not known: it may have arrived");
    }

    [Fact]
    public async Task A_lost_answer_leaves_it_unknown_until_the_report_comes_and_the_phone_rings_once()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        app.AnswersGetLost = true;
        try
        {
            await nation.RunJobs();
        }
        finally
        {
            app.AnswersGetLost = false;
        }

        Assert.Equal(TextState.Unknown, await State(nation));
        app.Clock.Advance(TimeSpan.FromHours(2));
        await nation.RunJobs();
        Assert.Single(app.Phones.Of(number));
        await app.Phones.TellDue(Ct);
        Assert.Equal(TextState.Delivered, await State(nation));
    }

    [Fact]
    public async Task A_gateway_that_is_away_is_asked_again_for_an_hour()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        app.GatewayIsDown = true;
        try
        {
            await nation.RunJobs();
            Assert.Equal(TextState.Waiting, await State(nation));
        }
        finally
        {
            app.GatewayIsDown = false;
        }

        app.Clock.Advance(TimeSpan.FromMinutes(9));
        await app.Deliver(nation);
        Assert.Equal(TextState.Delivered, await State(nation));
        Assert.Single(app.Phones.Of(number));
    }

    [Fact]
    public async Task One_no_holds_a_text_for_seconds_and_each_more_for_longer()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        var tried = new List<TimeSpan>();
        app.GatewayIsDown = true;
        try
        {
            var began = app.Clock.GetUtcNow();
            for (var second = 0; second < 30 * 60; second += 5)
            {
                await nation.RunJobs();
                var at = await nation.Db.TextMessages.Select(t => t.StartedAt).SingleAsync(Ct) ?? began;
                if (tried.Count == 0 || tried[^1] != at - began) tried.Add(at - began);
                app.Clock.Advance(TimeSpan.FromSeconds(5));
            }
        }
        finally
        {
            app.GatewayIsDown = false;
        }

        Assert.Equal(6, tried.Count);
        var gaps = tried.Zip(tried.Skip(1), (a, b) => b - a).ToList();
        Assert.InRange(gaps[0], TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));
        Assert.All(gaps.Zip(gaps.Skip(1)).Take(3), g => Assert.True(g.Second > 2 * g.First, string.Join(' ', gaps)));
        Assert.InRange(gaps[^1], TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await nation.RunJobs();
        Assert.Single(app.Phones.Of(number));
    }

    [Fact]
    public async Task A_gateway_that_stays_away_ends_in_a_refusal_that_is_told()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        app.GatewayIsDown = true;
        try
        {
            for (var turn = 0; turn < 12; turn++)
            {
                await nation.RunJobs();
                app.Clock.Advance(TimeSpan.FromMinutes(9));
            }
        }
        finally
        {
            app.GatewayIsDown = false;
        }

        Assert.Equal((TextState.Refused, TextWords.Away), await nation.Db.TextMessages.Select(t => new ValueTuple<TextState, string?>(t.State, t.Reason)).SingleAsync(Ct));
        Assert.Empty(app.Phones.Of(number));
    }

    [Theory]
    [InlineData(PhoneMischief.Refuse, TextState.Refused, 0)]
    [InlineData(PhoneMischief.Busy, TextState.Waiting, 0)]
    [InlineData(PhoneMischief.ReportTwice, TextState.Delivered, 1)]
    [InlineData(PhoneMischief.ReportLate, TextState.HandedOver, 1)]
    [InlineData(PhoneMischief.ReportNever, TextState.HandedOver, 1)]
    [InlineData(PhoneMischief.Undelivered, TextState.Refused, 1)]
    public async Task Whatever_a_gateway_does_it_is_told_and_rings_once_at_most(PhoneMischief mischief, TextState state, int rings)
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        app.Phones.Switch = mischief;
        try
        {
            await app.Deliver(nation);
            await nation.RunJobs();
        }
        finally
        {
            app.Phones.Switch = PhoneMischief.None;
        }

        Assert.Equal(state, await State(nation));
        Assert.Equal(rings, app.Phones.Of(number).Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task What_arrived_although_somebody_on_the_way_denied_it_is_not_sent_again(HttpStatusCode status)
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        app.Instead = status;
        try
        {
            await nation.RunJobs();
        }
        finally
        {
            app.Instead = null;
        }

        Assert.Equal(TextState.Waiting, await State(nation));
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.Phones.TellDue(Ct);
        Assert.Equal(TextState.Delivered, await State(nation));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await nation.RunJobs();

        Assert.Single(app.Phones.Of(number));
        Assert.Equal(TextState.Delivered, await State(nation));
        Assert.Null(await nation.Db.TextMessages.Select(t => t.Answer).SingleAsync(Ct));
    }

    [Fact]
    public async Task A_report_of_a_text_that_never_began_to_leave_says_nothing()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        var id = await nation.Db.TextMessages.Select(t => t.Id).SingleAsync(Ct);

        Assert.Equal(HttpStatusCode.OK, (await nation.Site.Get($"/gateways/texts/{await TextingApp.Secret(nation)}/reports?text={id}&status=1")).Status);
        Assert.Equal(TextState.Waiting, await State(nation));
        await app.Deliver(nation);

        Assert.Single(app.Phones.Of(number));
    }

    [Fact]
    public async Task A_report_that_comes_late_or_twice_takes_nothing_back()
    {
        await using var nation = await app.NewCampaign();
        var (person, _) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        await nation.RunJobs();
        var id = await nation.Db.TextMessages.Select(t => t.Id).SingleAsync(Ct);
        var secret = await TextingApp.Secret(nation);
        foreach (var (status, state) in new[] { (8, TextState.HandedOver), (1, TextState.Delivered), (1, TextState.Delivered), (2, TextState.Delivered), (8, TextState.Delivered) })
        {
            Assert.Equal(HttpStatusCode.OK, (await nation.Site.Get($"/gateways/texts/{secret}/reports?text={id}&status={status}")).Status);
            Assert.Equal(state, await State(nation));
        }

        Assert.Equal(1, await nation.Db.AuditEntries.CountAsync(a => a.Action == "text_message.changed" && a.Actor == ActorKind.System && a.Details == "state", Ct));
    }

    [Fact]
    public async Task One_form_is_one_text_however_often_its_button_is_pressed()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        var path = $"/people/{person.Id}/texts";
        var page = await nation.Panel.Get(path);

        for (var press = 0; press < 3; press++) await nation.Panel.Fill(page, path, new { Form_Text = "Bonjour" }, path);
        await app.Deliver(nation);

        Assert.Single(app.Phones.Of(number));
    }

    [Fact]
    public async Task In_the_silence_before_the_vote_nothing_leaves_but_that_a_STOP_was_heard()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        var services = nation.Services;
        var today = nation.Facts.DayOf(app.Clock.GetUtcNow());
        await services.GetRequiredService<NationSettings>().Set(new CampaignSettings { Election = Preau.Law.ElectionKind.Municipal, FirstRoundOn = today.AddDays(1), Territory = "Saint-Exemple" }, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);

        await app.Deliver(nation);
        Assert.Empty(app.Phones.Of(number));
        Assert.Equal((TextState.Refused, TextWords.Law), await nation.Db.TextMessages.Select(t => new ValueTuple<TextState, string?>(t.State, t.Reason)).SingleAsync(Ct));
        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text=STOP");
        await app.Deliver(nation);
        Assert.Contains("Bien noté", Assert.Single(app.Phones.Of(number)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(202, "0: Accepted for delivery", "accepted:")]
    [InlineData(202, "0: Accepted for delivery, id: 7a-1", "accepted:7a-1")]
    [InlineData(200, "Success \"0703-11\"", "accepted:0703-11")]
    [InlineData(200, "Error \"No route found\"", "refused")]
    [InlineData(400, "Unknown number", "refused")]
    [InlineData(402, "No credit", "away")]
    [InlineData(403, "Authorization failed", "away")]
    [InlineData(429, "Too many", "away")]
    [InlineData(503, "Temporal failure", "later")]
    [InlineData(302, "", "away")]
    [InlineData(500, "", "unknown")]
    [InlineData(504, "", "unknown")]
    public void What_a_gateway_answers_is_understood(int status, string line, string means) => Assert.Equal(means, KannelGateway.Read((HttpStatusCode)status, line) switch
    {
        SmsOutcome.Accepted accepted => "accepted:" + accepted.GatewayId,
        SmsOutcome.Refused refused => refused.IsForGood ? "refused" : refused.IsAway ? "away" : "later",
        _ => "unknown",
    });

    private static Task<TextState> State(TestNation nation) => nation.Db.TextMessages.Select(t => t.State).SingleAsync(Ct);
}
