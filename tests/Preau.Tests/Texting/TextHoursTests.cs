using Preau.Mail;

namespace Preau.Tests.Texting;

/// <summary>Texts to many wait for the hours of the law; nobody has to think of it.</summary>
public sealed class TextHoursTests(TextingApp app) : IClassFixture<TextingApp>
{
    [Fact]
    public async Task Outside_its_hours_a_text_waits_and_goes_on_by_itself()
    {
        await using var nation = await app.NewCampaign();
        await nation.ReadyToPublish();
        var (_, number) = await app.Reader(nation);
        // Saturday at 20:30 in Paris: the next hour is Monday's.
        app.Clock.Advance(new DateTimeOffset(2026, 11, 28, 19, 30, 0, TimeSpan.Zero) - app.Clock.GetUtcNow());
        var blast = await nation.Seeds.TextBlast();
        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("It waits, and leaves by itself from Monday, 30 November 2026");

        await nation.SendNow(blast);
        Assert.Empty(app.Phones.Of(number));
        Assert.Equal((BlastState.Sending, null), ((await nation.Read(blast)).State, (await nation.Read(blast)).Problem));
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("At this hour no texts to many leave");
        app.Clock.Advance(TimeSpan.FromHours(24));
        await nation.RunMail();
        Assert.Empty(app.Phones.Of(number));

        app.Clock.Advance(new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero) - app.Clock.GetUtcNow());
        await nation.RunMail();
        Assert.Single(app.Phones.Of(number));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
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
}
