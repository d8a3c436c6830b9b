using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Contacts;
using Preau.Duplicates;
using Preau.Law;
using Preau.People;
using Preau.People.Bulk;

namespace Preau.Tests.Contacts;

public sealed class ManyContactTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_contact_is_logged_with_everybody_whom_a_search_finds_and_taken_back()
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 3);
        var act = await Begin(nation);
        act.Shows("Log a contact with them");

        var question = await (await nation.Panel.Submit($"{act.Path}/contact", new { Form_Method = "DoorKnock", Form_Status = "NoAnswer", Form_Text = "  Personne  ", Form_Day = "2026-10-01" })).Follow();
        question.Shows("Log a contact: Door knock: No answer");
        question.Shows("3 people will change.");
        Assert.Empty(await nation.Db.Contacts.ToListAsync(Ct));
        (await (await nation.Panel.Submit(act.Path, new { }, "/start")).Follow()).Shows("A contact is logged with 3 people.");

        var contacts = await nation.Db.Contacts.OrderBy(c => c.PersonId).ToListAsync(Ct);
        Assert.Equal(people, contacts.Select(c => c.PersonId));
        Assert.All(contacts, c => Assert.Equal((ContactMethod.DoorKnock, ContactStatus.NoAnswer, "Personne", new DateOnly(2026, 10, 1)), (c.Method, c.Status, c.Text, DateOnly.FromDateTime(c.At.UtcDateTime))));
        Assert.Equal(("door_knock, no_answer", 3), (await nation.Db.AuditEntries.Where(a => a.Action == "contact_log.created").ToListAsync(Ct)).Select(a => (a.Details, a.Count)).Single());
        (await nation.Panel.Get($"/people/{people[0]}?kind=contact")).Shows("Door knock: No answer");

        // One of them is corrected since: it is somebody's own word now.
        await nation.Db.Contacts.Where(c => c.PersonId == people[1]).ExecuteUpdateAsync(s => s.SetProperty(c => c.Text, "Rappeler"), Ct);
        (await (await nation.Panel.Submit(act.Path, new { }, "/undo")).Follow()).Shows("Taken back for 2 people.");
        Assert.Equal(people[1], (await nation.Db.Contacts.SingleAsync(Ct)).PersonId);
    }

    [Fact]
    public async Task Asking_not_to_be_called_withdraws_consent_from_each_and_stays_when_the_act_is_taken_back()
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 2);
        await Say(nation, people[0], true);
        await Say(nation, people[1], false);
        var act = await Log(nation, "PhoneCall", "DoNotCall");

        Assert.Equal([false, false], await nation.Db.ConsentStates.Where(s => s.Purpose == Purpose.Call).Select(s => s.IsGiven).ToListAsync(Ct));
        // Who had said no already is not made to say it again.
        Assert.Equal([2, 1], await nation.Db.ConsentEntries.GroupBy(e => e.PersonId).OrderBy(g => g.Key).Select(g => g.Count()).ToListAsync(Ct));
        await nation.Panel.Submit(act, new { }, "/undo");

        Assert.Empty(await nation.Db.Contacts.ToListAsync(Ct));
        Assert.All(await nation.Db.ConsentStates.ToListAsync(Ct), s => Assert.False(s.IsGiven));
        Assert.Equal(3, await nation.Db.ConsentEntries.CountAsync(Ct));
    }

    [Fact]
    public async Task A_wrong_number_is_marked_where_there_is_one_and_unmarked_again()
    {
        await using var nation = await app.NewNation();
        var one = await nation.Seeds.Person(phone: "+33612345678");
        var two = await nation.Seeds.Person(phone: "+33612345679");
        var db = nation.Db;
        db.Add(new PersonPhone { PersonId = two.Id, Number = "+33612345680", PhoneKey = "+33612345680", Position = 1 });
        await db.SaveChangesAsync(Ct);
        var act = await Log(nation, "PhoneCall", "WrongNumber");

        Assert.Equal([(one.Id, true), (two.Id, false), (two.Id, false)], (await nation.Db.PersonPhones.OrderBy(p => p.Id).ToListAsync(Ct)).Select(p => (p.PersonId, p.IsBad)));
        await nation.Panel.Submit(act, new { }, "/undo");

        Assert.False(await nation.Db.PersonPhones.AnyAsync(p => p.IsBad, Ct));
    }

    [Fact]
    public async Task A_contact_whose_day_or_level_was_corrected_since_stays_when_the_act_is_taken_back()
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 3);
        var act = await Log(nation, "DoorKnock", "Answered");
        var ids = await nation.Db.Contacts.OrderBy(c => c.PersonId).Select(c => c.Id).ToListAsync(Ct);
        await nation.Panel.Submit($"/contacts/{ids[0]}", new { Form_Day = "2026-10-01" });
        await nation.Panel.Submit($"/contacts/{ids[1]}", new { Form_SupportLevel = "2" });

        (await (await nation.Panel.Submit(act, new { }, "/undo")).Follow()).Shows("Taken back for 1 person.");

        Assert.Equal(people[..2], await nation.Db.Contacts.OrderBy(c => c.PersonId).Select(c => c.PersonId).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_number_that_others_found_bad_as_well_stays_bad_with_its_reason()
    {
        await using var nation = await app.NewNation();
        foreach (var end in new[] { "78", "79", "80", "81" }) await nation.Seeds.Person(phone: "+336123456" + end);
        var act = await Log(nation, "PhoneCall", "WrongNumber");
        var contacts = await nation.Db.Contacts.OrderBy(c => c.PersonId).ToListAsync(Ct);
        // One is tried again, by a call of its own that found the same; of one somebody wrote down why; of one the second call was taken back already.
        await nation.Panel.Submit($"/people/{contacts[0].PersonId}/contacts", new { Form_Status = "Disconnected" });
        await nation.Db.PersonPhones.Where(p => p.PersonId == contacts[1].PersonId).ExecuteUpdateAsync(s => s.SetProperty(p => p.BadReason, "Une autre famille"), Ct);
        await nation.Panel.Submit($"/people/{contacts[2].PersonId}/contacts", new { Form_Status = "Disconnected" });
        var again = await nation.Db.Contacts.Where(c => c.PersonId == contacts[2].PersonId && c.Status == ContactStatus.Disconnected).SingleAsync(Ct);
        await nation.Panel.PostFrom("/contacts", $"/contacts/{again.Id}/removal", new { });

        await nation.Panel.Submit(act, new { }, "/undo");

        Assert.Equal([(true, null), (true, "Une autre famille"), (false, null), (false, null)], (await nation.Db.PersonPhones.OrderBy(p => p.PersonId).ToListAsync(Ct)).Select(p => (p.IsBad, p.BadReason)));
    }

    [Fact]
    public async Task Taking_one_contact_back_leaves_a_number_bad_that_somebody_wrote_a_reason_for()
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person(phone: "+33612345678")).Id;
        await nation.Panel.Submit($"/people/{person}/contacts", new { Form_Status = "WrongNumber" });
        await nation.Db.PersonPhones.ExecuteUpdateAsync(s => s.SetProperty(p => p.BadReason, "Une autre famille"), Ct);

        await nation.Panel.PostFrom("/contacts", $"/contacts/{(await nation.Db.Contacts.SingleAsync(Ct)).Id}/removal", new { });

        Assert.Empty(await nation.Db.Contacts.ToListAsync(Ct));
        Assert.Equal((true, "Une autre famille"), (await nation.Db.PersonPhones.ToListAsync(Ct)).Select(p => (p.IsBad, p.BadReason)).Single());
    }

    [Fact]
    public async Task Both_contacts_of_two_who_were_merged_since_are_taken_back()
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 2);
        var act = await Log(nation, "Meeting", "Answered");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(people[0], people[1], new Dictionary<string, Side>(), null, Ct));
        Assert.Equal(2, await nation.Db.Contacts.CountAsync(Ct));

        await nation.Panel.Submit(act, new { }, "/undo");

        Assert.Empty(await nation.Db.Contacts.ToListAsync(Ct));
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_nothing_is_chosen()
    {
        await using var nation = await app.NewNation();
        await People(nation, 1);
        var act = await Begin(nation);

        var refused = await nation.Panel.Submit($"{act.Path}/contact", new { Form_Method = "PhoneCall", Form_Status = "", Form_Text = new string('x', 2001), Form_Day = "2030-01-01" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("This day is still to come.");
        Assert.Equal(BulkKind.None, (await nation.Db.BulkActs.SingleAsync(Ct)).Kind);
        (await (await nation.Panel.PostFrom("/account", $"{act.Path}/deed", new { kind = "contact" })).Follow()).Shows("Say how, and what came of it.");
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Preau.Accounts.Role.Volunteer)).Get($"{act.Path}/contact")).Status);
    }

    private static async Task<Page> Begin(TestNation nation) => await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = "people?view=all" })).Follow();

    private static async Task<string> Log(TestNation nation, string method, string status)
    {
        var act = await Begin(nation);
        await nation.Panel.Submit($"{act.Path}/contact", new { Form_Method = method, Form_Status = status, Form_Text = "" });
        await nation.Panel.Submit(act.Path, new { }, "/start");
        return act.Path;
    }

    private static async Task<long[]> People(TestNation nation, int count)
    {
        var people = new List<long>();
        for (var i = 0; i < count; i++) people.Add((await nation.Seeds.Person()).Id);
        return [.. people];
    }

    private static async Task Say(TestNation nation, long person, bool yes)
    {
        var services = nation.Services;
        var ledger = services.GetRequiredService<ConsentLedger>();
        if (yes) await ledger.Give(person, Purpose.Call, "en", "Yes.", "panel", Ct);
        else await ledger.Withdraw(person, Purpose.Call, "panel", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
    }
}
