using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Contacts;
using Preau.Mail;
using Preau.Mail.Pacing;
using Preau.Nations;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>Calls, visits and texts by hand take from how many messages somebody gets, as messages to many do; asked in sets and of one person alike.</summary>
public sealed class PressureByPeopleTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ContactMethod.PhoneCall, ContactStatus.Answered, true)]
    [InlineData(ContactMethod.DoorKnock, ContactStatus.MeaningfulInteraction, true)]
    [InlineData(ContactMethod.FaceToFace, ContactStatus.Hostile, true)]
    [InlineData(ContactMethod.TextOneToOne, ContactStatus.NotInterested, true)]
    [InlineData(ContactMethod.PhoneCall, ContactStatus.LeftMessage, false)]
    [InlineData(ContactMethod.DoorKnock, ContactStatus.NoAnswer, false)]
    [InlineData(ContactMethod.DoorKnock, ContactStatus.Moved, false)]
    [InlineData(ContactMethod.Meeting, ContactStatus.Answered, false)]
    [InlineData(ContactMethod.TextBlast, ContactStatus.Answered, false)]
    public async Task Whoever_was_reached_by_somebody_has_had_a_message(ContactMethod method, ContactStatus status, bool counts)
    {
        await using var nation = await Limited();
        var (person, _) = await app.Reader(nation);
        await Log(nation, person.Id, method, status);

        await Agrees(nation, person.Id, counts);
    }

    [Fact]
    public async Task What_was_taken_back_what_is_long_ago_and_what_the_settings_leave_out_does_not_count()
    {
        await using var nation = await Limited();
        var (person, _) = await app.Reader(nation);
        await Log(nation, person.Id, ContactMethod.PhoneCall, ContactStatus.Answered, days: 8);
        await Log(nation, person.Id, ContactMethod.PhoneCall, ContactStatus.Answered, isRemoved: true);
        await Agrees(nation, person.Id, false);
        await Log(nation, person.Id, ContactMethod.PhoneCall, ContactStatus.Answered);
        await Agrees(nation, person.Id, true);

        var page = await nation.Panel.Submit("/settings/mail/pace", new { Form_IsLimited = "true", Form_Most = "1", Form_Days = "7", Form_CountsPeople = "false" });

        Assert.True(page.Status == HttpStatusCode.Redirect, page.Text);
        Assert.False((await nation.Services.GetRequiredService<NationSettings>().Get<PaceSettings>(Ct)).CountsPeople);
        await Agrees(nation, person.Id, false);
    }

    [Theory]
    [InlineData(TextState.Leaving, true)]
    [InlineData(TextState.Delivered, true)]
    [InlineData(TextState.Unknown, true)]
    [InlineData(TextState.Refused, false)]
    [InlineData(TextState.Waiting, false)]
    public async Task A_text_by_hand_counts_once_it_may_have_left(TextState state, bool counts)
    {
        await using var nation = await Limited();
        var (person, number) = await app.Reader(nation);
        await Put(nation, person.Id, number, state);

        await Agrees(nation, person.Id, counts);
    }

    [Theory]
    [InlineData(TextState.Leaving, true)]
    [InlineData(TextState.Refused, false)]
    public async Task The_first_text_of_a_campaign_counts_while_it_leaves_whatever_is_counted_of_people(TextState state, bool counts)
    {
        await using var nation = await Limited(countsPeople: false);
        var (person, number) = await app.Reader(nation);
        await Put(nation, person.Id, number, state, isOpening: true);

        await Agrees(nation, person.Id, counts);
    }

    [Fact]
    public async Task Whoever_writes_is_answered_and_that_is_no_pressure()
    {
        await using var nation = await Limited();
        var (person, number) = await app.Reader(nation);
        await Put(nation, person.Id, number, TextState.Received, ago: TimeSpan.FromHours(2));
        await Put(nation, person.Id, number, TextState.Delivered);
        await Agrees(nation, person.Id, false);

        // Long before it is no answer any more.
        await Put(nation, person.Id, number, TextState.Delivered, ago: TimeSpan.FromHours(5));
        await Agrees(nation, person.Id, true);
    }

    [Fact]
    public async Task Nobody_is_kept_from_writing_by_hand_by_what_somebody_has_had()
    {
        await using var nation = await Limited();
        var (person, number) = await app.Reader(nation);
        await Log(nation, person.Id, ContactMethod.PhoneCall, ContactStatus.Answered);

        await TextingApp.Write(nation, person.Id, "Merci pour votre appel !");
        await app.Deliver(nation);

        Assert.Single(app.Phones.Of(number));
        (await nation.Panel.Get($"/mail/{(await nation.Seeds.TextBlast()).Id}/send")).Shows("have had their share of messages for now");
    }

    private async Task<TestNation> Limited(bool countsPeople = true)
    {
        var nation = await app.NewCampaign();
        await nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new PaceSettings { MostMessages = 1, CountsPeople = countsPeople }, Ct));
        return nation;
    }

    private Task Log(TestNation nation, long person, ContactMethod method, ContactStatus status, int days = 0, bool isRemoved = false) => nation.Do((_, db) =>
    {
        var now = app.Clock.GetUtcNow();
        db.Add(new Contact { PersonId = person, Method = method, Status = status, At = now.AddDays(-days), CreatedAt = now, RemovedAt = isRemoved ? now : null });
        return Task.CompletedTask;
    });

    private Task Put(TestNation nation, long person, string number, TextState state, bool isOpening = false, TimeSpan ago = default) => nation.Do(async (services, db) =>
    {
        var conversation = await services.GetRequiredService<FindConversation>().Hold(number, Ct);
        var author = await db.Memberships.Select(m => m.AccountId).FirstAsync(Ct);
        db.Add(new TextMessage { ConversationId = conversation.Id, PersonId = person, NumberKey = number, Text = "Bonjour", State = state, IsIncoming = state == TextState.Received, IsOpening = isOpening, AuthorId = state == TextState.Received ? null : author, At = app.Clock.GetUtcNow() - ago });
    });

    /// <summary>Where an audience is counted, where a text is in hand, and of one person.</summary>
    private static async Task Agrees(TestNation nation, long person, bool isOver)
    {
        var (blast, services) = (await nation.Seeds.TextBlast(), nation.Services);
        var pressure = services.GetRequiredService<ContactPressure>();

        Assert.Equal(isOver, await pressure.IsOver(person, Ct));
        Assert.Equal(isOver, (await pressure.Among(blast, [person], Ct)).Over.Contains(person));
        Assert.Equal(isOver ? 1 : 0, (await services.GetRequiredService<Audience>().Count(blast, Ct)).Pressed);
    }
}
