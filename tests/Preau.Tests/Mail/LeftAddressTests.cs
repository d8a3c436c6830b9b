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
    public async Task A_file_that_makes_another_record_of_the_address_brings_no_yes_and_no_mail()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.SignIn(Role.Owner);
        var ada = await nation.Seeds.Reader("ada@example.org");
        await Leave(nation, ada.Id);

        var import = await nation.BringInAs("number,email,agreed\n77,ada@example.org,yes\n78,bo@example.org,yes\n", ["external:external", "email", "consent:news"], "numbers");

        Assert.Equal(2, (await nation.Import(import)).CreatedCount);
        Assert.Equal(["bo@example.org"], await Agreeing(nation));
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
        var other = await nation.Seeds.Reader("lea@example.org");
        var both = await nation.Seeds.Reader("ada@example.org");
        await nation.Do((_, db) =>
        {
            db.Add(PersonEmail.Of(both.Id, Preau.Shared.EmailAddress.TryParse("home@example.org", out var home) ? home : throw new InvalidOperationException(), 1, isShut: false));
            return Task.CompletedTask;
        });

        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);

        Assert.Equal(["home@example.org"], relay.Mails.Select(m => m.To));
        Assert.Contains((await nation.Deliveries(blast)).Where(d => d.PersonId == other.Id), d => d is { State: DeliveryState.Skipped, Answer: "left" });
        (await owner.Get($"/people/{other.Id}")).Shows("left the list");
    }

    [Fact]
    public async Task The_one_who_reads_it_opens_it_by_the_button_of_a_letter()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await VisitorFormTests.Open(nation, PageKind.SignUp, "Join us");
        var ada = await nation.Seeds.Reader("ada@example.org");
        await Leave(nation, ada.Id);
        // Their record lost the address, and another has it.
        await nation.Db.PersonEmails.Where(e => e.PersonId == ada.Id).ExecuteDeleteAsync(Ct);
        var again = await nation.Seeds.Person(email: "ada@example.org");

        await nation.Site.Submit("/join-us", VisitorFormTests.Sent(("first_name", "Ada"), ("last_name", "L"), ("email", "ada@example.org"), ("consent_news", "true")));
        await nation.RunJobs();
        Assert.Empty(await Agreeing(nation));
        await nation.Site.Post(ConfirmingTests.Link(Assert.Single(relay.Mails)), new { });

        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal([again.Id], (await nation.Db.MailDeliveries.ToListAsync(Ct)).Select(d => d.PersonId));
        Assert.Equal(["ada@example.org", "ada@example.org"], relay.Mails.Select(m => m.To));
    }

    [Fact]
    public async Task A_mail_that_was_misread_as_a_no_shuts_nothing_once_it_is_taken_back_but_what_was_said_by_the_link_stays()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var (lea, ada) = (await nation.Seeds.Reader("lea@example.org"), await nation.Seeds.Reader("ada@example.org"));
        await nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Withdraw(lea.Id, Purpose.News, "reply:7", Ct));
        await nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Withdraw(ada.Id, Purpose.News, "reply:7", Ct));
        await Leave(nation, ada.Id);
        Assert.Equal(["ada@example.org", "lea@example.org"], await Left(nation));

        await nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().TakeBackNo("reply:7", Ct));

        Assert.Equal(["ada@example.org"], await Left(nation));
        Assert.Equal(["lea@example.org"], await Agreeing(nation));
    }

    [Fact]
    public async Task What_the_team_writes_down_of_one_record_does_not_open_what_another_left()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var (owner, _) = await nation.SignIn(Role.Owner);
        var (ada, lea) = (await nation.Seeds.Reader("ada@example.org"), await nation.Seeds.Reader("lea@example.org"));
        await Leave(nation, ada.Id);
        await Leave(nation, lea.Id);
        var other = await nation.Seeds.Reader("lea@example.org", consents: []);

        foreach (var person in (long[])[ada.Id, other.Id]) await owner.Submit($"/people/{person}", new { purpose = "news", give = "true" }, $"/people/{person}/consents");

        Assert.Equal(["lea@example.org"], await Left(nation));
    }

    [Fact]
    public async Task Addresses_of_those_who_left_before_are_kept_by_the_job_that_the_migration_asks_for()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var (ada, lea) = (await nation.Seeds.Reader("ada@example.org"), await nation.Seeds.Reader("lea@example.org"));
        await nation.Seeds.Reader("bo@example.org");
        await Leave(nation, ada.Id);
        await nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Withdraw(lea.Id, Purpose.News, "import:3", Ct));
        await nation.Db.Suppressions.ExecuteDeleteAsync(Ct);

        await nation.Services.GetRequiredService<KeepLeftAddresses>().Run(new KeepLeft(), Ct);

        Assert.Equal(["ada@example.org"], await Left(nation));
    }

    private static Task Leave(TestNation nation, long personId) => nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Withdraw(personId, Purpose.News, "mail:1", Ct));

    private static async Task<IEnumerable<string>> Left(TestNation nation) =>
        (await nation.Services.GetRequiredService<Suppressions>().Among(SuppressedChannel.News, await nation.Db.PersonEmails.Select(e => e.EmailKey).ToListAsync(Ct), Ct)).Order(StringComparer.Ordinal);

    private static Task<List<string>> Agreeing(TestNation nation)
    {
        var db = nation.Db;
        return db.PersonEmails.Where(e => db.ConsentStates.Any(s => s.PersonId == e.PersonId && s.Purpose == Purpose.News && s.IsGiven)).Select(e => e.EmailKey).OrderBy(k => k).ToListAsync(Ct);
    }
}
