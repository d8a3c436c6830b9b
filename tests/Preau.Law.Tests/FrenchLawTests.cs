using System.Globalization;

namespace Preau.Law.Tests;

public sealed class FrenchLawTests
{
    private static readonly DateOnly Day = new(2026, 12, 1);
    private readonly Pack pack = Cases.Pack();

    [Theory]
    [InlineData(Channel.Email, false, "News")]
    [InlineData(Channel.Email, true, "News Targeted")]
    [InlineData(Channel.Sms, false, "Sms")]
    [InlineData(Channel.Sms, true, "Sms Targeted")]
    [InlineData(Channel.Robocall, false, "Call")]
    [InlineData(Channel.Phone, true, "")]
    [InlineData(Channel.Door, true, "")]
    public void Consent_depends_on_channel_and_targeting(Channel channel, bool isTargeted, string purposes)
    {
        var need = pack.ConsentFor(channel, isTargeted, Day);

        Assert.False(need.IsForbidden);
        Assert.Equal(purposes, string.Join(' ', need.Purposes.Order()));
    }

    [Fact]
    public void Nobody_is_handed_to_advertising_platforms() => Assert.True(pack.ConsentFor(Channel.Ads, isTargeted: true, Day).IsForbidden);

    [Fact]
    public void Openings_need_a_consent_of_their_own() => Assert.Equal([Purpose.Measure], pack.ConsentForMeasuring(Channel.Email, Day).Purposes);

    [Fact]
    public void A_receipt_goes_out_during_the_silence_and_a_newsletter_does_not()
    {
        var eve = new DateTimeOffset(2027, 3, 13, 12, 0, 0, TimeSpan.Zero);

        Assert.True(pack.MaySend(Cases.Mail with { At = eve, IsPropaganda = false }).IsAllowed);
        Assert.Equal(["FR-PRO-01"], pack.MaySend(Cases.Mail with { At = eve }).Blocks.Select(b => b.RuleId));
    }

    [Fact]
    public void A_targeted_mail_reaches_those_who_agreed_to_both()
    {
        var mail = Cases.Mail with { IsTargeted = true };

        Assert.False(pack.MayReach(mail, new(new HashSet<Purpose> { Purpose.News })).IsAllowed);
        Assert.True(pack.MayReach(mail, new(new HashSet<Purpose> { Purpose.News, Purpose.Targeted })).IsAllowed);
        Assert.False(pack.MayReach(mail, new(new HashSet<Purpose> { Purpose.News, Purpose.Targeted }, new DateOnly(2012, 1, 1))).IsAllowed);
    }

    [Fact]
    public void A_vote_of_the_whole_country_is_held_on_Saturday_in_some_territories_and_laws_count_from_Sunday()
    {
        var election = pack.InTerritories(Cases.Election with { Kind = ElectionKind.Presidential, Polls = [new(new(2027, 4, 11), "Europe/Paris"), new(new(2027, 4, 25), "Europe/Paris")] });
        var friday = new DateTimeOffset(2027, 4, 9, 12, 0, 0, TimeSpan.Zero);
        bool May(string? territory) => pack.MaySend(Cases.Mail with { At = friday, Election = election, Territory = territory }).IsAllowed;

        Assert.Equal(new DateOnly(2027, 4, 11), election.FirstPollOn);
        Assert.Equal("Europe/Paris", election.TimeZone);
        Assert.True(May(election.Home));
        Assert.True(May(pack.TerritoryOf(election, "FR", "2A004")));
        Assert.False(May(pack.TerritoryOf(election, "FR", "97105")));
        Assert.False(May(pack.TerritoryOf(election, "US", "10001")));
        Assert.False(May(null));
        Assert.DoesNotContain(election.Home, pack.QuietIn(Channel.Email, election, friday));
        Assert.Null(pack.TerritoryOf(election, "JP", "100-0001"));
        Assert.Null(pack.TerritoryOf(election, "FR", ""));
    }

