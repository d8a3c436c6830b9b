using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>Texts to many wait for the hours of the law; nobody has to think of it.</summary>
public sealed class TextHoursTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Fact]
    public async Task Outside_its_hours_a_text_waits_and_goes_on_by_itself()
    {
        await using var nation = await app.NewCampaign();
        await nation.ReadyToPublish();
        var (_, number) = await app.Reader(nation);
        var monday = SaturdayEvening();
        var blast = await nation.Seeds.TextBlast();
        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows($"It waits, and leaves by itself from {monday.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture)}");

        await nation.SendNow(blast);
        Assert.Empty(app.Phones.Of(number));
        Assert.Equal((BlastState.Sending, null), ((await nation.Read(blast)).State, (await nation.Read(blast)).Problem));
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("At this hour no texts to many leave");
        app.Clock.Advance(TimeSpan.FromHours(24));
        await nation.RunMail();
        Assert.Empty(app.Phones.Of(number));

        app.Clock.Advance(monday - app.Clock.GetUtcNow());
        await nation.RunMail();
        Assert.Single(app.Phones.Of(number));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task The_time_in_which_the_others_wait_for_the_better_version_begins_when_the_first_may_leave()
    {
        await using var nation = await app.NewCampaign();
        await nation.ReadyToPublish();
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_PerSecond = "1000" });
        for (var i = 0; i < 16; i++) await app.Reader(nation);
        var monday = SaturdayEvening();
        var blast = await nation.Seeds.TextBlast();
        await nation.Do((_, db) =>
        {
            db.Attach(blast);
            (blast.TrialShare, blast.TrialMinutes) = (5000, 60);
            db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "B", Body = "Jeudi, {{ person.first_name }} ?" });
            return Task.CompletedTask;
        });

        await nation.SendNow(blast);
        Assert.Equal(monday.AddHours(1), (await nation.Read(blast)).DecideAt);
        Assert.Equal(monday, (await nation.Services.GetRequiredService<ReadOutcomes>().Run(await nation.Read(blast), CancellationToken.None))!.Since);
        // Its hour comes, and none of the first has left yet.
        app.Clock.Advance(monday.AddHours(1) - app.Clock.GetUtcNow());
        await nation.RunJobs();
        Assert.Equal((null, monday.AddHours(2)), ((await nation.Read(blast)).Winner, (await nation.Read(blast)).DecideAt));
        await nation.RunMail();
        app.Clock.Advance(TimeSpan.FromHours(1));
        await nation.RunJobs();
        await nation.RunMail();

        Assert.Equal((0, BlastState.Sent), ((await nation.Read(blast)).Winner, (await nation.Read(blast)).State));
    }

    [Fact]
    public void What_was_wrong_before_the_hours_ended_is_not_counted_on_over_the_night()
    {
        var clock = new FakeTimeProvider();
        var mood = new RelayMood(new MailOptions(), clock);
        mood.Begin();
        mood.Failed("away");
        mood.Rest(clock.GetUtcNow().AddHours(14));
        clock.Advance(TimeSpan.FromHours(14));
        mood.Begin();
        mood.Failed("away");

        Assert.Null(mood.GiveUp());
        Assert.Equal("away", mood.Trouble);
    }

    [Theory]
    [InlineData("+33639981234", "2026-11-30T07:30", "2026-11-30T09:00")]
    [InlineData("+33639981234", "2026-11-30T12:00", null)]
    [InlineData("+590690001234", "2026-11-30T12:00", "2026-11-30T14:00")]
    [InlineData("+262692001234", "2026-11-30T17:00", "2026-12-01T06:00")]
    [InlineData("+687751234", "2026-11-29T23:30", null)]
    [InlineData("+689871234", "2026-11-30T10:00", "2026-11-30T20:00")]
    [InlineData("+262639123456", "2026-11-30T06:00", "2026-11-30T07:00")]
    [InlineData("+15145550123", "2026-11-30T10:00", "2026-11-30T15:00")]
    [InlineData("+79123456789", "2026-11-30T12:00", "2026-12-01T09:00")]
    [InlineData("+61412345678", "2026-11-30T12:00", "2026-12-01T03:30")]
    public void The_first_text_of_a_campaign_goes_by_the_clock_of_the_number(string number, string at, string? opens)
    {
        var pack = app.Services.GetRequiredService<Preau.Law.PackLibrary>().Find("fr");
        var now = DateTimeOffset.Parse(at + "Z", CultureInfo.InvariantCulture);

        Assert.Equal(opens is null ? now : DateTimeOffset.Parse(opens + "Z", CultureInfo.InvariantCulture), TextHours.Opens(pack, number, Paris, now, null));
    }

    [Theory]
    [InlineData("+33639981234", "2026-11-30T06:59", true)]
    [InlineData("+33639981234", "2026-11-30T07:00", false)]
    [InlineData("+33639981234", "2026-11-30T20:59", false)]
    [InlineData("+33639981234", "2026-11-30T21:00", true)]
    [InlineData("+596696123456", "2026-11-30T11:59", true)]
    [InlineData("+262692001234", "2026-11-30T18:00", true)]
    [InlineData("+12025550123", "2026-11-30T12:59", true)]
    [InlineData("+12025550123", "2026-11-30T13:00", false)]
    [InlineData("+15145550123", "2026-11-30T09:00", true)]
    [InlineData("+262639123456", "2026-11-30T18:59", false)]
    [InlineData("+262639123456", "2026-11-30T19:00", true)]
    [InlineData("+999123", "2026-11-30T12:00", false)]
    public void At_night_by_its_own_clock_no_number_rings(string number, string at, bool isNight) =>
        Assert.Equal(isNight, TextHours.Morning(number, Paris, DateTimeOffset.Parse(at + "Z", CultureInfo.InvariantCulture)) is not null);

    [Theory]
    [InlineData("+596696123456", 3.5)]
    [InlineData("+15145550199", 4.5)]
    public async Task A_text_to_many_waits_for_the_morning_of_a_number_overseas(string away, double hours)
    {
        await using var nation = await app.NewCampaign();
        await nation.ReadyToPublish();
        var monday = SaturdayEvening();
        app.Clock.Advance(monday - app.Clock.GetUtcNow());
        var (person, number) = await app.Reader(nation);
        await nation.Db.PersonPhones.Where(p => p.PersonId == person.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.PhoneKey, away).SetProperty(p => p.Number, away), TestContext.Current.CancellationToken);
        var (_, near) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast();

        await nation.SendNow(blast);
        Assert.Single(app.Phones.Of(near));
        Assert.Empty(app.Phones.Of(away));
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries")).Shows("it waits for the morning there");
        app.Clock.Advance(TimeSpan.FromHours(hours));
        await nation.RunMail();

        Assert.Single(app.Phones.Of(away));
        Assert.Empty(app.Phones.Of(number));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Theory]
    [InlineData("+33612345678", false)]
    [InlineData("+32470123456", false)]
    [InlineData("+15145550198", true)]
    [InlineData("+447400123456", true)]
    [InlineData("+596696123457", true)]
    public async Task The_page_says_so_where_it_is_another_hour_with_some_of_them(string number, bool isElsewhere)
    {
        await using var nation = await app.NewCampaign();
        await nation.ReadyToPublish();
        await app.Reader(nation);
        var (person, _) = await app.Reader(nation);
        await nation.Db.PersonPhones.Where(p => p.PersonId == person.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.PhoneKey, number), TestContext.Current.CancellationToken);
        SaturdayEvening();
        var blast = await nation.Seeds.TextBlast();

        var page = await nation.Panel.Get($"/mail/{blast.Id}/send");

        if (isElsewhere) page.Shows("have a number where it is another hour");
        else page.DoesNotShow("have a number where it is another hour");
    }

    [Fact]
    public async Task The_page_says_nothing_of_numbers_elsewhere_whose_people_did_not_agree()
    {
        await using var nation = await app.NewCampaign();
        await nation.ReadyToPublish();
        await app.Reader(nation);
        foreach (var (number, agreed) in new[] { ("+596696123458", false), ("+15145550197", false), ("+32470123458", true) })
        {
            var (person, _) = await app.Reader(nation, agreed);
            await nation.Db.PersonPhones.Where(p => p.PersonId == person.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.PhoneKey, number), TestContext.Current.CancellationToken);
        }

        SaturdayEvening();
        var blast = await nation.Seeds.TextBlast();

        (await nation.Panel.Get($"/mail/{blast.Id}/send")).DoesNotShow("have a number where it is another hour");
    }

    [Fact]
    public async Task One_person_is_answered_at_any_hour()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        app.Clock.Advance(TimeSpan.FromHours(12));

        await TextingApp.Write(nation, person.Id, "Bonsoir, à demain");
        await app.Deliver(nation);

        Assert.Single(app.Phones.Of(number));
    }

    /// <summary>At 20:30 in Paris.</summary>
    /// <returns>When the next hours begin: on Monday.</returns>
    private DateTimeOffset SaturdayEvening()
    {
        var saturday = DateOnly.FromDateTime(app.Clock.GetUtcNow().Date).AddDays(1);
        while (saturday.DayOfWeek != DayOfWeek.Saturday) saturday = saturday.AddDays(1);
        app.Clock.Advance(new DateTimeOffset(saturday, new TimeOnly(19, 30), TimeSpan.Zero) - app.Clock.GetUtcNow());
        return new DateTimeOffset(saturday.AddDays(2), new TimeOnly(9, 0), TimeSpan.Zero);
    }
}
