using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Imports;
using Preau.Imports.Batches;
using Preau.Law;
using Preau.Mail;
using Preau.People;

namespace Preau.Tests.Imports;

/// <summary>What people said themselves outlasts files, whatever was brought in and taken back before; and so does what must not be told of them.</summary>
public sealed class TheirNoTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("by the link in a mail", Purpose.News)]
    [InlineData("to somebody who called", Purpose.Call)]
    [InlineData("to somebody who called, written down for many", Purpose.Call)]
    [InlineData("by hand", Purpose.News)]
    public async Task A_no_after_an_undo_is_written_down_and_no_file_speaks_over_it(string said, Purpose purpose)
    {
        await using var nation = await app.NewNation();
        var (owner, _) = await nation.SignIn(Role.Owner);
        var person = await nation.Seeds.Person(email: "k@example.org");
        await nation.Undo(await Agreed(nation, purpose, "email,abonné\nk@example.org,oui\n"));

        await (said switch
        {
            "by the link in a mail" => Leave(nation, person.Id),
            "to somebody who called" => (Task)owner.Submit($"/people/{person.Id}", new { Form_Method = "PhoneCall", Form_Status = "DoNotCall" }, $"/people/{person.Id}/contacts"),
            "by hand" => owner.Submit($"/people/{person.Id}/ways", new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Form.Ways[0].Id"] = $"{(await nation.Db.PersonEmails.SingleAsync(Ct)).Id}", ["Form.Ways[0].IsPhone"] = "false", ["Form.Ways[0].State"] = "NoMails", ["Form.Ways[0].StateShown"] = "Works",
            }),
            _ => ForMany(nation, person.Id),
        });

        Assert.Equal([true, false, false], await nation.Db.ConsentEntries.Where(c => c.Purpose == purpose).OrderBy(c => c.At).ThenBy(c => c.Id).Select(c => c.IsGiven).ToListAsync(Ct));
        await Agreed(nation, purpose, "email,abonné\nk@example.org,oui\n");
        Assert.False((await nation.Db.ConsentStates.AsNoTracking().SingleAsync(c => c.Purpose == purpose, Ct)).IsGiven);
    }

    [Fact]
    public async Task Whoever_is_erased_does_not_come_back_by_an_address_that_had_bounced_before()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(email: "gone@example.org");
        await Suppress(nation, "bounced");
        await nation.Services.GetRequiredService<ErasePerson>().Run(person.Id, Ct);

        var import = await nation.Import(await nation.BringIn("nom,email\nNom,gone@example.org\n"));

        Assert.Equal((0L, 1L), (import.CreatedCount, import.RefusedCount));
        // They come back by themselves, and the address is still one that mails come back from.
        var services = nation.Services;
        await services.GetRequiredService<Suppressions>().CameBack(new PersonInput { Emails = [Preau.Shared.EmailAddress.TryParse("gone@example.org", out var email) ? email : throw new InvalidOperationException()] }, [Purpose.News], Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        Assert.Equal("bounced", await nation.Db.Suppressions.Select(s => s.Reason).SingleAsync(Ct));
        Assert.Equal(1L, (await nation.Import(await nation.BringIn("nom,email\nNom,gone@example.org\n"))).CreatedCount);
    }

    [Fact]
    public async Task A_file_that_names_no_address_does_not_agree_for_one_that_is_shut()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(email: "gone@example.org");
        await Suppress(nation, "complaint");

        await Agreed(nation, Purpose.News, $"preau_id,abonné\n{person.Id},oui\n", "id");

        Assert.Empty(await nation.Db.ConsentStates.ToListAsync(Ct));
    }

    [Theory]
    [InlineData("a file wrote over")]
    [InlineData("an act on many wrote over")]
    public async Task What_a_hidden_field_held_before_is_not_handed_to_those_who_must_not_see_it(string what)
    {
        await using var nation = await app.NewNation();
        var (owner, _) = await nation.SignIn(Role.Owner);
        var person = await nation.Seeds.Person(email: "k@example.org");
        var field = new CustomField { Slug = "pledge", Name = "pledge", Kind = FieldKind.Text, SeenBy = FieldAudience.Owner, ChangedBy = FieldAudience.Owner };
        var db = nation.Db;
        db.Add(field);
        await db.SaveChangesAsync(Ct);
        var import = await nation.BringIn("nom,email\nAutre,other@example.org\n");
        if (what == "a file wrote over") db.Add(new ImportTouch { ImportId = import, PersonId = person.Id, Line = 1, Touches = Touch.Write([new("custom_value", $"{field.Id}", "value", "500 secret", "700")]) });
        else db.AddRange(new Preau.People.Bulk.BulkAct { Id = 9, Kind = Preau.People.Bulk.BulkKind.SetField, Field = "custom:pledge", At = app.Clock.GetUtcNow() }, new Preau.People.Bulk.BulkEffect { BulkActId = 9, PersonId = person.Id, Before = "500 secret" });
        await db.SaveChangesAsync(Ct);

        (await (await (await nation.As(Role.Staff)).Get($"/people/{person.Id}/file")).Follow()).Shows("the file has to be whole. Ask an owner for it.");
        Assert.Contains("500 secret", (await owner.Get($"/people/{person.Id}/file")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_rows_keep_what_a_hidden_field_was_to_hold()
    {
        await using var nation = await app.NewNation();
        var (owner, _) = await nation.SignIn(Role.Owner);
        var db = nation.Db;
        db.Add(new CustomField { Slug = "pledge", Name = "pledge", Kind = FieldKind.Text, SeenBy = FieldAudience.Owner, ChangedBy = FieldAudience.Owner });
        await db.SaveChangesAsync(Ct);
        var columns = await (await owner.Upload("/imports/new", "File", "people.csv", Encoding.UTF8.GetBytes("nom,email,pledge\nNom,not an address,500 secret\n"))).Follow();
        var trial = await (await owner.Submit(columns.Path, ImportDoor.Answers, action: "columns")).Follow();
        await owner.Submit(trial.Path, new { });
        await nation.RunJobs();
        var id = await nation.Db.Imports.MaxAsync(i => i.Id, Ct);

        Assert.Contains("500 secret", (await owner.Get($"/imports/{id}/refused.csv")).Html, StringComparison.Ordinal);
        var seen = (await (await nation.As(Role.Staff)).Get($"/imports/{id}/refused.csv")).Html;
        Assert.Contains("not an address", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_undo_that_broke_off_says_so_and_goes_on()
    {
        await using var nation = await app.NewNation();
        var id = await nation.BringIn("nom,email\nNom,a@example.org\n");
        await nation.Db.Imports.Where(i => i.Id == id).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Undoing), Ct);
        await nation.Services.GetRequiredService<RunUndo>().BreakOff(id, Ct);

        var page = await nation.Panel.Get($"/imports/{id}");
        page.Shows("A fault of the program stopped this undo");
        page.Shows("Go on with the undo");
        await nation.Panel.Submit($"/imports/{id}", new { }, action: "undoing");
        await nation.RunJobs();

        Assert.Equal((ImportState.Undone, null), await nation.Import(id) is var done ? (done.State, done.Problem) : default);
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
    }

    [Fact]
    public async Task An_undo_that_nobody_does_any_more_is_not_waited_for()
    {
        await using var nation = await app.NewNation();
        var id = await nation.BringIn("nom,email\nNom,a@example.org\n");
        var (before, services) = (app.Clock.GetUtcNow().AddDays(-2), nation.Services);
        await nation.Db.Imports.Where(i => i.Id == id).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Undoing).SetProperty(i => i.MovedAt, before), Ct);

        await services.GetRequiredService<Preau.Jobs.IHandle<ForgetFiles>>().Run(new ForgetFiles(), Ct);

        (await nation.Panel.Get($"/imports/{id}")).Shows("Nothing has been undone for a day");
    }

    private static Task<long> Agreed(TestNation nation, Purpose purpose, string csv, string? match = null) =>
        nation.BringInAs(csv, [csv.StartsWith("email", StringComparison.Ordinal) ? "email" : "id", $"consent:{EnumText<Purpose>.Of(purpose)}"], match is null ? [] : [match]);

    private static async Task Suppress(TestNation nation, string reason)
    {
        var services = nation.Services;
        await services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "gone@example.org", reason, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
    }

    private static async Task Leave(TestNation nation, long personId)
    {
        var services = nation.Services;
        var blast = new Blast { Subject = "News", Language = "fr" };
        await services.GetRequiredService<LeaveList>().Run(blast, personId, Ct);
    }

    private static async Task ForMany(TestNation nation, long personId)
    {
        var acts = nation.Services.GetRequiredService<Preau.People.Bulk.BulkActs>();
        var act = await acts.OfTicked([personId], Ct);
        Assert.Null(await acts.Choose(act, Preau.People.Bulk.BulkKind.Contact, new Preau.People.Bulk.BulkChoice(null, null, null, JsonSerializer.Serialize(new { Method = Preau.Contacts.ContactMethod.PhoneCall, Status = Preau.Contacts.ContactStatus.DoNotCall, Text = "", Day = (DateOnly?)null })), Ct));
        await acts.Start(act.Id, Ct);
    }
}
