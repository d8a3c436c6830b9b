using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>The nights on which clocks change, minute by minute: no text leaves at an hour that is forbidden by the clock of its reader, and none waits a day too long.</summary>
public sealed class ClockChangeTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    // France's law: from 10 to 20, neither on Sundays nor on holidays, of which All Saints' is one near these nights.
    private static readonly HashSet<DateOnly> Holidays = [new(2026, 11, 1), new(2026, 11, 11)];

    [Theory]
    [InlineData("+33639981234", "Europe/Paris", "Europe/Paris", "2026-03-29")]
    [InlineData("+33639981234", "Europe/Paris", "Europe/Paris", "2026-10-25")]
    [InlineData("+262692001234", "Europe/Paris", "Indian/Reunion", "2026-03-29")]
    [InlineData("+262692001234", "Europe/Paris", "Indian/Reunion", "2026-10-25")]
    [InlineData("+12025550123", "Europe/Paris", "America/New_York", "2026-03-08")]
    [InlineData("+12025550123", "Europe/Paris", "America/New_York", "2026-03-29")]
    [InlineData("+12025550123", "Europe/Paris", "America/New_York", "2026-11-01")]
    [InlineData("+508412345", "Europe/Paris", "America/Miquelon", "2026-03-08")]
    [InlineData("+33639981234", "Indian/Reunion", "Europe/Paris", "2026-10-25")]
    public void The_first_text_of_a_campaign_leaves_at_the_next_lawful_minute(string number, string campaign, string there, string night)
    {
        var (pack, home, zone) = (Pack(), TimeZoneInfo.FindSystemTimeZoneById(campaign), TimeZoneInfo.FindSystemTimeZoneById(there));

        foreach (var at in Around(night)) Assert.Equal(Next(at, local => IsLawful(local), zone), TextHours.Opens(pack, number, home, at, null));
    }

    [Theory]
    [InlineData("Europe/Paris", "2026-03-29")]
    [InlineData("Europe/Paris", "2026-10-25")]
    [InlineData("Indian/Reunion", "2026-03-29")]
    [InlineData("Indian/Reunion", "2026-10-25")]
    [InlineData("America/Miquelon", "2026-11-01")]
    public void A_text_to_many_leaves_at_the_next_lawful_minute_of_the_campaign(string zone, string night)
    {
        var (pack, rules) = (Pack(), TimeZoneInfo.FindSystemTimeZoneById(zone));

        foreach (var at in Around(night)) Assert.Equal(Next(at, local => IsLawful(local), rules), pack.Opens(Channel.Sms, at, zone, null));
    }

    [Theory]
    [InlineData("+33639981234", "Europe/Paris", "2026-03-29")]
    [InlineData("+33639981234", "Europe/Paris", "2026-10-25")]
    [InlineData("+262692001234", "Indian/Reunion", "2026-03-29")]
    [InlineData("+262692001234", "Indian/Reunion", "2026-10-25")]
    [InlineData("+12025550123", "America/New_York", "2026-03-08")]
    [InlineData("+12025550123", "America/New_York", "2026-11-01")]
    // The clocks of Cairo change at midnight.
    [InlineData("+201001234567", "Africa/Cairo", "2026-04-24")]
    [InlineData("+201001234567", "Africa/Cairo", "2026-10-30")]
    public void The_night_of_a_number_ends_at_eight_by_its_own_clock(string number, string there, string night)
    {
        var (home, zone) = (TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"), TimeZoneInfo.FindSystemTimeZoneById(there));

        foreach (var at in Around(night))
        {
            var morning = Next(at, local => local.Hour is >= 8 and < 22, zone);
            Assert.Equal(morning == at ? null : morning, TextHours.Morning(number, home, at));
        }
    }

    [Fact]
    public async Task What_was_sent_before_a_night_of_change_leaves_on_the_next_working_day_at_ten_by_the_new_clock()
    {
        var saturday = new DateTimeOffset(2027, 10, 30, 18, 30, 0, TimeSpan.Zero);
        app.Clock.Advance(saturday - app.Clock.GetUtcNow());
        await using var nation = await app.NewCampaign();
        await nation.ReadyToPublish();
        var (_, number) = await app.Reader(nation);

        // Clocks go back on Sunday, and Monday is All Saints'.
        await nation.SendNow(await nation.Seeds.TextBlast());
        app.Clock.Advance(new DateTimeOffset(2027, 11, 2, 8, 59, 0, TimeSpan.Zero) - app.Clock.GetUtcNow());
        await nation.RunMail();
        Assert.Empty(app.Phones.Of(number));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.RunMail();

        Assert.Single(app.Phones.Of(number));
    }

    private Pack Pack() => app.Services.GetRequiredService<PackLibrary>().Find("fr");

    /// <summary>From two days before to two days after, every quarter of an hour.</summary>
    private static IEnumerable<DateTimeOffset> Around(string night)
    {
        var day = new DateTimeOffset(DateOnly.Parse(night, CultureInfo.InvariantCulture).ToDateTime(default), TimeSpan.Zero);
        for (var at = day.AddDays(-2); at < day.AddDays(3); at += Step) yield return at;
    }

    /// <summary>By trying one quarter of an hour after the other, which is slow and has nothing to get wrong.</summary>
    private static DateTimeOffset Next(DateTimeOffset at, Func<DateTime, bool> may, TimeZoneInfo zone)
    {
        while (!may(TimeZoneInfo.ConvertTime(at, zone).DateTime)) at += Step;
        return at;
    }

    private static bool IsLawful(DateTime local) => local.Hour is >= 10 and < 20 && local.DayOfWeek != DayOfWeek.Sunday && !Holidays.Contains(DateOnly.FromDateTime(local));
}
