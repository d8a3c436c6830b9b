using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Actions;
using Preau.Contacts;
using Preau.Duplicates;
using Preau.Mail;
using Preau.Texting.Peers;

namespace Preau.Tests.Texting.Peers;

/// <summary>Part of a texting campaign's people is never given to a volunteer: drawn by lot, a telephone at a time, and compared with the others.</summary>
public sealed class PeerHoldOutTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_held_out_is_never_given_to_a_volunteer()
    {
        var peers = await Held(people: 24);
        await using var nation = peers.Nation;
        var (volunteer, _) = await peers.VolunteerWithPeople();

        var contacts = await Contacts(peers);
        var held = contacts.FindAll(c => c.Stage == ContactStage.HeldOut);
        Assert.InRange(held.Count, 1, 23);
        Assert.All(contacts, c => Assert.Equal(c.Stage == ContactStage.HeldOut, c.AccountId is null));
        foreach (var contact in held)
        {
            await peers.Send(volunteer, contact.NumberKey);
            await nation.Panel.PostFrom(peers.Path, peers.Path + "/assignment", new { what = "unsent", from = "", to = contacts.First(c => c.AccountId is not null).AccountId });
        }

        await app.Deliver(nation);
        Assert.Empty(await nation.Db.TextMessages.ToListAsync(Ct));
        Assert.Equal(held.Count, (await Contacts(peers)).Count(c => c is { Stage: ContactStage.HeldOut, AccountId: null, SentAt: null }));
        var page = await nation.Panel.Get(peers.Path);
        page.Shows($"{held.Count} held out, to measure");
    }

    [Fact]
    public async Task A_family_with_one_telephone_draws_one_lot()
    {
        var peers = await Held(people: 12);
        await using var nation = peers.Nation;
        foreach (var number in await nation.Db.PersonPhones.Select(p => p.PhoneKey).ToListAsync(Ct)) await peers.Sharing(number);
        await peers.Volunteer();
        await peers.Begin();

        var signer = await nation.Services.GetRequiredService<MailLinks>().Prepare(Ct);
        var contacts = await Contacts(peers);
        Assert.Equal(12, contacts.Count);
        Assert.All(contacts, c => Assert.Equal(signer.Lot(peers.Id, c.NumberKey) < 0.5, c.Stage == ContactStage.HeldOut));
        Assert.Equal(contacts.Count(c => c.Stage == ContactStage.HeldOut), await nation.Db.AuditEntries.Where(a => a.Action == "text_campaign.held_out").SumAsync(a => a.Count, Ct));
    }

    [Fact]
    public async Task What_people_do_is_compared_whether_a_volunteer_has_come_to_them_or_not()
    {
        var peers = await Held(people: 40);
        await using var nation = peers.Nation;
        var (volunteer, _) = await peers.VolunteerWithPeople();
        var contacts = await Contacts(peers);
        var (held, texted) = (contacts.FindAll(c => c.Stage == ContactStage.HeldOut), contacts.FindAll(c => c.Stage != ContactStage.HeldOut));
        await peers.Send(volunteer, texted[0].NumberKey);
        await app.Deliver(nation);
        var (db, now) = (nation.Db, app.Clock.GetUtcNow());
        void Sign(long person, DateTimeOffset at, long page = 1) => db.Add(new ActionTaken { PersonId = person, PageGroupId = page, PageTitle = "The bridge", Kind = ActionKind.Signature, At = at });
        // Nobody has texted the second of them yet: they count with the texted all the same, and once.
        Sign(texted[0].PersonId, now);
        Sign(texted[1].PersonId, now);
        Sign(texted[1].PersonId, now, page: 2);
        Sign(held[0].PersonId, now);
        // Before, and long after.
        Sign(texted[2].PersonId, now.AddDays(-30));
        Sign(texted[3].PersonId, now.AddDays(400));
        db.Add(new Contact { PersonId = texted[4].PersonId, Method = ContactMethod.Meeting, Status = ContactStatus.Answered, At = now, CreatedAt = now });
        await db.SaveChangesAsync(Ct);

        var page = await nation.Panel.Get(peers.Path);

        var rows = page.Document.QuerySelectorAll("#results tbody tr").ToDictionary(r => r.QuerySelector("th")!.TextContent.Trim(), r => r.QuerySelectorAll("td").Select(d => d.TextContent.Trim()).ToList(), StringComparer.Ordinal);
        Assert.StartsWith("2 (", rows["Signed"][0], StringComparison.Ordinal);
        Assert.StartsWith("1 (", rows["Signed"][1], StringComparison.Ordinal);
        Assert.StartsWith("1 (", rows["Came to a meeting"][0], StringComparison.Ordinal);
        page.Shows($"1 of {texted.Count} were really texted so far.");
        page.Shows("too small to tell");
    }

    [Fact]
    public async Task A_stop_from_somebody_held_out_leaves_them_in_their_group()
    {
        var peers = await Held(people: 24);
        await using var nation = peers.Nation;
        await peers.VolunteerWithPeople();
        var held = (await Contacts(peers)).First(c => c.Stage == ContactStage.HeldOut);

        await nation.Services.GetRequiredService<MoveContact>().Stopped(held.NumberKey, app.Clock.GetUtcNow(), Ct);

        Assert.Equal(ContactStage.HeldOut, (await peers.Contact(held.NumberKey)).Stage);
    }

    [Fact]
    public async Task Whoever_is_held_out_by_one_record_is_not_texted_by_another_one_that_was_theirs()
    {
        var peers = await Held(people: 24);
        await using var nation = peers.Nation;
        var (_, account) = await peers.Volunteer();
        await peers.Begin();
        var (held, other) = ((await Contacts(peers)).First(c => c.Stage == ContactStage.HeldOut), (await Contacts(peers)).First(c => c.Stage == ContactStage.Unsent));

        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(other.PersonId, held.PersonId, new Dictionary<string, Side>(), null, Ct));
        await nation.Panel.PostFrom(peers.Path, peers.Path + "/assignment", new { what = "pool", to = account, count = 100 });

        var contacts = await Contacts(peers);
        Assert.Equal([other.Id], contacts.Where(c => c is { Stage: ContactStage.Unsent, AccountId: null }).Select(c => c.Id));
        (await nation.Panel.Get(peers.Path)).Shows("of 0 whom nobody has to");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whom_a_volunteer_has_when_their_other_record_turns_out_to_be_held_out_is_left_out(bool isOnItsWay)
    {
        var peers = await Held(people: 24);
        await using var nation = peers.Nation;
        var (volunteer, _) = await peers.VolunteerWithPeople();
        var (held, other) = ((await Contacts(peers)).First(c => c.Stage == ContactStage.HeldOut), (await Contacts(peers)).First(c => c.Stage == ContactStage.Unsent));
        if (isOnItsWay) await peers.Send(volunteer, other.NumberKey);

        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(other.PersonId, held.PersonId, new Dictionary<string, Side>(), null, Ct));
        if (!isOnItsWay) await peers.Send(volunteer, other.NumberKey);
        await app.Deliver(nation);

        Assert.Empty(app.Phones.Of(other.NumberKey));
        var contact = await peers.Contact(other.NumberKey);
        Assert.Equal((ContactStage.LeftOut, "held_out"), (contact.Stage, contact.Reason));
        if (!isOnItsWay) (await volunteer.Get($"/texting/{peers.Id}")).Shows("Left out: Another record of theirs is held out, to measure what the campaign does.");
    }

    [Fact]
    public async Task Whoever_has_two_places_counts_once()
    {
        var peers = await Held(people: 24);
        await using var nation = peers.Nation;
        await peers.VolunteerWithPeople();
        var contacts = await Contacts(peers);
        var (held, texted) = (contacts.FindAll(c => c.Stage == ContactStage.HeldOut), contacts.FindAll(c => c.Stage != ContactStage.HeldOut));
        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(texted[0].PersonId, held[0].PersonId, new Dictionary<string, Side>(), null, Ct));
        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(texted[1].PersonId, texted[2].PersonId, new Dictionary<string, Side>(), null, Ct));
        await nation.Do((_, db) =>
        {
            foreach (var person in new[] { texted[0].PersonId, texted[1].PersonId }) db.Add(new ActionTaken { PersonId = person, PageGroupId = 1, PageTitle = "The bridge", Kind = ActionKind.Signature, At = app.Clock.GetUtcNow() });
            return Task.CompletedTask;
        });

        var outcomes = await nation.Services.GetRequiredService<MeasurePeers>().Run(await nation.Db.TextCampaigns.SingleAsync(Ct), Ct);

        Assert.NotNull(outcomes);
        Assert.Equal((held.Count, texted.Count - 2), (outcomes.Held.People, outcomes.Texted.People));
        Assert.Equal((1, 1), (outcomes.Held.Signatures, outcomes.Texted.Signatures));
    }

    [Fact]
    public async Task Nobody_is_held_out_where_nobody_asked_for_it_and_it_is_settled_when_it_begins()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        for (var i = 0; i < 12; i++) await app.Reader(nation);
        await peers.VolunteerWithPeople();
        await nation.Panel.Submit(peers.Path + "/edit", new { Form_HoldsOut = "true", Form_HeldOutPercent = "50" });

        Assert.Equal(0, await nation.Db.TextCampaigns.Select(c => c.HeldOutShare).SingleAsync(Ct));
        Assert.DoesNotContain(await Contacts(peers), c => c.Stage == ContactStage.HeldOut);
        Assert.Null((await nation.Panel.Get(peers.Path)).Document.QuerySelector("#results"));
    }

    private async Task<PeerNation> Held(int people)
    {
        var peers = await PeerNation.Draft(app);
        var page = await peers.Nation.Panel.Submit(peers.Path + "/edit", new { Form_HoldsOut = "true", Form_HeldOutPercent = "50" });
        Assert.True(page.Status == HttpStatusCode.Redirect, page.Text);
        for (var i = 0; i < people; i++) await app.Reader(peers.Nation);
        return peers;
    }

    private static Task<List<CampaignContact>> Contacts(PeerNation peers) => peers.Nation.Db.CampaignContacts.AsNoTracking().Where(c => c.TextCampaignId == peers.Id).OrderBy(c => c.Id).ToListAsync(Ct);
}
