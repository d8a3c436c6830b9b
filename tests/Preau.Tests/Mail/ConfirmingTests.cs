using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.People;
using Preau.Tests.Actions;

namespace Preau.Tests.Mail;

/// <summary>A form proves nothing of whoever filled it in: it turns no standing no into a yes.</summary>
public sealed partial class ConfirmingTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_left_is_written_to_again_once_they_say_themselves_that_it_was_they()
    {
        await using var site = await JoiningSite.Open(app);
        var ada = await site.Nation.Seeds.Reader("ada@example.org");
        await site.Withdraw(ada.Id);

        await site.Join("ada@example.org", "consent_news", "consent_targeted");
        await site.Join("Ada@example.org", "consent_news");

        Assert.Empty(await site.Given(ada.Id));
        var letter = Assert.Single(site.Relay.Mails, m => m.To == "ada@example.org");
        Assert.Contains("I would like to receive the campaign's news by e-mail.", letter.Message.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Mallory", letter.Message.ToString(), StringComparison.Ordinal);
        var path = JoiningSite.Link(letter);
        (await site.Nation.Site.Get(path)).Shows("Yes, it was me");
        Assert.Empty(await site.Given(ada.Id));
        await site.Nation.Seeds.Reader("bo@example.org");
        await site.Nation.SendNow(await site.Nation.Seeds.Mail());
        Assert.Equal(["ada@example.org", "bo@example.org"], site.Relay.Mails.Select(m => m.To));

        (await site.Nation.Site.Post(path, new { })).Shows("it counts from now on");

        Assert.Equal([Purpose.News, Purpose.Targeted], await site.Given(ada.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Nation.Site.Post(path, new { })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Nation.Site.Get("/m/y/x")).Status);
        Assert.All(await site.Nation.Db.ConsentEntries.Where(e => e.PersonId == ada.Id && e.IsGiven && e.Source.StartsWith("page:")).ToListAsync(Ct), e => Assert.NotEqual("", e.Wording));
    }

    [Fact]
    public async Task Letters_come_more_and_more_rarely_and_an_old_link_is_worth_nothing()
    {
        await using var site = await JoiningSite.Open(app);
        var ada = await site.Nation.Seeds.Reader("ada@example.org");
        await site.Withdraw(ada.Id);
        await site.Join("ada@example.org", "consent_news");
        var first = JoiningSite.Link(site.Relay.Mails.Single());

        app.Clock.Advance(TimeSpan.FromHours(25));
        await site.Join("ada@example.org", "consent_news");

        Assert.Equal(2, site.Relay.Mails.Count);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Nation.Site.Post(first, new { })).Status);
        var second = JoiningSite.Link(site.Relay.Mails.Last());
        app.Clock.Advance(TimeSpan.FromDays(6));
        await site.Join("ada@example.org", "consent_news");
        Assert.Equal(2, site.Relay.Mails.Count);
        app.Clock.Advance(TimeSpan.FromDays(9));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Nation.Site.Post(second, new { })).Status);
        Assert.Empty(await site.Given(ada.Id));
    }

    [Fact]
    public async Task Whoever_was_erased_comes_back_by_the_button_alone()
    {
        await using var site = await JoiningSite.Open(app);
        var gone = await site.Nation.Seeds.Reader("gone@example.org");
        await site.Nation.Services.GetRequiredService<ErasePerson>().Run(gone.Id, Ct);

        await site.Join("gone@example.org", "consent_news");
        Assert.True(await site.IsShut("gone@example.org"));
        await site.Nation.Site.Post(JoiningSite.Link(site.Relay.Mails.Single()), new { });

        Assert.False(await site.IsShut("gone@example.org"));
        await site.Nation.SendNow(await site.Nation.Seeds.Mail());
        Assert.Equal(["gone@example.org", "gone@example.org"], site.Relay.Mails.Select(m => m.To));
    }

    [Fact]
    public async Task Nobody_is_asked_at_an_address_whose_owner_called_us_spam()
    {
        await using var site = await JoiningSite.Open(app);
        var ada = await site.Nation.Seeds.Reader("ada@example.org");
        await site.Withdraw(ada.Id);
        await site.Nation.Do((services, _) => services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "ada@example.org", "complained", Ct));

        await site.Join("ada@example.org", "consent_news");

        Assert.Empty(site.Relay.Mails);
        Assert.Empty(await site.Given(ada.Id));
    }

    [Theory]
    [InlineData("consent_targeted")]
    [InlineData(null)]
    public async Task Whoever_is_archived_stays_so_and_comes_back_with_what_they_ticked_and_nothing_else(string? ticked)
    {
        await using var site = await JoiningSite.Open(app);
        var ada = await site.Nation.Seeds.Reader("ada@example.org", consents: [Purpose.News, Purpose.Sms]);
        await site.Nation.Do(async (_, db) => (await db.People.SingleAsync(p => p.Id == ada.Id, Ct)).Archive(app.Clock.GetUtcNow()));
        async Task<bool> IsArchived() => await site.Nation.Db.People.AnyAsync(p => p.Id == ada.Id && p.ArchivedAt != null, Ct);

        await site.Join("ada@example.org", ticked is null ? [] : [ticked]);
        Assert.True(await IsArchived());
        (await site.Nation.Site.Post(JoiningSite.Link(site.Relay.Mails.Single()), new { })).Shows("it counts from now on");

        Assert.False(await IsArchived());
        Assert.Equal(ticked is null ? [] : [Purpose.Targeted], await site.Given(ada.Id));
    }

    [Fact]
    public async Task Whoever_left_gets_no_texts_to_a_number_that_a_stranger_typed()
    {
        await using var site = await JoiningSite.Open(app);
        var ada = await site.Nation.Seeds.Reader("ada@example.org");
        await site.Withdraw(ada.Id);

        await site.Nation.Site.Submit("/join-us", VisitorFormTests.Sent(("first_name", "Mallory"), ("last_name", "Stranger"), ("email", "ada@example.org"), ("phone", "06 39 98 10 21"), ("consent_sms", "true")));
        await site.Nation.RunJobs();

        Assert.Empty(await site.Given(ada.Id));
        Assert.Empty(site.Relay.Mails);
    }

    [Fact]
    public async Task An_address_that_is_theirs_no_longer_says_yes_to_nothing()
    {
        await using var site = await JoiningSite.Open(app);
        var ada = await site.Nation.Seeds.Reader("ada@example.org");
        await site.Withdraw(ada.Id);
        await site.Join("ada@example.org", "consent_news");
        await site.Nation.Db.PersonEmails.Where(e => e.PersonId == ada.Id).ExecuteDeleteAsync(Ct);

        Assert.Equal(HttpStatusCode.NotFound, (await site.Nation.Site.Post(JoiningSite.Link(site.Relay.Mails.Single()), new { })).Status);
        Assert.Empty(await site.Given(ada.Id));
    }

    [Fact]
    public async Task A_number_that_answered_STOP_is_opened_by_no_form()
    {
        await using var site = await JoiningSite.Open(app);
        await site.Nation.Do((services, _) => services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Text, "+33639981020", Suppressions.Stopped, Ct));

        await site.Nation.Site.Submit("/join-us", VisitorFormTests.Sent(("first_name", "Mallory"), ("last_name", "Martin"), ("email", "mallory@example.org"), ("phone", "06 39 98 10 20"), ("consent_sms", "true"), ("consent_news", "true")));

        Assert.Equal([Purpose.News], await site.Nation.Db.ConsentStates.Where(s => s.IsGiven).Select(s => s.Purpose).ToListAsync(Ct));
        Assert.True(await site.Nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, "+33639981020", Ct));
    }

    [Fact]
    public async Task A_name_and_a_telephone_do_not_make_a_strangers_address_somebodys()
    {
        await using var site = await JoiningSite.Open(app);
        var ada = await site.Nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ada", "Martin"), phone: "+33639981020");

        await site.Nation.Site.Submit("/join-us", VisitorFormTests.Sent(("first_name", "Ada"), ("last_name", "Martin"), ("email", "mallory@example.org"), ("phone", "06 39 98 10 20"), ("consent_news", "true")));

        Assert.False(await site.Nation.Db.PersonEmails.AnyAsync(e => e.PersonId == ada.Id, Ct));
        Assert.Equal(2, await site.Nation.Db.People.CountAsync(Ct));
    }

    [Theory]
    [InlineData("import:1")]
    [InlineData("reply:7")]
    public async Task Their_own_no_stands_when_one_that_was_only_said_of_them_is_taken_back(string source)
    {
        await using var site = await JoiningSite.Open(app);
        var ada = await site.Nation.Seeds.Reader("ada@example.org");
        var blast = await site.Nation.Seeds.Mail();
        await site.Nation.SendNow(blast);
        await site.Nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Withdraw(ada.Id, Purpose.News, source, Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await site.Nation.Services.GetRequiredService<LeaveList>().Run(await site.Nation.Read(blast), ada.Id, Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await site.Nation.Do(async (services, _) => Assert.Empty(await services.GetRequiredService<ConsentLedger>().TakeBackNo(source, Ct)));

        Assert.Empty(await site.Given(ada.Id));
        Assert.Equal([ada.Id], await site.Nation.Services.GetRequiredService<ConsentLedger>().SaidNo([ada.Id], Purpose.News, Ct));
    }

    [Theory]
    [InlineData("ada+again@example.org", "ada@example.org", true)]
    [InlineData("ada@example.org", "ada+x@example.org", true)]
    [InlineData("a.da+x@gmail.com", "ad.a@gmail.com", true)]
    [InlineData("ad.a@example.org", "ada@example.org", false)]
    [InlineData("adam@example.org", "ada@example.org", false)]
    [InlineData("adam@gmail.com", "ada@gmail.com", false)]
    public async Task Another_spelling_of_a_mailbox_whose_owner_left_is_asked_first(string typed, string left, bool isAsked)
    {
        await using var site = await JoiningSite.Open(app);
        await site.Withdraw((await site.Nation.Seeds.Reader(left)).Id);

        await site.Join(typed, "consent_news");

        var newcomer = await site.Nation.Db.PersonEmails.Where(e => e.EmailKey == typed).Select(e => e.PersonId).SingleAsync(Ct);
        Assert.Equal(isAsked ? [] : [Purpose.News], await site.Given(newcomer));
        if (!isAsked) return;
        await site.Nation.Site.Post(JoiningSite.Link(Assert.Single(site.Relay.Mails, m => m.To == typed)), new { });
        Assert.Equal([Purpose.News], await site.Given(newcomer));
        await site.Join(typed, "consent_targeted");
        Assert.Equal([Purpose.News, Purpose.Targeted], await site.Given(newcomer));
    }

    [Theory]
    [InlineData("reply:8", "reply:7")]
    [InlineData("reply:7", "reply:8")]
    public async Task Of_two_noes_that_were_misread_each_is_taken_back_by_itself(string first, string then)
    {
        await using var site = await JoiningSite.Open(app);
        var ada = await site.Nation.Seeds.Reader("ada@example.org");
        async Task Say(Func<ConsentLedger, Task> what)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await site.Nation.Do((services, _) => what(services.GetRequiredService<ConsentLedger>()));
        }

        Task<HashSet<long>> Refused() => site.Nation.Services.GetRequiredService<ConsentLedger>().Refused([ada.Id], Purpose.News, Ct);
        await Say(l => l.Withdraw(ada.Id, Purpose.News, "reply:7", Ct));
        await Say(l => l.Withdraw(ada.Id, Purpose.News, "reply:8", Ct));
        await Say(l => l.TakeBackNo(first, Ct));
        Assert.Equal([ada.Id], await Refused());
        Assert.Empty(await site.Given(ada.Id));
        await Say(async l => Assert.Equal([ada.Id], await l.TakeBackNo(then, Ct)));
        Assert.Empty(await Refused());
        Assert.Equal([Purpose.News], await site.Given(ada.Id));

        // It was a wish after all, and another mail was misread since.
        await Say(l => l.Withdraw(ada.Id, Purpose.News, first, Ct));
        await Say(l => l.Withdraw(ada.Id, Purpose.News, "reply:9", Ct));
        await Say(l => l.TakeBackNo("reply:9", Ct));
        Assert.Equal([ada.Id], await Refused());
        Assert.Empty(await site.Given(ada.Id));
    }
}
