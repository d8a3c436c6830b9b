using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;
using Preau.People;

namespace Preau.Tests.Mail;

/// <summary>What a relay does wrong: refuses, stalls, closes. Nobody gets a mail twice, nobody is lost, and people are told when it does not pass.</summary>
public sealed class RelayTroubleTests(OneConnection app) : IClassFixture<OneConnection>
{
    // Longer than what a connection takes in without being read: its room to send and the relay's to receive.
    private const string LongBody = "<p>{% for i in (1..9000) %}Many words, many words, many words, many words. {% endfor %}</p>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_that_is_refused_for_good_is_never_written_to_again_by_any_mail()
    {
        await using var relay = new FakeRelay { OnRecipient = a => a == "gone@example.org" ? "550 5.1.1 No such mailbox" : null };
        await using var nation = await Ready(relay, "gone@example.org", "ada@example.org");
        var first = await nation.Seeds.Mail();
        await nation.SendNow(first);

        var refused = (await nation.Deliveries(first)).Single(d => d.State == DeliveryState.Refused);
        Assert.Equal(("gone@example.org", "550 5.1.1 No such mailbox"), (refused.Address, refused.Answer));
        Assert.True((await nation.Db.PersonEmails.SingleAsync(e => e.Address == "gone@example.org", Ct)).IsBad);
        Assert.True(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Mail, "gone@example.org", Ct));
        // The same mailbox comes back in a file, as somebody else's.
        await nation.Seeds.Reader("Gone@example.org", "Other");
        var asked = new List<string>();
        relay.OnRecipient = a =>
        {
            asked.Add(a);
            return null;
        };
        var second = await nation.Seeds.Mail();
        await nation.SendNow(second);

