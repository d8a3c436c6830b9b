using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Contacts;

namespace Preau.Tests.Contacts;

/// <summary>Volunteers log what came of their calls and visits, on the people they were given and on nobody else.</summary>
public sealed class VolunteerContactTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_number_is_shown_the_form_stands_beside_it_and_a_wrong_number_is_marked()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var mine = await nation.Seeds.Person(p => (p.LastName, p.AssigneeId) = ("Mienne", account), phone: "+33639980055");

        var shown = await volunteer.Submit($"/people/{mine.Id}/reach", new { task = "Call" });
        Assert.Equal("PhoneCall", shown.Form($"/people/{mine.Id}/contacts").QuerySelector("select[name='Form.Method'] option[selected]")!.GetAttribute("value"));
        (await volunteer.Get($"/people/{mine.Id}/contacts")).DoesNotShow("39 98 00 55");
        await volunteer.Submit($"/people/{mine.Id}", new { Form_Method = "PhoneCall", Form_Status = "WrongNumber", Form_Text = "Une autre famille." }, $"/people/{mine.Id}/contacts");

        Assert.True((await nation.Db.PersonPhones.SingleAsync(Ct)).IsBad);
        (await volunteer.Submit($"/people/{mine.Id}/reach", new { task = "Call" })).Shows("There is none that works.");
        await volunteer.Submit($"/people/{mine.Id}", new { Form_Method = "PhoneCall", Form_Status = "DoNotCall" }, $"/people/{mine.Id}/contacts");
        (await volunteer.Submit($"/people/{mine.Id}/reach", new { task = "Call" })).Shows("asked not to be called");
    }

    [Fact]
    public async Task Somebody_elses_people_and_contacts_are_not_theirs()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var mine = await nation.Seeds.Person(p => (p.LastName, p.AssigneeId) = ("Mienne", account));
        var other = await nation.Seeds.Person(p => p.LastName = "Autre");
        foreach (var person in new[] { mine, other }) await nation.Panel.Submit($"/people/{person.Id}/contacts", new { Form_Status = "Answered", Form_Text = "De la direction" });
        var staffs = await nation.Db.Contacts.SingleAsync(c => c.PersonId == mine.Id, Ct);

        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get($"/people/{other.Id}/contacts")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.PostFrom($"/people/{mine.Id}", $"/people/{other.Id}/contacts", new { Form_Method = "PhoneCall", Form_Status = "Answered" })).Status);
        await volunteer.Submit($"/people/{mine.Id}/contacts", new { Form_Status = "Answered", Form_Text = "De la bénévole" });
        (await volunteer.Get($"/people/{mine.Id}")).Shows("De la direction");
        var log = await volunteer.Get("/contacts?by=1");
        log.Shows("De la bénévole");
        log.DoesNotShow("De la direction");
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get($"/contacts/{staffs.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.PostFrom($"/people/{mine.Id}", $"/contacts/{staffs.Id}/removal", new { })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.Get("/contacts/export.csv")).Status);
        Assert.Equal(3, await nation.Db.Contacts.CountAsync(Ct));
    }

    [Fact]
    public async Task Their_own_contact_is_theirs_to_correct_for_a_day()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var mine = await nation.Seeds.Person(p => p.AssigneeId = account);
        await volunteer.Submit($"/people/{mine.Id}/contacts", new { Form_Status = "Answered", Form_Text = "Un mot" });
        var contact = await nation.Db.Contacts.SingleAsync(Ct);

        await volunteer.Submit($"/contacts/{contact.Id}", new { Form_Status = "LeftMessage" });
        Assert.Equal(ContactStatus.LeftMessage, (await nation.Db.Contacts.SingleAsync(Ct)).Status);
        app.Clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get($"/contacts/{contact.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.PostFrom($"/people/{mine.Id}", $"/contacts/{contact.Id}/removal", new { })).Status);
        Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get($"/contacts/{contact.Id}")).Status);
    }

    [Fact]
    public async Task They_see_their_own_follow_ups_can_hand_one_to_staff_and_are_told_on_the_first_page()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var (_, staff) = await nation.SignIn(Role.Staff);
        var mine = await nation.Seeds.Person(p => p.AssigneeId = account);
        var today = nation.Facts.DayOf(app.Clock.GetUtcNow()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await volunteer.Submit($"/people/{mine.Id}/contacts", new { Form_Status = "CallBack", Form_Next = "Rappeler", Form_DueOn = today });
        await volunteer.Submit($"/people/{mine.Id}/contacts", new { Form_Status = "SendInformation", Form_Next = "Envoyer le programme", Form_DueOn = today, Form_AssigneeId = staff });

        var list = await volunteer.Get("/follow-ups?of=all");
        list.Shows("Rappeler");
        list.DoesNotShow("Envoyer le programme");
        (await volunteer.Get("/")).Shows("1 follow-up of yours is due today or overdue.");
        var theirs = await nation.Db.FollowUps.SingleAsync(f => f.AssigneeId == staff, Ct);
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.PostFrom("/follow-ups", $"/follow-ups/{theirs.Id}/done", new { })).Status);
        // Taken back with the contact that it came from, seen or not.
        await volunteer.PostFrom("/follow-ups", $"/contacts/{theirs.ContactId}/removal", new { });
        Assert.Single(await nation.Db.FollowUps.ToListAsync(Ct));

        // Whoever no longer looks after the person no longer sees what was to be done.
        await nation.Panel.Submit($"/people/{mine.Id}", new { account = "" }, $"/people/{mine.Id}/assignment");
        (await volunteer.Get("/follow-ups")).DoesNotShow("Rappeler");
        (await nation.Panel.Get("/follow-ups?of=all")).Shows("Rappeler");
    }
}
