using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.People.Meanwhile;

namespace Preau.Tests.People;

/// <summary>Two people have the form of one person open at the same time.</summary>
public sealed class MeanwhileTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_only_one_of_them_changed_is_saved_and_what_the_other_changed_stays()
    {
        await using var nation = await app.NewNation();
        await Field(nation, "size", FieldKind.Text);
        await Field(nation, "club", FieldKind.Text);
        var person = await nation.Seeds.Person(p => (p.FirstName, p.Employer) = ("Ada", "Mill"), email: "ada@example.org");
        var (path, mine) = await Opened(nation, person);
        await Edit(nation, path, new() { ["Form.Occupation"] = "Poet", ["Form.Employer"] = "", ["Form.Emails[1].Address"] = "theirs@example.org", ["Form.Own[club]"] = "Chess" });

        var saved = await nation.Panel.Fill(mine, path, new Dictionary<string, string> { ["Form.FirstName"] = "Adèle", ["Form.Emails[1].Address"] = "mine@example.org", ["Form.Phones[0].Number"] = "06 39 98 00 12", ["Form.Own[size]"] = "M" });

        (await saved.Follow()).Shows("Saved. What others changed meanwhile stands as they left it.");
        var now = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal(("Adèle", "Poet", (string?)null), (now.FirstName, now.Occupation, now.Employer));
        Assert.Equal(["ada@example.org", "theirs@example.org", "mine@example.org"], await Emails(nation));
        Assert.Equal("+33639980012", (await nation.Db.PersonPhones.SingleAsync(Ct)).Number);
        Assert.Equal(["Chess", "M"], await nation.Db.CustomValues.Select(v => v.TextValue).OrderBy(t => t).ToListAsync(Ct));
    }

    [Fact]
    public async Task What_both_changed_comes_back_with_both_values_who_it_was_and_when_and_nothing_is_lost()
    {
        await using var nation = await app.NewNation();
        await Field(nation, "size", FieldKind.Text);
        var person = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ada", "Byron"), email: "ada@example.org");
        var (path, mine) = await Opened(nation, person);
        var other = await Edit(nation, path, new() { ["Form.Occupation"] = "Poet", ["Form.LastName"] = "Lovelace", ["Form.Emails[0].Address"] = "theirs@example.org", ["Form.Own[size]"] = "L" });

        var asked = await nation.Panel.Fill(mine, path, new Dictionary<string, string> { ["Form.Occupation"] = "Nurse", ["Form.Employer"] = "Mill", ["Form.Emails[0].Address"] = "mine@example.org", ["Form.Own[size]"] = "M" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.Status);
        Assert.Equal(["occupation", "email", "custom:size"], asked.Document.QuerySelectorAll("[name='Form.Asked']").Select(i => i.GetAttribute("value")));
        asked.Shows($"Occupation Nurse What you wrote Poet What is there now · {other},");
        asked.Shows($"Mail addresses mine@example.org What you wrote theirs@example.org What is there now · {other},");
        asked.Shows($"size M What you wrote L What is there now · {other},");
        Assert.Equal("Lovelace", asked.Document.QuerySelector("#Form_LastName")!.GetAttribute("value"));
        Assert.Equal(("Nurse", "Mill"), (asked.Document.QuerySelector("#Form_Occupation")!.GetAttribute("value"), asked.Document.QuerySelector("#Form_Employer")!.GetAttribute("value")));
        Assert.Equal("Poet", (await nation.Db.People.SingleAsync(Ct)).Occupation);

        // Saving without an answer asks again.
        var again = await nation.Panel.Fill(asked, path, new Dictionary<string, string> { ["Form.Choice[occupation]"] = OpenedForm.Mine });
        Assert.Equal(["email", "custom:size"], again.Document.QuerySelectorAll("[name='Form.Asked']").Select(i => i.GetAttribute("value")));

        await nation.Panel.Fill(again, path, new Dictionary<string, string> { ["Form.Choice[email]"] = OpenedForm.Now, ["Form.Choice[custom:size]"] = OpenedForm.Mine });

        var now = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal(("Lovelace", "Nurse", "Mill"), (now.LastName, now.Occupation, now.Employer));
        Assert.Equal(["theirs@example.org"], await Emails(nation));
        Assert.Equal("M", (await nation.Db.CustomValues.SingleAsync(Ct)).TextValue);
    }

    [Fact]
    public async Task A_third_change_while_somebody_chooses_is_asked_about_again()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var (path, mine) = await Opened(nation, person);
        await Edit(nation, path, new() { ["Form.Occupation"] = "Poet" });
        var asked = await nation.Panel.Fill(mine, path, new Dictionary<string, string> { ["Form.Occupation"] = "Nurse" });
        await Edit(nation, path, new() { ["Form.Occupation"] = "Baker" });

        var again = await nation.Panel.Fill(asked, path, new Dictionary<string, string> { ["Form.Choice[occupation]"] = OpenedForm.Mine });

        again.Shows("Occupation Nurse What you wrote Baker What is there now");
        Assert.Equal("Baker", (await nation.Db.People.SingleAsync(Ct)).Occupation);
        await nation.Panel.Fill(again, path, new Dictionary<string, string> { ["Form.Choice[occupation]"] = OpenedForm.Mine });
        Assert.Equal("Nurse", (await nation.Db.People.SingleAsync(Ct)).Occupation);
    }

    [Fact]
    public async Task A_choice_can_be_given_a_third_value_in_the_form()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var (path, mine) = await Opened(nation, person);
        await Edit(nation, path, new() { ["Form.Occupation"] = "Poet" });
        var asked = await nation.Panel.Fill(mine, path, new Dictionary<string, string> { ["Form.Occupation"] = "Nurse" });

        await nation.Panel.Fill(asked, path, new Dictionary<string, string> { ["Form.Choice[occupation]"] = OpenedForm.Mine, ["Form.Occupation"] = "Nurse and poet" });

        Assert.Equal("Nurse and poet", (await nation.Db.People.SingleAsync(Ct)).Occupation);
    }

    [Fact]
    public async Task The_same_change_by_both_and_a_change_by_a_bulk_act_are_told_apart()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var (path, mine) = await Opened(nation, person);
        await Edit(nation, path, new() { ["Form.Occupation"] = "Poet" });
        var db = nation.Db;
        await db.People.ExecuteUpdateAsync(s => s.SetProperty(p => p.Priority, 2), Ct);
        db.Add(new Provenance { PersonId = person.Id, Field = "priority", Source = "import:3", At = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);

        var asked = await nation.Panel.Fill(mine, path, new Dictionary<string, string> { ["Form.Occupation"] = "Poet", ["Form.Priority"] = "4" });

        Assert.Equal(["priority"], asked.Document.QuerySelectorAll("[name='Form.Asked']").Select(i => i.GetAttribute("value")));
        asked.Shows("Priority 4 · low What you wrote 2 · high What is there now · Import 3");
    }

    [Fact]
    public async Task A_form_that_does_not_tell_what_it_was_opened_with_overwrites_nothing_unasked()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(p => (p.FirstName, p.Occupation) = ("Ada", "Poet"));
        var (path, mine) = await Opened(nation, person);

        foreach (var was in new[] { "", "no form", "{\"occupation\":null,\"email\":\"[[[\"}" })
        {
            var asked = await nation.Panel.Fill(mine, path, new Dictionary<string, string> { ["Form.Was"] = was, ["Form.Occupation"] = "Nurse" });

            Assert.Equal(["occupation"], asked.Document.QuerySelectorAll("[name='Form.Asked']").Select(i => i.GetAttribute("value")));
        }

        Assert.Equal("Poet", (await nation.Db.People.SingleAsync(Ct)).Occupation);
    }

    [Fact]
    public async Task Own_fields_of_every_kind_meet_on_the_page_of_their_own_too()
    {
        await using var nation = await app.NewNation();
        await Field(nation, "days", FieldKind.Several, "Monday\nTuesday");
        await Field(nation, "friend", FieldKind.Person);
        await Field(nation, "words", FieldKind.LongText);
        await Field(nation, "hours", FieldKind.Number);
        var friend = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Luc", "Roux"));
        var person = await nation.Seeds.Person();
        await nation.Panel.Submit($"/people/{person.Id}/edit", new Dictionary<string, string> { ["Form.Own[words]"] = "one\r\ntwo", ["Form.Several[days]"] = "Monday", ["Form.Own[friend]"] = $"{friend.Id}" });
        var path = $"/people/{person.Id}/fields";
        var mine = await nation.Panel.Get(path);
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await Edit(nation, $"/people/{person.Id}/edit", new() { ["Form.Several[days]"] = "Tuesday", ["Form.Own[words]"] = "three", ["Form.Own[friend]"] = "" });

        var asked = await nation.Panel.Fill(mine, path, new Dictionary<string, string> { ["Form.Own[hours]"] = "2,5", ["Form.Own[words]"] = "four" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.Status);
        asked.Shows("words four What you wrote three What is there now");
        await nation.Panel.Fill(asked, path, new Dictionary<string, string> { ["Form.Choice[custom:words]"] = OpenedForm.Now });
        var values = await nation.Db.CustomValues.Where(v => v.PersonId == person.Id).OrderBy(v => v.CustomFieldId).ToListAsync(Ct);
        Assert.Equal(["Tuesday", "three", "2.5"], values.Select(OwnFields.Text));
    }

    [Fact]
    public async Task An_edit_in_another_window_of_ones_own_is_called_that()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var (path, mine) = await Opened(nation, person);
        await nation.Panel.Submit(path, new Dictionary<string, string> { ["Form.Sex"] = "Female" });

        (await nation.Panel.Fill(mine, path, new Dictionary<string, string> { ["Form.Sex"] = "Other" })).Shows("Sex Other What you wrote Woman What is there now · You, in another window,");
    }

    [Theory]
    [InlineData("a b", "a c", "a d", "")]
    [InlineData("a b", "a b c", "a d", "a d c")]
    [InlineData("a b", "a c", "x a b", "x a c")]
    [InlineData("a b", "b a", "a b c", "b a c")]
    [InlineData("a b", "a b", "b", "b")]
    [InlineData("a b", "a b c", "b a", "b a c")]
    [InlineData("a b c", "- b c", "a c", "c")]
    [InlineData("a b", "- b", "b", "b")]
    [InlineData("a b", "- b", "x b", "")]
    [InlineData("a", "x", "x", "x")]
    [InlineData("a a", "a -", "a a c", "a c")]
    [InlineData("", "m", "t", "t m")]
    public void Lines_meet_line_by_line(string was, string mine, string now, string met)
    {
        static string Text(string lines) => Lines.Write(lines.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(l => l == "-" ? [] : new[] { l }));

        Assert.Equal(met.Length == 0 ? null : Text(met), ThreeWays.Meet(Text(was), Text(mine), Text(now)));
    }

    private async Task<(string Path, Page Page)> Opened(TestNation nation, Person person)
    {
        var path = $"/people/{person.Id}/edit";
        var page = await nation.Panel.Get(path);
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        return (path, page);
    }

    /// <summary>Somebody else opens the form, fills it and saves it; gives their name.</summary>
    private async Task<string> Edit(TestNation nation, string path, Dictionary<string, string> fields)
    {
        var staff = await nation.As(Role.Staff);
        Assert.Equal(HttpStatusCode.Found, (await staff.Submit(path, fields)).Status);
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        var db = nation.Db;
        return await db.Memberships.Where(m => m.Role == Role.Staff).OrderByDescending(m => m.AccountId).Join(db.Accounts, m => m.AccountId, a => a.Id, (_, a) => a.Name).FirstAsync(Ct);
    }

    private static Task<List<string>> Emails(TestNation nation) => nation.Db.PersonEmails.OrderBy(e => e.Position).Select(e => e.Address).ToListAsync(Ct);

    private static async Task Field(TestNation nation, string slug, FieldKind kind, string choices = "")
    {
        var db = nation.Db;
        db.Add(new CustomField { Slug = slug, Name = slug, Kind = kind, Choices = choices });
        await db.SaveChangesAsync(Ct);
    }
}