        Assert.Equal(["ada@example.org"], asked);
        Assert.Equal((1, 1, 0, 0), Numbers(await nation.Total(first)));
        Assert.Equal("suppressed", (await nation.Deliveries(second)).Single(d => d.State == DeliveryState.Skipped).Answer);
    }

    [Fact]
    public async Task A_mailbox_that_is_busy_is_tried_again_later_and_the_others_do_not_wait()
    {
        var isBusy = true;
        await using var relay = new FakeRelay { OnRecipient = a => a == "busy@example.org" && isBusy ? "451 4.3.2 Greylisted, come back later" : null };
        await using var nation = await Ready(relay, "busy@example.org", "ada@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);

        Assert.Equal(["ada@example.org"], relay.Mails.Select(m => m.To));
        var waiting = (await nation.Deliveries(blast)).Single(d => d.State == DeliveryState.Waiting);
        Assert.Equal(("451 4.3.2 Greylisted, come back later", 1), (waiting.Answer, waiting.Attempts));
        Assert.True(waiting.NextAt > app.Clock.GetUtcNow());
        Assert.Equal(BlastState.Sending, (await nation.Read(blast)).State);
        isBusy = false;
        await nation.RunMail();
        Assert.Single(relay.Mails);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.RunMail();

        Assert.Equal(["ada@example.org", "busy@example.org"], relay.Mails.Select(m => m.To));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task Who_stays_busy_is_given_up_after_twelve_tries_and_may_be_written_to_again()
    {
        var tries = 0;
        await using var relay = new FakeRelay
        {
            OnRecipient = _ =>
            {
                tries++;
                return "452 4.2.2 Mailbox full";
            },
        };
        await using var nation = await Ready(relay, "full@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        for (var i = 0; i < 20; i++)
        {
            app.Clock.Advance(TimeSpan.FromHours(2));
            await nation.RunMail();
        }

        Assert.Equal(RelaySender.MostAttempts, tries);
        Assert.Equal(DeliveryState.Refused, (await nation.Deliveries(blast)).Single().State);
        Assert.False((await nation.Db.PersonEmails.SingleAsync(Ct)).IsBad);
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task A_relay_that_wants_nothing_from_us_pauses_the_mail_with_its_words_and_nobody_is_lost()
    {
        await using var relay = new FakeRelay { OnSender = _ => "550 5.7.1 Sender domain not verified" };
        await using var nation = await Ready(relay, "ada@example.org", "bob@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);

        var paused = await nation.Read(blast);
        Assert.Equal(BlastState.Paused, paused.State);
        Assert.Contains("Sender domain not verified", paused.Problem, StringComparison.Ordinal);
        Assert.All(await nation.Deliveries(blast), d => Assert.Equal((DeliveryState.Waiting, 0), (d.State, d.Attempts)));
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad, Ct));
        relay.OnSender = _ => null;
        Assert.Empty(await nation.Resume(blast));
        await nation.RunMail();

        Assert.Equal(2, relay.Mails.Count);
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task Three_refusals_in_a_row_for_what_we_write_pause_the_mail_and_condemn_no_address()
    {
        await using var relay = new FakeRelay { OnContent = _ => "554 5.7.1 Looks like spam" };
        await using var nation = await Ready(relay, "a@example.org", "b@example.org", "c@example.org", "d@example.org", "e@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);

        Assert.Contains("Looks like spam", (await nation.Read(blast)).Problem, StringComparison.Ordinal);
        Assert.Equal(3, (await nation.Deliveries(blast)).Count(d => d.Attempts == 1));
        Assert.All(await nation.Deliveries(blast), d => Assert.Equal(DeliveryState.Waiting, d.State));
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad, Ct));
    }

    [Fact]
    public async Task A_relay_that_closes_before_it_has_all_gets_the_mail_again()
    {
        var closes = 1;
        await using var relay = new FakeRelay(isNarrow: true) { Move = _ => Interlocked.Decrement(ref closes) >= 0 ? RelayMove.CloseInContent : RelayMove.Take };
        await using var nation = await Ready(relay, "ada@example.org");
        var blast = await nation.Seeds.Mail(b => b.Body = LongBody);
        await nation.SendNow(blast);

        Assert.Empty(relay.Mails);
        Assert.Equal((DeliveryState.Waiting, 0), (await nation.Deliveries(blast)).Select(d => (d.State, d.Attempts)).Single());
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.RunMail();

        Assert.Single(relay.Mails);
        Assert.Equal((1, 0, 0, 0), Numbers(await nation.Total(blast)));
    }

    [Theory]
    [InlineData(RelayMove.CloseAfterContent)]
    [InlineData(RelayMove.Stall)]
    public async Task A_relay_that_has_all_and_says_nothing_leaves_it_unknown_and_it_is_never_sent_again(RelayMove move)
    {
        var first = 1;
        await using var relay = new FakeRelay
        {
            Move = _ => Interlocked.Decrement(ref first) >= 0 ? move : RelayMove.Take,
            OnStall = () => app.Clock.Advance(TimeSpan.FromSeconds(61)),
        };
        await using var nation = await Ready(relay, "ada@example.org", "bob@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        for (var i = 0; i < 3; i++)
        {
            app.Clock.Advance(TimeSpan.FromHours(1));
            await nation.RunMail();
        }

        Assert.Equal((1, 0, 0, 1), Numbers(await nation.Total(blast)));
        Assert.Single(relay.Mails, m => m.To == "bob@example.org");
        Assert.True(relay.Mails.Count(m => m.To == "ada@example.org") <= 1);
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("Handed over, but nobody knows whether they arrived.");
        (await nation.Panel.Get($"/people/{(await nation.Deliveries(blast)).Single(d => d.State == DeliveryState.Unknown).PersonId}")).Shows("May have got the mail “A word”");
    }

    [Fact]
    public async Task A_relay_that_keeps_falling_silent_pauses_the_mail_before_a_whole_list_is_uncertain()
    {
        await using var relay = new FakeRelay { Move = _ => RelayMove.CloseAfterContent };
        await using var nation = await Ready(relay, [.. Enumerable.Range(0, 20).Select(i => $"r{i}@example.org")]);
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        for (var i = 0; i < 5; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(3));
            await nation.RunMail();
        }

        Assert.Equal(BlastState.Paused, (await nation.Read(blast)).State);
        Assert.Equal(2, (await nation.Total(blast)).Unknown);
        Assert.Equal(18, (await nation.Total(blast)).Waiting);
    }

    [Fact]
    public async Task A_relay_that_is_away_is_tried_with_growing_gaps_and_after_a_quarter_of_an_hour_people_are_asked()
    {
        int port;
        await using (var gone = new FakeRelay()) port = gone.Port;
        await using var nation = await Ready(null, "ada@example.org");
        await nation.Relay(m => m.RelayPort = port);
        var blast = await nation.Seeds.Mail();
        var begun = app.Clock.GetUtcNow();
        await nation.SendNow(blast);

        Assert.Equal(BlastState.Sending, (await nation.Read(blast)).State);
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("No mail leaves at the moment; it is tried again by itself: No connection to the relay: nothing answers at its address and port.");
        (await nation.Panel.Get("/")).Shows("stands still: see why its mails do not leave.");
        while ((await nation.Read(blast)).State == BlastState.Sending && app.Clock.GetUtcNow() - begun < TimeSpan.FromHours(1))
        {
            app.Clock.Advance(TimeSpan.FromMinutes(2));
            await nation.RunMail();
        }

        Assert.InRange(app.Clock.GetUtcNow() - begun, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(19));
        Assert.StartsWith("These mails do not leave: ", (await nation.Read(blast)).Problem, StringComparison.Ordinal);
        Assert.Equal((DeliveryState.Waiting, 0), (await nation.Deliveries(blast)).Select(d => (d.State, d.Attempts)).Single());
    }

    [Fact]
    public async Task A_relay_that_closes_its_service_is_left_alone_for_a_moment_and_then_goes_on()
    {
        var closing = 1;
        await using var relay = new FakeRelay { OnRecipient = _ => Interlocked.Decrement(ref closing) >= 0 ? "421 4.3.0 Shutting down" : null };
        await using var nation = await Ready(relay, "ada@example.org", "bob@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);

        Assert.Empty(relay.Mails);
        Assert.Contains("421 4.3.0 Shutting down", (await nation.Read(blast)).Problem, StringComparison.Ordinal);
        await nation.RunMail();
        Assert.Empty(relay.Mails);
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        await nation.RunMail();

        Assert.Equal(2, relay.Mails.Count);
        Assert.Equal((2, 0, 0, 0), Numbers(await nation.Total(blast)));
        Assert.Null((await nation.Read(blast)).Problem);
    }

    [Fact]
    public async Task A_relay_that_hangs_up_in_the_middle_of_a_mail_is_told_of_in_the_reader_s_own_words()
    {
        await using var relay = new FakeRelay(isNarrow: true) { Move = _ => RelayMove.CloseInContent };
        await using var nation = await Ready(relay, "ada@example.org");
        var blast = await nation.Seeds.Mail(b => b.Body = LongBody);
        await nation.SendNow(blast);

        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("it is tried again by itself: The connection to the relay broke off in the middle of a mail.");
    }

    [Theory]
    [InlineData("smtp.nowhere.invalid", "The test was not sent. The relay was not found")]
    [InlineData("127.0.0.1", "The test was not sent. No connection to the relay")]
    public async Task A_test_says_that_nobody_refused_where_nobody_was_reached(string host, string says)
    {
        await using var nation = await Ready(null);
        var services = nation.Services;
        var settings = services.GetRequiredService<Preau.Nations.NationSettings>();
        var mail = await settings.Get<Preau.Settings.MailSettings>(Ct);
        (mail.RelayHost, mail.RelayPort) = (host, 1);
        await settings.Set(mail, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);

        (await (await nation.Panel.PostFrom("/settings/mail", "/settings/mail/test", new { to = "me@example.org" })).Follow()).Shows(says);
    }

    [Fact]
    public void Each_trouble_with_a_relay_has_a_sentence_in_both_languages()
    {
        Exception refused = new MailKit.Security.AuthenticationException("535: 5.7.8 Authentication failed");
        foreach (var trouble in new Exception[] { new System.Net.Sockets.SocketException(11001), new System.Net.Sockets.SocketException(10061), new TimeoutException(), new IOException(), new MailKit.Security.SslHandshakeException(), new NotSupportedException(), refused })
        {
            var said = Preau.Settings.RelayTrouble.Of(trouble);
            Assert.NotEqual(trouble.Message, said);
            Assert.NotEqual(said, Preau.Settings.RelayTrouble.In(new Preau.Shared.Words("fr"), said));
        }

        Assert.EndsWith("535: 5.7.8 Authentication failed", Preau.Settings.RelayTrouble.In(new Preau.Shared.Words("fr"), Preau.Settings.RelayTrouble.Of(refused)), StringComparison.Ordinal);
        Assert.Equal("550 No", Preau.Settings.RelayTrouble.Of(new MailKit.Net.Smtp.SmtpCommandException(MailKit.Net.Smtp.SmtpErrorCode.MessageNotAccepted, MailKit.Net.Smtp.SmtpStatusCode.MailboxUnavailable, "No")));
    }

    [Fact]
    public async Task One_connection_carries_many_mails()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        await nation.Readers(150);
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);

        Assert.Equal(150, relay.Mails.Select(m => m.To).Distinct().Count());
        Assert.Equal((150, 1), (relay.Mails.Count, relay.Connections));
    }

    private async Task<TestNation> Ready(FakeRelay? relay, params string[] readers)
    {
        var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        foreach (var address in readers) await nation.Seeds.Reader(address);
        return nation;
    }

    private static (long Sent, long Refused, long Skipped, long Unknown) Numbers(BlastTotal total) => (total.Sent, total.Refused, total.Skipped, total.Unknown);

    [Fact]
    public async Task What_a_relay_says_is_kept_without_the_address_that_it_repeats()
    {
        await using var relay = new FakeRelay { OnContent = a => $"554 5.7.1 <{a}>: rejected" };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        for (var i = 0; i < 4; i++) await nation.Seeds.Reader($"marie{i}@example.org");
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);

        var stands = await nation.Read(blast);
        Assert.Equal(BlastState.Paused, stands.State);
        Assert.Contains("554 5.7.1 <…>: rejected", stands.Problem, StringComparison.Ordinal);
        Assert.All(await nation.Deliveries(blast), d => Assert.DoesNotContain("@", d.Answer ?? "", StringComparison.Ordinal));
        Assert.All(await nation.Db.AuditEntries.Select(e => e.Details).ToListAsync(Ct), d => Assert.DoesNotContain("marie", d ?? "", StringComparison.Ordinal));
        Assert.Equal("554 5.7.1", RelayAnswers.Logged(stands.Problem!));
    }
}
