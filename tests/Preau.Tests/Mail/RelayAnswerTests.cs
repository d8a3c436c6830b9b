using MailKit.Net.Smtp;
using Microsoft.EntityFrameworkCore;
using Preau.Mail;

namespace Preau.Tests.Mail;

/// <summary>What a relay's refusal is about: an address is shut only for what says that nobody is there.</summary>
public sealed class RelayAnswerTests(OneConnection app) : IClassFixture<OneConnection>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(550, "5.1.1", RelayAnswer.BadAddress)]
    [InlineData(550, "5.1.1 <lea@example.org>: Recipient address rejected: User unknown in virtual mailbox table", RelayAnswer.BadAddress)]
    [InlineData(550, "5.1.2 Host or domain name not found", RelayAnswer.BadAddress)]
    [InlineData(550, "5.1.10 RESOLVER.ADR.RecipientNotFound", RelayAnswer.BadAddress)]
    [InlineData(550, "5.2.1 This mailbox is disabled", RelayAnswer.BadAddress)]
    [InlineData(550, "No such user here", RelayAnswer.BadAddress)]
    [InlineData(550, "<lea@example.org>: Recipient address rejected: User unknown", RelayAnswer.BadAddress)]
    [InlineData(550, "Requested action not taken: mailbox unavailable\nNo such user", RelayAnswer.BadAddress)]
    [InlineData(553, "Utilisateur inconnu", RelayAnswer.BadAddress)]
    [InlineData(554, "delivery error: This user doesn't have an example.org account", RelayAnswer.BadAddress)]
    [InlineData(550, "", RelayAnswer.Policy)]
    [InlineData(550, "Sorry", RelayAnswer.Policy)]
    [InlineData(550, "relay not permitted", RelayAnswer.Policy)]
    [InlineData(550, "Relaying denied: unknown user", RelayAnswer.Policy)]
    [InlineData(550, "Sender verify failed", RelayAnswer.Policy)]
    [InlineData(550, "Verification failed for <news@ada.example>\nUnrouteable address\nSender verify failed", RelayAnswer.Policy)]
    [InlineData(553, "Domain of sender does not exist", RelayAnswer.Policy)]
    [InlineData(550, "Administrative prohibition", RelayAnswer.Policy)]
    [InlineData(550, "Domain ada.example has exceeded the max emails per hour (500/500 (100%)) allowed. Message discarded.", RelayAnswer.Policy)]
    [InlineData(550, "Your account is disabled", RelayAnswer.Policy)]
    [InlineData(550, "Requested action not taken: mailbox unavailable", RelayAnswer.Policy)]
    [InlineData(550, "Recipient rejected", RelayAnswer.Policy)]
    [InlineData(554, "5.7.1 <lea@example.org>: Recipient address rejected: Access denied", RelayAnswer.Policy)]
    [InlineData(550, "5.1.0 Sender rejected", RelayAnswer.Policy)]
    [InlineData(550, "5.1.0 Refused", RelayAnswer.Policy)]
    [InlineData(550, "5.1.8 Sender's domain does not exist", RelayAnswer.Policy)]
    [InlineData(550, "5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages", RelayAnswer.Policy)]
    [InlineData(550, "5.2.1 Refused", RelayAnswer.Policy)]
    [InlineData(552, "5.2.2 Mailbox full", RelayAnswer.NotNow)]
    [InlineData(450, "No such user just now", RelayAnswer.NotNow)]
    public void A_refusal_at_the_door_is_about_the_address_only_where_it_says_so(int code, string said, RelayAnswer expected) =>
        Assert.Equal(expected, RelayAnswers.Of(new SmtpCommandException(SmtpErrorCode.RecipientNotAccepted, (SmtpStatusCode)code, said)));

    [Theory]
    [InlineData("5.1.1 No such user", RelayAnswer.BadAddress)]
    [InlineData("5.1.0 Blocked for spam", RelayAnswer.Policy)]
    [InlineData("5.7.1 A domain in the text was not found", RelayAnswer.Policy)]
    [InlineData("No such user", RelayAnswer.Policy)]
    public void Of_the_content_only_a_status_of_addresses_is(string said, RelayAnswer expected) =>
        Assert.Equal(expected, RelayAnswers.Of(new SmtpCommandException(SmtpErrorCode.MessageNotAccepted, SmtpStatusCode.TransactionFailed, said)));

    [Theory]
    [InlineData("550 relay not permitted")]
    [InlineData("550 Domain ada.example has exceeded the max emails per hour (500/500) allowed")]
    public async Task A_relay_that_refuses_us_at_the_door_pauses_the_mail_and_shuts_no_address(string said)
    {
        await using var relay = new FakeRelay { OnRecipient = _ => said };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(20);
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);

        var stopped = await nation.Read(blast);
        Assert.Equal(BlastState.Paused, stopped.State);
        Assert.Contains(said, stopped.Problem, StringComparison.Ordinal);
        Assert.All(await nation.Deliveries(blast), d => Assert.Equal(DeliveryState.Waiting, d.State));
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad || e.IsShut, Ct));
    }

    [Fact]
    public async Task Some_whom_a_relay_refuses_for_no_reason_that_it_tells_do_not_keep_a_mail_from_ending_and_stay_open()
    {
        await using var nation = await app.NewNation();
        await nation.Readers(12);
        var refused = await nation.Db.PersonEmails.OrderByDescending(e => e.Id).Select(e => e.Address).Take(4).ToListAsync(Ct);
        await using var relay = new FakeRelay { OnRecipient = a => refused.Contains(a, StringComparer.OrdinalIgnoreCase) ? "550 Requested action not taken: mailbox unavailable" : null };
        await nation.ReadyToMail(relay);
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);
        for (var tries = 0; tries < 4; tries++)
        {
            app.Clock.Advance(TimeSpan.FromHours(2));
            await nation.RunMail();
        }

        Assert.Equal((BlastState.Sent, 8), ((await nation.Read(blast)).State, relay.Mails.Count));
        Assert.Equal(4, (await nation.Deliveries(blast)).Count(d => d.State == DeliveryState.Refused));
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad || e.IsShut, Ct));
    }

    [Fact]
    public async Task A_relay_that_says_of_everybody_that_nobody_is_there_is_stopped_after_ten()
    {
        await using var relay = new FakeRelay { OnRecipient = _ => "550 5.1.1 No such user" };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(60);
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);

        Assert.Equal(BlastState.Paused, (await nation.Read(blast)).State);
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("Of ten addresses in a row the relay said that nobody is there.");
        Assert.Equal(10, await nation.Db.PersonEmails.CountAsync(e => e.IsBad, Ct));
        // One that is taken in between shows that it can tell them apart.
        var asked = 0;
        relay.OnRecipient = _ => asked++ % 10 == 9 ? null : "550 5.1.1 No such user";
        Assert.Empty(await nation.Resume(blast));
        await nation.RunMail();
        Assert.Equal((BlastState.Sent, 5), ((await nation.Read(blast)).State, relay.Mails.Count));
    }
}