    [Fact]
    public void A_campaign_with_an_overseas_clock_keeps_the_silence_of_the_mainland_in_a_vote_of_the_whole_country()
    {
        var election = pack.InTerritories(Cases.Election with { Kind = ElectionKind.European, Polls = [new(new(2029, 6, 10), "Indian/Reunion", new TimeOnly(18, 0))] });
        bool May(DateTimeOffset at) => pack.MaySend(Cases.Mail with { At = at, Election = election, Territory = election.Home }).IsAllowed;

        Assert.Equal("Europe/Paris", election.TimeZone);
        Assert.True(May(new(2029, 6, 8, 21, 59, 59, TimeSpan.Zero)));
        Assert.False(May(new(2029, 6, 8, 22, 0, 0, TimeSpan.Zero)));
        Assert.False(May(new(2029, 6, 10, 17, 59, 59, TimeSpan.Zero)));
        Assert.True(May(new(2029, 6, 10, 18, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void A_local_vote_has_one_day_and_one_clock() => Assert.All(pack.InTerritories(Cases.Election).Polls, p => Assert.Null(p.Territory));

    [Fact]
    public void The_silence_starts_by_the_clock_of_each_territory()
    {
        var election = Cases.Election with
        {
            Polls = [new(new DateOnly(2027, 4, 10), "America/Cayenne", Territory: "GF"), new(new DateOnly(2027, 4, 11), "Europe/Paris", Territory: "FR")],
        };
        var friday = new DateTimeOffset(2027, 4, 9, 12, 0, 0, TimeSpan.Zero);
        var mail = Cases.Mail with { At = friday, Election = election };

        Assert.False(pack.MaySend(mail with { Territory = "GF" }).IsAllowed);
        Assert.True(pack.MaySend(mail with { Territory = "FR" }).IsAllowed);
        Assert.False(pack.MaySend(mail).IsAllowed);
    }

    [Fact]
    public void The_appeal_names_who_collects_in_the_readers_language_and_quotes_the_law_in_its_own()
    {
        var text = pack.RequiredText(Rules.TextPlace.GiftPage, Cases.Collector, Cases.Election, Day);

        Assert.Contains("Camille Exemple, mandataire financier désigné le 1 octobre 2026", text[0].Text.Fr, StringComparison.Ordinal);
        Assert.Contains("Camille Exemple, financial agent (mandataire financier) named on 1 October 2026", text[0].Text.En, StringComparison.Ordinal);
        Assert.Equal(4, text.Count(p => p.QuoteLanguage == "fr"));
        Assert.All(text, p => Assert.DoesNotContain("{", p.Text.Fr, StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_speak_both_languages_and_say_amounts_their_way()
    {
        var refusal = pack.MayTake(Cases.Gift with { AmountCents = 460_001 });

        Assert.Contains("€4,600", refusal.Messages(CultureInfo.GetCultureInfo("en-GB"))[0], StringComparison.Ordinal);
        Assert.Contains("600\u00a0€", refusal.Messages(CultureInfo.GetCultureInfo("fr-FR"))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-06-30T21:59:59Z", "FR-DON-09")]
    [InlineData("2026-08-15T12:00:00Z", "")]
    public void For_the_presidential_election_the_whole_pack_takes_gifts_from_July_of_the_year_before(string at, string broken)
    {
        var gift = Cases.Gift with
        {
            At = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture),
            Method = PaymentMethod.Cheque,
            Collector = Cases.Collector with { DeclaredOn = new DateOnly(2026, 5, 1) },
            Election = Cases.Election with { Kind = ElectionKind.Presidential, Polls = [new PollDay(new DateOnly(2027, 4, 11), "Europe/Paris")], Population = null },
        };

        Assert.Equal(broken, string.Join(' ', pack.MayTake(gift).Blocks.Select(b => b.RuleId)));
    }

    [Fact]
    public void The_window_of_a_regular_election_opens_six_months_before_its_month() =>
        Assert.Equal(
            new Rules.Window(new DateOnly(2026, 10, 1), null),
            pack.CollectionWindow(Cases.Collector, Cases.Election, Day));
}
