using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Contacts;
using Preau.Law;
using Preau.People;

namespace Preau.Tests.Contacts;

public sealed class ContactLogTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_contact_is_logged_from_the_profile_with_support_and_what_comes_next()
    {
        await using var nation = await app.NewNation();
        var (owner, account) = await nation.SignIn(Role.Owner);
        var person = await nation.Seeds.Person(p => p.SupportLevel = 3);
        var path = $"/people/{person.Id}";

        var page = await (await owner.Submit(path, new
        {
            Form_Method = "DoorKnock", Form_Status = "MeaningfulInteraction", Form_Text = "Parle de la <passerelle>.", Form_SupportLevel = "2", Form_Next = "Envoyer le programme", Form_DueOn = "2026-11-27", Form_AssigneeId = account,
        }, $"{path}/contacts")).Follow();

        page.Shows("Written down: Door knock: Meaningful conversation. To follow up by 27 Nov 2026.");
        page.Shows("Parle de la <passerelle>.");
        page.Shows("Support level: 2 · support, before that 3 · undecided");
        page.Shows("Last contact Door knock: Meaningful conversation");
        page.Shows("Envoyer le programme by 27 Nov 2026 · Owner");
        var db = nation.Db;
        var contact = await db.Contacts.SingleAsync(Ct);
        Assert.Equal((account, 3, 2, app.Clock.GetUtcNow()), (contact.AuthorId, contact.SupportBefore, contact.SupportAfter, contact.At));
        Assert.Equal(2, (await db.People.SingleAsync(Ct)).SupportLevel);
        Assert.Equal("panel", (await db.Provenances.SingleAsync(p => p.Field == "support_level", Ct)).Source);
        var followUp = await db.FollowUps.SingleAsync(Ct);
        Assert.Equal((contact.Id, account, new DateOnly(2026, 11, 27)), (followUp.ContactId, followUp.AssigneeId, followUp.DueOn));
        Assert.True(await db.AuditEntries.AnyAsync(a => a.Action == "contact_log.created" && a.ConcernsId == person.Id, Ct));
        Assert.Equal([person.Id], (await db.Changes.SingleAsync(c => c.Kind == "contact_log.created", Ct)).People);
        (await owner.Get(path + "?kind=contact")).Shows("Door knock: Meaningful conversation · Owner");
        (await owner.Get(path + "?kind=note")).DoesNotShow("passerelle>.");
        // The next form begins where this one ended.
        Assert.Equal("DoorKnock", (await owner.Get(path)).Document.QuerySelector("select[name='Form.Method'] option[selected]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_what_was_typed_stays()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var (_, stranger) = await nation.SignIn(Role.Volunteer);
        var path = $"/people/{person.Id}/contacts";

        var page = await nation.Panel.Submit(path, new { Form_Method = "PhoneCall", Form_Status = "", Form_Text = "Kept <b>", Form_Day = "2026-12-24", Form_SupportLevel = "9", Form_Next = "Rappeler", Form_DueOn = "2026-11-01", Form_AssigneeId = stranger });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        foreach (var told in new[] { "This day is still to come.", "This day has passed.", "Choose somebody of the team who may see this person." }) page.Shows(told);
        Assert.Contains("Kept <b>", page.Document.QuerySelector("[name='Form.Text']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Rappeler", page.Document.QuerySelector("[name='Form.Next']")!.GetAttribute("value"));
        Assert.NotNull(page.Document.QuerySelector("details.more[open] [name='Form.Next']"));
        (await nation.Panel.Submit(path, new { Form_Status = "Answered", Form_Next = "Rappeler" })).Shows("Say by which day it is to be done.");
        foreach (var (field, value) in new[] { ("Form.Method", "99"), ("Form.Method", "Pigeon"), ("Form.Status", "-1"), ("Form.SupportLevel", "six"), ("Form.DueOn", "soon"), ("Form.DueOn", "9999-12-31"), ("Form.Day", "0001-01-01") })
        {
            var form = new Dictionary<string, string> { ["Form.Status"] = "Answered", [field] = value };
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit(path, form)).Status);
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit(path, new { Form_Status = "Answered", Form_Text = new string('x', 10_001) })).Status);
        Assert.Empty(await nation.Db.Contacts.ToListAsync(Ct));
        Assert.Empty(await nation.Db.FollowUps.ToListAsync(Ct));
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_contact()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var path = $"/people/{person.Id}/contacts";

        foreach (var _ in new[] { 1, 2 }) await nation.Panel.Submit(path, new { Form_Status = "NoAnswer", Form_EntryKey = "abc" });

        var contact = await nation.Db.Contacts.SingleAsync(Ct);
        // Back in the browser after an undo, the same form is a new contact.
        await nation.Panel.PostFrom("/contacts", $"/contacts/{contact.Id}/removal", new { });
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit(path, new { Form_Status = "NoAnswer", Form_EntryKey = "abc" })).Status);
        Assert.NotEqual(contact.Id, (await nation.Db.Contacts.SingleAsync(Ct)).Id);
    }

    [Fact]
    public async Task The_button_pressed_twice_at_once_is_one_contact()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(p => p.SupportLevel = 3);
        var path = $"/people/{person.Id}/contacts";
        var token = await nation.Panel.Token(path);
        var fields = new Dictionary<string, string> { ["Form.Method"] = "PhoneCall", ["Form.Status"] = "Answered", ["Form.SupportLevel"] = "1", ["Form.EntryKey"] = "xyz", ["__RequestVerificationToken"] = token };

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => nation.Panel.Post(path, fields)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Redirect, a.Status));
        Assert.Equal(3, (await nation.Db.Contacts.SingleAsync(Ct)).SupportBefore);
    }

    [Fact]
    public async Task A_wrong_number_is_marked_and_unmarked_when_the_contact_is_taken_back()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(phone: "+33639980012");
        var db = nation.Db;
        db.Add(new PersonPhone { PersonId = person.Id, Number = "+33199001234", PhoneKey = "+33199001234", Kind = Preau.Shared.PhoneKind.Landline, Position = 1 });
        await db.SaveChangesAsync(Ct);
        var landline = await nation.Db.PersonPhones.SingleAsync(p => p.Position == 1, Ct);
        var path = $"/people/{person.Id}/contacts";

        (await nation.Panel.Submit(path, new { Form_Status = "WrongNumber" })).Shows("Say which number it was: they have several.");
        var told = await (await nation.Panel.Submit(path, new { Form_Status = "WrongNumber", Form_PhoneId = landline.Id })).Follow();
        told.Shows("The number is marked as wrong.");
        Assert.Equal([false, true], await nation.Db.PersonPhones.OrderBy(p => p.Position).Select(p => p.IsBad).ToListAsync(Ct));
        // The one that is left needs no choice.
        await nation.Panel.Submit(path, new { Form_Status = "Disconnected" });
        Assert.Equal(2, await nation.Db.PersonPhones.CountAsync(p => p.IsBad, Ct));

        var first = await nation.Db.Contacts.OrderBy(c => c.Id).FirstAsync(Ct);
        var back = await (await nation.Panel.PostFrom(path, $"/contacts/{first.Id}/removal", new { })).Follow();
        back.Shows("The contact is taken back.");
        Assert.Equal([true, false], await nation.Db.PersonPhones.OrderBy(p => p.Position).Select(p => p.IsBad).ToListAsync(Ct));
        await nation.Panel.PostFrom(path, $"/contacts/{first.Id}/restoration", new { });
        Assert.Equal(2, await nation.Db.PersonPhones.CountAsync(p => p.IsBad, Ct));
    }

    [Fact]
    public async Task A_number_of_somebody_else_is_not_marked()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(phone: "+33639980012");
        await nation.Seeds.Person(phone: "+33639980013");
        var theirs = await nation.Db.PersonPhones.SingleAsync(p => p.PersonId != person.Id, Ct);

        var page = await nation.Panel.Submit($"/people/{person.Id}/contacts", new { Form_Status = "WrongNumber", Form_PhoneId = theirs.Id });

        page.Shows("This is not one of their numbers.");
        Assert.False(await nation.Db.PersonPhones.AnyAsync(p => p.IsBad, Ct));
    }

    [Fact]
    public async Task Who_asks_not_to_be_called_withdraws_and_taking_the_contact_back_gives_no_consent()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        await nation.Panel.Submit($"/people/{person.Id}", new { purpose = "call", give = "true" }, $"/people/{person.Id}/consents");

        var told = await (await nation.Panel.Submit($"/people/{person.Id}/contacts", new { Form_Status = "DoNotCall" })).Follow();

        told.Shows("Their no stands in the ledger");
        Assert.False((await nation.Db.ConsentStates.SingleAsync(s => s.Purpose == Purpose.Call, Ct)).IsGiven);
        var contact = await nation.Db.Contacts.SingleAsync(Ct);
        (await (await nation.Panel.PostFrom("/contacts", $"/contacts/{contact.Id}/removal", new { })).Follow()).Shows("Their no stays until they say yes themselves.");
        await nation.Panel.PostFrom("/contacts", $"/contacts/{contact.Id}/restoration", new { });
        Assert.Equal([true, false], await nation.Db.ConsentEntries.OrderBy(e => e.Id).Select(e => e.IsGiven).ToListAsync(Ct));
        await nation.Panel.Submit($"/people/{person.Id}/contacts", new { Form_Status = "DoNotText" });
        await nation.Panel.Submit($"/people/{person.Id}/contacts", new { Form_Status = "DoNotMail" });
        Assert.Equal([Purpose.News, Purpose.Sms, Purpose.Call], (await nation.Db.ConsentStates.Where(s => !s.IsGiven).Select(s => s.Purpose).ToListAsync(Ct)).Order());
    }

    [Fact]
    public async Task A_contact_is_corrected_without_undoing_what_was_learned_since()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(p => p.SupportLevel = 4, phone: "+33639980012");
        var path = $"/people/{person.Id}/contacts";
        await nation.Panel.Submit(path, new { Form_Status = "WrongNumber", Form_SupportLevel = "1", Form_Day = "2026-11-20" });
        var contact = await nation.Db.Contacts.SingleAsync(Ct);
        Assert.Equal(new DateOnly(2026, 11, 20), nation.Facts.DayOf(contact.At));

        await nation.Panel.Submit($"/contacts/{contact.Id}", new { Form_Text = "Un mot", Form_SupportLevel = "2" });
        Assert.Equal((2, true), ((await nation.Db.People.SingleAsync(Ct)).SupportLevel, (await nation.Db.PersonPhones.SingleAsync(Ct)).IsBad));
        await nation.Panel.Submit($"/contacts/{contact.Id}", new { Form_Status = "Disconnected" });
        Assert.True((await nation.Db.PersonPhones.SingleAsync(Ct)).IsBad);
        await nation.Panel.Submit($"/contacts/{contact.Id}", new { Form_Status = "Answered" });
        Assert.False((await nation.Db.PersonPhones.SingleAsync(Ct)).IsBad);
        // Somebody else learns more; mending a word leaves it alone.
        await nation.Panel.Submit($"/people/{person.Id}/edit", new Dictionary<string, string> { ["Form.SupportLevel"] = "5" });
        await nation.Panel.Submit($"/contacts/{contact.Id}", new { Form_Text = "Un autre mot" });
        await nation.Panel.PostFrom("/contacts", $"/contacts/{contact.Id}/removal", new { });
        Assert.Equal(5, (await nation.Db.People.SingleAsync(Ct)).SupportLevel);

        Assert.Empty(await nation.Db.Contacts.ToListAsync(Ct));
        (await nation.Panel.Get($"/people/{person.Id}")).DoesNotShow("Un autre mot");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get($"/contacts/{contact.Id}")).Status);
    }

    [Fact]
    public async Task What_was_taken_back_is_gone_after_two_days()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        await nation.Panel.Submit($"/people/{person.Id}/contacts", new { Form_Status = "Answered", Form_DueOn = "2027-02-01" });
        var contact = await nation.Db.Contacts.SingleAsync(Ct);
        await nation.Panel.PostFrom("/contacts", $"/contacts/{contact.Id}/removal", new { });
        Assert.Empty(await nation.Db.FollowUps.ToListAsync(Ct));

        await nation.Services.GetRequiredService<ForgetRemoved>().Run(new ForgetRemovedContacts(), Ct);
        Assert.Equal(1, await nation.Db.Contacts.IgnoreQueryFilters([ContactMap.RemovedFilter]).CountAsync(Ct));
        app.Clock.Advance(TimeSpan.FromDays(2.1));
        await nation.Services.GetRequiredService<ForgetRemoved>().Run(new ForgetRemovedContacts(), Ct);

        Assert.Equal((0, 0), (await nation.Db.Contacts.IgnoreQueryFilters([ContactMap.RemovedFilter]).CountAsync(Ct), await nation.Db.FollowUps.IgnoreQueryFilters([ContactMap.RemovedFilter]).CountAsync(Ct)));
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.PostFrom("/contacts", $"/contacts/{contact.Id}/restoration", new { })).Status);
    }

    [Fact]
    public async Task A_person_gets_their_contacts_in_the_file_and_erasing_leaves_none()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        foreach (var text in new[] { "Un échange", "De trop" }) await nation.Panel.Submit($"/people/{person.Id}/contacts", new { Form_Status = "Answered", Form_Text = text, Form_DueOn = "2027-02-01" });
        var wrong = await nation.Db.Contacts.SingleAsync(c => c.Text == "De trop", Ct);
        await nation.Panel.PostFrom("/contacts", $"/contacts/{wrong.Id}/removal", new { });

        var known = JsonDocument.Parse((await nation.Panel.Get($"/people/{person.Id}/file")).Html).RootElement.GetProperty("contacts");
        Assert.Equal(["Un échange"], known.GetProperty("log").EnumerateArray().Select(c => c.GetProperty("text").GetString()));
        Assert.Equal("Get in touch again", known.GetProperty("follow_ups")[0].GetProperty("what").GetString());

        await nation.Panel.Submit($"/people/{person.Id}/erasure", new { });
        Assert.False(await nation.Db.People.AnyAsync(Ct));
        Assert.False(await nation.Db.Contacts.IgnoreQueryFilters([ContactMap.RemovedFilter]).AnyAsync(Ct));
    }

    [Fact]
    public async Task The_log_is_filtered_paged_and_leaves_as_a_file()
    {
        await using var nation = await app.NewNation();
        var (owner, account) = await nation.SignIn(Role.Owner);
        var person = await nation.Seeds.Person(p => p.FirstName = "=Ada");
        var db = nation.Db;
        for (var i = 0; i < 60; i++) db.Add(new Contact { PersonId = person.Id, AuthorId = account, Method = ContactMethod.DoorKnock, Status = ContactStatus.NoAnswer, Text = $"Porte {i:00}.", At = app.Clock.GetUtcNow().AddMinutes(-(i / 2)), CreatedAt = app.Clock.GetUtcNow() });
        db.Add(new Contact { PersonId = person.Id, Method = ContactMethod.Tweet, Status = ContactStatus.Hostile, Text = "Seul", SupportAfter = 5, At = new(2026, 10, 15, 9, 0, 0, TimeSpan.Zero), CreatedAt = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);

        var first = await owner.Get("/contacts?method=DoorKnock");
        var second = await owner.Get(first.Document.QuerySelector(".pager a[rel=next]")!.GetAttribute("href")!);
        var seen = new[] { first, second }.SelectMany(p => p.Document.QuerySelectorAll("td.long").Select(d => d.TextContent)).ToList();
        Assert.Equal(60, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(60, seen.Count);
        (await owner.Get("/contacts?status=Hostile")).Shows("Seul");
        (await owner.Get($"/contacts?by={account}")).DoesNotShow("Seul");
        (await owner.Get("/contacts?to=2026-10-31")).Shows("Seul");
        (await owner.Get("/contacts?from=2026-11-01&method=Tweet")).Shows("No contact fits this filter");
        (await owner.Get("/contacts?after=9~x&method=Tweet")).Shows("Seul");

        var file = await owner.Get("/contacts/export.csv?status=Hostile");
        Assert.Contains("Contact number,Person number", file.Html, StringComparison.Ordinal);
        Assert.Contains("Post on X,Hostile,Seul,,5,2026-10-15 11:00", file.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(",=Ada", file.Html, StringComparison.Ordinal);
        Assert.Equal(1, (await nation.Db.AuditEntries.SingleAsync(a => a.Action == "contact_log.exported", Ct)).Count);
    }
}
