using Microsoft.Extensions.DependencyInjection;
using Preau.Electors;
using Preau.Law;
using Preau.Mail;
using Preau.Nations;
using Preau.People;

namespace Preau.Tests.Mail;

/// <summary>On the Friday before a vote of the whole country, some territories are silent and the others may still be written to.</summary>
public sealed class TerritoriesTests(OneConnection app) : IClassFixture<OneConnection>
{
    // The Friday before the vote, at ten in the morning by Greenwich.
    private DateTimeOffset friday;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_votes_where_the_silence_has_begun_is_passed_over_and_the_others_get_the_mail()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Presidential(relay);
        var paris = await Voter(nation, "paris@example.org", "75011");
        var guadeloupe = await Voter(nation, "guadeloupe@example.org", "97110");
        var montreal = await Voter(nation, "montreal@example.org", "H2X 1Y4", "CA");
        var unknown = await nation.Seeds.Reader("unknown@example.org");
        var moved = await Voter(nation, "moved@example.org", "97110");
        await nation.Do((_, db) =>
        {
            db.Add(new Registration { PersonId = moved.Id, CommuneCode = "75111", Lists = (int)RollLists.Main, BirthName = "MARTIN", GivenNames = "A", ElectorKey = "martin a" });
            return Task.CompletedTask;
        });
        app.Clock.SetUtcNow(friday);
        var blast = await nation.Frozen(await nation.Seeds.Mail());

        await nation.RunMail();

        Assert.Equal(["moved@example.org", "paris@example.org"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        var became = (await nation.Deliveries(blast)).ToDictionary(d => d.PersonId, d => (d.State, d.Answer));
        Assert.All([guadeloupe, montreal, unknown], p => Assert.Equal((DeliveryState.Skipped, "silence"), became[p.Id]));
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries")).Shows("Votes where the silence before the vote had begun");
    }

    [Fact]
    public async Task Who_has_no_address_votes_at_home_where_the_campaign_says_so()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Presidential(relay, c => c.UnknownVoteAtHome = true);
        var unknown = await nation.Seeds.Reader("unknown@example.org");
        var guadeloupe = await Voter(nation, "guadeloupe@example.org", "97110");
        var tokyo = await Voter(nation, "tokyo@example.org", "100-0001", "JP");
        long[] both = [unknown.Id, guadeloupe.Id, tokyo.Id];

        app.Clock.SetUtcNow(friday.AddDays(-2));
        Assert.Empty(await nation.Services.GetRequiredService<QuietPeople>().Among(both, Channel.Email, Ct));
        app.Clock.SetUtcNow(friday);
        Assert.Equal([guadeloupe.Id, tokyo.Id], (await nation.Services.GetRequiredService<QuietPeople>().Among(both, Channel.Email, Ct)).Order());
        Assert.NotNull(await nation.Services.GetRequiredService<QuietPeople>().TerritoryOf(null, Ct));
    }

    [Fact]
    public async Task Once_home_is_silent_the_whole_mail_waits_for_somebody()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Presidential(relay);
        await Voter(nation, "paris@example.org", "75011");
        app.Clock.SetUtcNow(friday.AddDays(1));

        Assert.IsNotType<Scheduling.Scheduled>(await nation.Schedule(await nation.Seeds.Mail()));
        Assert.Empty(relay.Mails);
    }

    [Fact]
    public async Task An_answer_to_one_person_follows_the_silence_where_they_vote()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Presidential(relay);
        var paris = await Voter(nation, "paris@example.org", "75011");
        var cayenne = await Voter(nation, "cayenne@example.org", "97300");
        app.Clock.SetUtcNow(friday);

        Assert.True(await May(paris));
        Assert.False(await May(cayenne));

        async Task<bool> May(Person person)
        {
            var services = nation.Services;
            return (await services.GetRequiredService<CampaignLaw>().MayWrite(Channel.Email, await services.GetRequiredService<QuietPeople>().TerritoryOf(person.Id, Ct), isPropaganda: true, Ct)).IsAllowed;
        }
    }

    [Fact]
    public async Task The_page_of_the_law_and_the_send_page_tell_of_it()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Presidential(relay);
        await Voter(nation, "paris@example.org", "75011");
        app.Clock.SetUtcNow(friday);
        var blast = await nation.Seeds.Mail();

        var law = await nation.Panel.Get("/settings/law");
        law.Shows("Guadeloupe");
        law.Shows("French citizens in the Americas");
        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("has begun in some territories");
    }

    private async Task<TestNation> Presidential(FakeRelay relay, Action<CampaignSettings>? with = null)
    {
        var today = app.Clock.GetUtcNow();
        var sunday = DateOnly.FromDateTime(today.UtcDateTime).AddDays(14 - (int)today.DayOfWeek);
        friday = new(sunday.AddDays(-2), new TimeOnly(10, 0), TimeSpan.Zero);
        var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var campaign = new CampaignSettings { Election = ElectionKind.Presidential, FirstRoundOn = sunday, SecondRoundOn = sunday.AddDays(14) };
        with?.Invoke(campaign);
        await nation.Do(async (services, _) => await services.GetRequiredService<NationSettings>().Set(campaign, Ct));
        return nation;
    }

    private static async Task<Person> Voter(TestNation nation, string email, string postcode, string country = "FR")
    {
        var person = await nation.Seeds.Reader(email);
        await nation.Do((_, db) =>
        {
            db.Add(new PersonAddress { PersonId = person.Id, Postcode = postcode, Country = country });
            return Task.CompletedTask;
        });
        return person;
    }
}
