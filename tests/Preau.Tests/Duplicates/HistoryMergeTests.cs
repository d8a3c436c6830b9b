using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Contacts;
using Preau.Donations;
using Preau.Duplicates;
using Preau.Imports;
using Preau.Law;
using Preau.Lists;
using Preau.Mail;
using Preau.People;
using Preau.Tests.Mail;

namespace Preau.Tests.Duplicates;

public sealed class HistoryMergeTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private sealed record Prior(long SettledCents, long PendingCents);

    [Fact]
    public async Task The_link_to_leave_in_a_mail_to_the_old_number_takes_the_merged_person_off_the_list_and_both_after_an_undo()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var one = await nation.Seeds.Reader("one@example.org");
        var two = await nation.Seeds.Reader("two@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        var mail = relay.Mails.Single(m => m.To == "two@example.org").Message;
        var leave = new Uri((mail.Headers["List-Unsubscribe"] ?? "").Trim('<', '>')).PathAndQuery;
        var merge = await Merge(nation, one.Id, two.Id);
        var total = await nation.Total(blast);
        Assert.Equal((1L, 1L), (total.Audience, total.Sent));
        Assert.Single(await nation.Deliveries(blast));

        (await nation.Site.Post(leave, new { })).Shows("Done: no more mail comes to you.");
        Assert.False(await nation.Db.ConsentStates.AnyAsync(s => s.IsGiven, Ct));
        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge, Ct));

        Assert.Equal([one.Id, two.Id], await nation.Db.ConsentStates.Where(s => s.Purpose == Purpose.News && !s.IsGiven).OrderBy(s => s.PersonId).Select(s => s.PersonId).ToListAsync(Ct));
        total = await nation.Total(blast);
        Assert.Equal((2L, 2L, 1L), (total.Audience, total.Sent, total.Unsubscribed));
    }

    [Fact]
    public async Task Who_leaves_while_merged_with_somebody_who_had_left_stays_off_the_list_when_the_merge_is_taken_back()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var one = await nation.Seeds.Reader("one@example.org");
        var two = await nation.Seeds.Person(email: "two@example.org");
        var services = nation.Services;
        await services.GetRequiredService<ConsentLedger>().Withdraw(two.Id, Purpose.News, "panel", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        await nation.SendNow(await nation.Seeds.Mail());
        var leave = new Uri((relay.Mails.Single().Message.Headers["List-Unsubscribe"] ?? "").Trim('<', '>')).PathAndQuery;
        var merge = await Merge(nation, one.Id, two.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        (await nation.Site.Post(leave, new { })).Shows("This address gets no more mail from us.");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge, Ct));

        Assert.False(await nation.Db.ConsentStates.AnyAsync(s => s.Purpose == Purpose.News && s.IsGiven, Ct));
    }

    [Fact]
    public async Task A_list_counts_those_who_became_one_once_and_somebody_whose_contact_settled_another_s_task_can_be_erased()
    {
        await using var nation = await app.NewNation();
        var (one, two) = await MergeTests.Two(nation);
        var db = nation.Db;
        var now = app.Clock.GetUtcNow();
        var list = new PersonList { CreatedAt = now, ChangedAt = now, MemberCount = 2 };
        list.Call("Both");
        db.Add(list);
        var task = new FollowUp { PersonId = two, What = "Call back", DueOn = new DateOnly(2026, 12, 1), CreatedAt = now };
        db.AddRange(task, new PersonListMember { PersonListId = list.Id, PersonId = one, AddedAt = now }, new PersonListMember { PersonListId = list.Id, PersonId = two, AddedAt = now });
        await db.SaveChangesAsync(Ct);

        var merge = await Merge(nation, one, two);
        Assert.Equal(1, (await nation.Db.PersonLists.SingleAsync(Ct)).MemberCount);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var between = nation.Db;
        var contact = new Contact { PersonId = one, Text = "Settled", At = app.Clock.GetUtcNow(), CreatedAt = app.Clock.GetUtcNow() };
        between.Add(contact);
        await between.SaveChangesAsync(Ct);
        await between.FollowUps.Where(f => f.Id == task.Id).ExecuteUpdateAsync(s => s.SetProperty(f => f.OutcomeId, contact.Id), Ct);
        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge, Ct));
        Assert.Equal(2, (await nation.Db.PersonLists.SingleAsync(Ct)).MemberCount);

        Assert.IsType<Erasure.Done>(await nation.Services.GetRequiredService<ErasePerson>().Run(one, Ct));

        Assert.Null((await nation.Db.FollowUps.SingleAsync(Ct)).OutcomeId);
    }

    [Fact]
    public async Task Two_records_in_one_audience_get_the_mail_once_and_none_is_merged_while_it_is_being_sent()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var one = await nation.Seeds.Reader("one@example.org");
        var two = await nation.Seeds.Reader("two@example.org");
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        // The second one has it already.
        await nation.Db.MailDeliveries.Where(d => d.PersonId == two.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased), Ct);
        var busy = Assert.IsType<MergeOutcome.Refused>(await nation.Services.GetRequiredService<MergePeople>().Run(one.Id, two.Id, new Dictionary<string, Side>(), null, Ct));
        Assert.Contains("A message is being sent", busy.Reason, StringComparison.Ordinal);
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));
        await nation.Db.MailDeliveries.Where(d => d.PersonId == two.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Sent), Ct);

        await Merge(nation, one.Id, two.Id);
        await nation.RunMail();

        Assert.Empty(relay.Mails);
        Assert.Equal((one.Id, DeliveryState.Sent), (await nation.Deliveries(blast)).Select(d => (d.PersonId, d.State)).Single());
    }

    [Fact]
    public async Task Gifts_of_both_count_together_for_the_ceiling()
    {
        await using var nation = await app.NewNation();
        var (one, two) = await MergeTests.Two(nation);
        var db = nation.Db;
        foreach (var id in new[] { one, two }) db.Add(new Gift { PersonId = id, AmountCents = 250_000, Currency = "EUR", GivenAt = app.Clock.GetUtcNow(), Language = "fr", Source = "panel", Status = GiftStatus.Received });
        await db.SaveChangesAsync(Ct);

        await Merge(nation, one, two);

        var prior = await nation.Db.Query<Prior>("Donations/PriorGifts", Ct, ("person_id", one), ("name_key", ""), ("email_key", ""), ("postcode_key", ""), ("besides", 0L), ("since", DateTimeOffset.UnixEpoch));
        Assert.Equal(500_000, prior.Single().SettledCents);
        (await nation.Panel.Get($"/people/{one}")).Shows("in 2 gifts");
    }

    [Fact]
    public async Task What_comes_between_merge_and_undo_stays_with_the_kept_record_and_is_listed()
    {
        await using var nation = await app.NewNation();
        var (one, two) = await MergeTests.Two(nation);
        var merge = await Merge(nation, one, two);
        var db = nation.Db;
        db.Add(new Note { PersonId = one, Text = "In between", At = app.Clock.GetUtcNow() });
        (await db.People.SingleAsync(p => p.Id == one, Ct)).Occupation = "Retraitée";
        await db.SaveChangesAsync(Ct);

        (await (await nation.Panel.PostFrom("/duplicates/merges", $"/duplicates/merges/{merge}/undoing", new { })).Follow()).Shows("because it came or changed in between: Occupation, Notes (1)");

        Assert.Equal(one, (await nation.Db.Notes.SingleAsync(Ct)).PersonId);
        Assert.Equal(["Retraitée", "Infirmière"], await nation.Db.People.OrderBy(p => p.Id).Select(p => p.Occupation).ToListAsync(Ct));
        (await (await nation.Panel.PostFrom("/duplicates/merges", $"/duplicates/merges/{merge}/undoing", new { })).Follow()).Shows("This merge was undone already.");
    }

    [Fact]
    public async Task Of_merges_into_one_record_the_last_is_undone_first()
    {
        await using var nation = await app.NewNation();
        var (one, two) = await MergeTests.Two(nation);
        var three = (await nation.Seeds.Person(p => p.LastName = "Troisième")).Id;
        var four = (await nation.Seeds.Person()).Id;
        var unmerge = nation.Services.GetRequiredService<UnmergePeople>();
        var first = await Merge(nation, one, two);
        var second = await Merge(nation, three, one);
        var third = await Merge(nation, three, four);
        Assert.Equal([three, three, three], await nation.Db.MergedPeople.Select(m => m.PersonId).ToListAsync(Ct));

        Assert.IsType<UnmergeOutcome.Refused>(await unmerge.Run(first, Ct));
        Assert.IsType<UnmergeOutcome.Refused>(await unmerge.Run(second, Ct));
        foreach (var merge in new[] { third, second, first }) Assert.IsType<UnmergeOutcome.Done>(await unmerge.Run(merge, Ct));

        Assert.Equal([one, two, three, four], await nation.Db.People.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(Ct));
        Assert.Equal([one, two], await nation.Db.PersonEmails.OrderBy(e => e.PersonId).Select(e => e.PersonId).ToListAsync(Ct));
        Assert.False(await nation.Db.MergedPeople.AnyAsync(Ct));
    }

    [Fact]
    public async Task A_person_who_is_meant_by_the_old_number_is_found_by_it()
    {
        await using var nation = await app.NewNation();
        var (one, two) = await MergeTests.Two(nation);
        await Merge(nation, one, two);

        var match = await nation.Services.GetRequiredService<MatchPerson>().Run(new PersonKeys { Id = two }, Ct);

        Assert.Equal(one, match?.PersonId);
        Assert.False(await nation.Db.Set<ImportTouch>().AnyAsync(Ct));
    }

    private async Task<long> Merge(TestNation nation, long keep, long gone)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(keep, gone, new Dictionary<string, Side>(), null, Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        return done.MergeId;
    }
}
