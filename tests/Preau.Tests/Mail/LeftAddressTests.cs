using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail;
using Preau.People;
using Preau.Site;
using Preau.Tests.Actions;
using Preau.Tests.Imports;

namespace Preau.Tests.Mail;

/// <summary>Who left the list left it at their address: no other record that has it brings what is sent to many there, whoever made that record, and when.</summary>
public sealed class LeftAddressTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_makes_another_record_of_the_address_brings_no_mail_there_whatever_it_says()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.SignIn(Role.Owner);
        var ada = await nation.Seeds.Reader("ada@example.org");
        await Leave(nation, ada.Id);

        var import = await nation.BringInAs("number,email,agreed\n77,ada@example.org,yes\n78,bo@example.org,yes\n", ["external:external", "email", "consent:news"], "numbers");

        Assert.Equal(2, (await nation.Import(import)).CreatedCount);
        Assert.Equal(["ada@example.org", "bo@example.org"], await Agreeing(nation));
        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal(["bo@example.org"], relay.Mails.Select(m => m.To));
    }

    [Fact]
    public async Task A_record_that_somebody_adds_anyway_is_passed_over_and_written_to_at_another_address()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var (owner, _) = await nation.SignIn(Role.Owner);
        var ada = await nation.Seeds.Reader("ada@example.org");
        var lea = await nation.Seeds.Reader("lea@example.org");
        await Leave(nation, ada.Id);
        await Leave(nation, lea.Id);
        var (other, both) = (await nation.Seeds.Person(email: "lea@example.org"), await nation.Seeds.Reader("ada@example.org"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await owner.Submit($"/people/{other.Id}", new { purpose = "news", give = "true" }, $"/people/{other.Id}/consents");
        await nation.Do((_, db) =>
        {
            db.Add(PersonEmail.Of(both.Id, Preau.Shared.EmailAddress.TryParse("home@example.org", out var home) ? home : throw new InvalidOperationException(), 1, isShut: false));
            return Task.CompletedTask;
        });

        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);

        Assert.Equal(["home@example.org"], relay.Mails.Select(m => m.To));
        Assert.Contains((await nation.Deliveries(blast)).Where(d => d.PersonId == other.Id), d => d is { State: DeliveryState.Skipped, Answer: "left" });
        (await owner.Get($"/people/{other.Id}")).Shows("left the list there");
        (await owner.Get($"/people/{lea.Id}")).DoesNotShow("left the list there");
    }

    [Fact]
    public async Task The_one_who_reads_it_opens_it_by_the_button_of_a_letter()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await VisitorFormTests.Open(nation, PageKind.SignUp, "Join us");
        var again = await nation.Seeds.Reader("ada@example.org");
        var ada = await nation.Seeds.Reader("ada@example.org");
        await Leave(nation, ada.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await nation.Site.Submit("/join-us", VisitorFormTests.Sent(("first_name", "Ada"), ("last_name", "L"), ("email", "ada@example.org"), ("consent_news", "true")));
        await nation.RunJobs();
        Assert.True(await IsLeft(nation, again.Id));
        await nation.Site.Post(JoiningSite.Link(Assert.Single(relay.Mails)), new { });

        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal([again.Id], (await nation.Db.MailDeliveries.ToListAsync(Ct)).Select(d => d.PersonId));
        Assert.Equal(["ada@example.org", "ada@example.org"], relay.Mails.Select(m => m.To));
    }

    [Fact]
    public async Task A_no_by_mail_or_in_a_file_shuts_it_until_it_was_misread_or_undone()
    {
        await using var nation = await app.NewNation();
        var (lea, shares) = (await nation.Seeds.Reader("m@example.org"), await nation.Seeds.Reader("m@example.org"));
        async Task Say(Func<ConsentLedger, Task> what)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await nation.Do((services, _) => what(services.GetRequiredService<ConsentLedger>()));
        }

        await Say(l => l.Withdraw(lea.Id, Purpose.News, "import:3", Ct));
        Assert.True(await IsLeft(nation, shares.Id));
        await Say(l => l.Withdraw(lea.Id, Purpose.News, "undo:3", Ct));
        Assert.False(await IsLeft(nation, shares.Id));
        await Say(l => l.Withdraw(lea.Id, Purpose.News, "reply:7", Ct));
        Assert.True(await IsLeft(nation, shares.Id));
        await Say(l => l.TakeBackNo("reply:7", Ct));
        Assert.False(await IsLeft(nation, shares.Id));
        await Say(l => l.Withdraw(lea.Id, Purpose.News, "mail:1", Ct));
        await Say(l => l.Withdraw(lea.Id, Purpose.News, "import:4", Ct));
        Assert.True(await IsLeft(nation, shares.Id));
        await Say(l => l.Withdraw(lea.Id, Purpose.News, "reply:8", Ct));
        await Say(l => l.TakeBackNo("reply:8", Ct));
        Assert.True(await IsLeft(nation, shares.Id));
    }

    [Theory]
    [InlineData(false, "panel")]
    [InlineData(false, "merge:4")]
    [InlineData(true, "page:1")]
    public async Task What_others_did_with_a_record_that_never_left_opens_nothing(bool isOpen, string source)
    {
        await using var nation = await app.NewNation();
        var (lea, shares) = (await nation.Seeds.Reader("m@example.org"), await nation.Seeds.Reader("m@example.org"));
        await Leave(nation, lea.Id);
        foreach (var given in (bool[])[false, true])
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await nation.Do((services, _) => given ? services.GetRequiredService<ConsentLedger>().Give(shares.Id, Purpose.News, "fr", "Yes", source, Ct) : services.GetRequiredService<ConsentLedger>().Withdraw(shares.Id, Purpose.News, source, Ct));
        }

        Assert.Equal(isOpen, !await IsLeft(nation, shares.Id));
    }

    [Fact]
    public async Task A_form_that_was_filled_in_with_another_address_says_nothing_of_this_one()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var (ada, bo) = (await nation.Seeds.Reader("ada@example.org"), await nation.Seeds.Person(email: "bo@example.org"));
        await Leave(nation, ada.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.Do(async (services, db) =>
        {
            await services.GetRequiredService<ConsentLedger>().Give(bo.Id, Purpose.News, "fr", "Yes", "page:1", Ct);
            db.Add(new PersonEmail { PersonId = bo.Id, Address = "ada@example.org", EmailKey = "ada@example.org", Position = 1 });
            (await db.PersonEmails.SingleAsync(e => e.EmailKey == "bo@example.org", Ct)).IsBad = true;
        });

        await nation.SendNow(await nation.Seeds.Mail());

        Assert.Empty(relay.Mails);
    }

    [Fact]
    public async Task Whoever_left_with_another_comes_back_by_the_letter_that_the_team_has_sent_and_the_other_does_not()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var (owner, _) = await nation.SignIn(Role.Owner);
        var (ada, lea) = (await nation.Seeds.Reader("m@example.org"), await nation.Seeds.Reader("m@example.org"));
        await Leave(nation, ada.Id);
        await Leave(nation, lea.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await owner.Submit($"/people/{ada.Id}", new { purpose = "news", give = "true" }, $"/people/{ada.Id}/consents");
        await nation.RunJobs();
        await nation.Site.Post(JoiningSite.Link(Assert.Single(relay.Mails)), new { });

        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal([ada.Id], (await nation.Db.MailDeliveries.Where(d => d.State == DeliveryState.Sent).ToListAsync(Ct)).Select(d => d.PersonId));
    }

    [Fact]
    public async Task An_address_that_was_taken_off_the_record_of_who_left_gets_nothing_by_the_next_record_until_its_reader_says_so()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await VisitorFormTests.Open(nation, PageKind.SignUp, "Join us");
        var (owner, _) = await nation.SignIn(Role.Owner);
        var ada = await nation.Seeds.Reader("ada@example.org");
        await Leave(nation, ada.Id);
        await owner.Submit($"/people/{ada.Id}/edit", new Dictionary<string, string> { ["Form.LastName"] = "Lovelace", ["Form.Emails[0].Address"] = "" });
        Assert.False(await nation.Db.PersonEmails.AnyAsync(Ct));
        var next = await nation.Seeds.Person(p => p.LastName = "Next", email: "ada@example.org");
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        (await (await owner.Submit($"/people/{next.Id}", new { purpose = "news", give = "true" }, $"/people/{next.Id}/consents")).Follow()).Shows("But somebody else left the list at one of their addresses");
        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Empty(relay.Mails);

        await nation.Site.Submit("/join-us", VisitorFormTests.Sent(("first_name", "Ada"), ("last_name", "Next"), ("email", "ada@example.org"), ("consent_news", "true")));
        await nation.RunJobs();
        await nation.Site.Post(JoiningSite.Link(Assert.Single(relay.Mails)), new { });
        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal(2, relay.Mails.Count);
    }

    [Fact]
    public async Task An_address_that_somebody_else_came_back_at_is_shut_by_no_tidying_up()
    {
        await using var nation = await app.NewNation();
        var (owner, _) = await nation.SignIn(Role.Owner);
        var (ada, bo) = (await nation.Seeds.Reader("m@example.org"), await nation.Seeds.Reader("m@example.org"));
        await Leave(nation, ada.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Give(bo.Id, Purpose.News, "fr", "Yes", "page:1", Ct));

        await owner.Submit($"/people/{ada.Id}/edit", new Dictionary<string, string> { ["Form.LastName"] = "Lovelace", ["Form.Emails[0].Address"] = "" });

        Assert.Equal([bo.Id], await nation.Db.PersonEmails.Select(e => e.PersonId).ToListAsync(Ct));
        Assert.False(await IsLeft(nation, bo.Id));
    }

    [Fact]
    public async Task A_files_no_holds_for_everybody_at_the_address_until_the_file_is_undone()
    {
        await using var nation = await app.NewNation();
        await nation.SignIn(Role.Owner);
        var (signed, told, listed) = (await nation.Seeds.Reader("m@example.org"), await nation.Seeds.Person(email: "m@example.org"), await nation.Seeds.Person(email: "m@example.org"));
        await nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Give(told.Id, Purpose.News, "fr", "Yes", "panel", Ct));
        await nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Give(listed.Id, Purpose.News, "fr", "Yes", "import:9", Ct));
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        var import = await nation.BringInAs("number,email,left\n77,m@example.org,yes\n", ["external:external", "email", "withdrawn:news"], "numbers");

        Assert.Equal((1, 0), ((await nation.Import(import)).CreatedCount, (await nation.Import(import)).RefusedCount));
        foreach (var person in (Person[])[signed, told, listed]) Assert.True(await IsLeft(nation, person.Id));
        await nation.Undo(import);
        foreach (var person in (Person[])[signed, told, listed]) Assert.False(await IsLeft(nation, person.Id));
    }

    [Fact]
    public async Task A_row_with_an_address_and_a_no_holds_for_all_who_have_it_and_is_taken_back_with_the_file()
    {
        await using var nation = await app.NewNation();
        await nation.SignIn(Role.Owner);
        await nation.Seeds.Reader("m@example.org", "Ada");
        await nation.Seeds.Reader("m@example.org", "Lea");
        await nation.Seeds.Reader("n@example.org", "Noé");

        var import = await nation.BringInAs("email,left\nm@example.org,yes\n", ["email", "withdrawn:all"]);

        Assert.Equal((1, 0), ((await nation.Import(import)).ChangedCount, (await nation.Import(import)).RefusedCount));
        Assert.Equal(["n@example.org"], await Agreeing(nation));
        await nation.Undo(import);
        Assert.Equal(["m@example.org", "m@example.org", "n@example.org"], await Agreeing(nation));
    }

    [Fact]
    public async Task The_undo_of_a_file_leaves_an_address_to_whoever_left_there_since()
    {
        await using var nation = await app.NewNation();
        await nation.SignIn(Role.Owner);
        var (ada, bo) = (await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ada", "Martin"), phone: "+33639981020"), await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Bo", "Petit"), phone: "+33639981021"));
        var import = await nation.BringInAs("first,last,phone,email\nAda,Martin,0639981020,ada@example.org\nBo,Petit,0639981021,bo@example.org\n", ["first_name", "last_name", "phone", "email"]);
        Assert.Equal(2, await nation.Db.PersonEmails.CountAsync(e => e.PersonId == ada.Id || e.PersonId == bo.Id, Ct));
        await Leave(nation, ada.Id);

        await nation.Undo(import);

        Assert.Equal(["ada@example.org"], await nation.Db.PersonEmails.Select(e => e.EmailKey).ToListAsync(Ct));
    }

    [Fact]
    public async Task Whoever_came_back_and_reads_elsewhere_as_well_opens_it_to_nobody_else()
    {
        await using var nation = await app.NewNation();
        var (ada, bo, third) = (await nation.Seeds.Reader("m@example.org"), await nation.Seeds.Person(email: "m@example.org"), await nation.Seeds.Reader("m@example.org"));
        await nation.Do((_, db) => db.AddAsync(new PersonEmail { PersonId = bo.Id, Address = "bo@example.org", EmailKey = "bo@example.org", Position = 1 }, Ct).AsTask());
        await Leave(nation, ada.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Give(bo.Id, Purpose.News, "fr", "Yes", "page:1", Ct));

        Assert.True(await IsLeft(nation, third.Id));
    }

    [Fact]
    public async Task Whoever_comes_back_from_the_archive_shuts_nothing_to_others()
    {
        await using var nation = await app.NewNation();
        var (anna, ben) = (await nation.Seeds.Reader("m@example.org"), await nation.Seeds.Reader("m@example.org"));

        await nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().WithdrawAll(ben.Id, "page:4", Ct));

        Assert.False(await IsLeft(nation, anna.Id));
    }

    private static async Task<bool> IsLeft(TestNation nation, long personId) => (await nation.Services.GetRequiredService<LeftAddresses>().Closed(personId, await nation.Db.PersonEmails.Where(e => e.PersonId == personId).Select(e => e.EmailKey).ToListAsync(Ct), Ct)).Count > 0;

    private static Task Leave(TestNation nation, long personId) => nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Withdraw(personId, Purpose.News, "mail:1", Ct));

    private static Task<List<string>> Agreeing(TestNation nation)
    {
        var db = nation.Db;
        return db.PersonEmails.Where(e => db.ConsentStates.Any(s => s.PersonId == e.PersonId && s.Purpose == Purpose.News && s.IsGiven)).Select(e => e.EmailKey).OrderBy(k => k).ToListAsync(Ct);
    }
}
