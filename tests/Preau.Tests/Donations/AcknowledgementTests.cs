using Microsoft.EntityFrameworkCore;
using Preau.Donations;
using Preau.Donations.Acknowledging;
using Preau.Jobs;
using Preau.Tests.Mail;

namespace Preau.Tests.Donations;

/// <summary>The mail that tells a donor that the gift is there.</summary>
public sealed class AcknowledgementTests(GiftsApp app) : IClassFixture<GiftsApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fr", "Votre don de 50 € est bien arrivé", "Merci. Votre don de 50,00 € (carte) à la campagne de Exemple ensemble est arrivé le 24 novembre 2026.", "Ceci n’est pas un reçu fiscal", "Écrivez à team@ada.example.")]
    [InlineData("en", "Your gift of €50 has arrived", "arrived on 24 November 2026.", "This is not a tax receipt", "A question about your gift? Write to team@ada.example.")]
    public async Task A_donor_is_told_by_mail_once_the_gift_is_paid_in_the_language_they_gave_in(string language, string subject, string thanks, string receipt, string contact)
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();
        await nation.ReadyToMail(relay, isSigned: true);

        await Pay(nation, language);
        await nation.RunJobs();
        await nation.RunJobs();

        var taken = Assert.Single(relay.Mails);
        using var mail = taken.Message;
        Assert.Equal(("dominique.lambert@example.org", subject), (taken.To, mail.Subject));
        Assert.Equal(("Ada", "team@ada.example"), (mail.From.Mailboxes.Single().Name, mail.ReplyTo.Mailboxes.Single().Address));
        foreach (var words in new[] { thanks, receipt, contact, "Camille Martin" }) Assert.Contains(words, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("DKIM-Signature", mail.Headers.Select(h => h.Field));
        Assert.DoesNotContain(mail.Headers, h => h.Field.StartsWith("List-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(AcknowledgementState.Sent, await State(nation));
        Assert.Equal(1, await nation.Db.AuditEntries.CountAsync(a => a.Action == "acknowledgement.sent", Ct));
    }

    [Fact]
    public async Task The_page_of_thanks_says_that_a_mail_comes_only_where_one_can_leave()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();

        (await Pay(nation, "en", "Ada Without")).DoesNotShow("A mail that confirms it");
        await nation.ReadyToMail(relay);

        (await Pay(nation, "en", "Bo With")).Shows("A mail that confirms it is on its way to you.");
    }

    [Fact]
    public async Task Where_there_is_no_relay_the_gift_says_so_and_somebody_mails_it_later()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();
        await Pay(nation);
        var id = await nation.Db.Gifts.Select(g => g.Id).SingleAsync(Ct);

        (await nation.Panel.Get($"/gifts/{id}")).Shows("Not mailed: no mail relay was set");
        (await (await nation.Panel.Submit($"/gifts/{id}/acknowledgement", new { })).Follow()).Shows("Set up the mail relay first.");
        await nation.ReadyToMail(relay);
        (await (await nation.Panel.Submit($"/gifts/{id}/acknowledgement", new { })).Follow()).Shows("The mail is on its way to the relay.");
        await nation.RunJobs();

        Assert.Single(relay.Mails);
        var page = await nation.Panel.Get($"/gifts/{id}/acknowledgement");
        page.Shows("Mailed");
        page.DoesNotShow("Mail it to");
    }

    [Fact]
    public async Task To_an_address_that_is_known_to_be_bad_no_thanks_are_sent()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();
        await nation.ReadyToMail(relay);
        await Pay(nation);
        await nation.Db.PersonEmails.ExecuteUpdateAsync(s => s.SetProperty(e => e.IsBad, true), Ct);

        await nation.RunJobs();

        Assert.Empty(relay.Mails);
        Assert.Equal(AcknowledgementState.Shut, await State(nation));
        var id = await nation.Db.Gifts.Select(g => g.Id).SingleAsync(Ct);
        (await nation.Panel.Get($"/gifts/{id}")).Shows("Not mailed: mail to this address comes back, or is not wanted there");

        // Somebody mended it.
        await nation.Db.PersonEmails.ExecuteUpdateAsync(s => s.SetProperty(e => e.IsBad, false), Ct);
        await nation.Panel.Submit($"/gifts/{id}/acknowledgement", new { });
        await nation.RunJobs();
        Assert.Single(relay.Mails);
    }

    [Fact]
    public async Task A_mail_that_may_have_left_is_not_sent_again_by_itself()
    {
        await using var relay = new FakeRelay { Move = _ => RelayMove.CloseAfterContent };
        await using var nation = await app.NewCampaign();
        await nation.ReadyToMail(relay);
        await Pay(nation);

        await nation.RunJobs();
        app.Clock.Advance(TimeSpan.FromHours(3));
        await nation.RunJobs();

        Assert.Single(relay.Mails);
        Assert.Equal(AcknowledgementState.Leaving, await State(nation));
        var id = await nation.Db.Gifts.Select(g => g.Id).SingleAsync(Ct);
        (await nation.Panel.Get($"/gifts/{id}/acknowledgement")).Shows("If you mail it again, the donor may get it twice.");
    }

    [Fact]
    public async Task A_relay_that_asks_to_come_back_gets_it_later_and_one_that_refuses_the_address_is_not_asked_again()
    {
        var isBusy = true;
        await using var relay = new FakeRelay { OnRecipient = to => to.StartsWith("nobody", StringComparison.Ordinal) ? $"550 5.1.1 {to} unknown" : isBusy ? "451 4.3.0 later" : null };
        await using var nation = await app.NewCampaign();
        await nation.ReadyToMail(relay);
        await Pay(nation, name: "Ada Later");
        await Pay(nation, name: "nobody Here");

        await nation.RunJobs();
        Assert.Equal([AcknowledgementState.Waiting, AcknowledgementState.Refused], await nation.Db.Gifts.OrderBy(g => g.Id).Select(g => g.Acknowledgement).ToListAsync(Ct));
        isBusy = false;
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await nation.RunJobs();

        Assert.Equal("ada.later@example.org", Assert.Single(relay.Mails).To);
        Assert.DoesNotContain("@", await nation.Db.Gifts.OrderBy(g => g.Id).Select(g => g.AcknowledgementAnswer).LastAsync(Ct), StringComparison.Ordinal);
        Assert.DoesNotContain(await nation.Db.Set<JobRow>().Select(j => j.LastError + j.Body).ToListAsync(Ct), text => text.Contains("example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gift_that_goes_back_before_the_mail_leaves_is_not_acknowledged()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();
        await nation.ReadyToMail(relay);
        await Pay(nation);
        var id = await nation.Db.Gifts.Select(g => g.Id).SingleAsync(Ct);
        await nation.Panel.Submit($"/gifts/{id}/refund", new { Form_Amount = "50", Form_Reason = "Asked for" });

        await nation.RunJobs();

        Assert.Empty(relay.Mails);
        Assert.Equal(AcknowledgementState.None, await State(nation));
    }

    [Fact]
    public async Task A_donor_on_paper_is_told_where_whoever_enters_the_gift_ticks_so()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();
        await nation.ReadyToMail(relay);

        (await nation.Panel.Submit("/gifts/new", Cheque(isTicked: "true", email: ""))).Shows("Fill in the donor’s mail address, or untick the mail.");
        await nation.Panel.Submit("/gifts/new", Cheque(isTicked: "false", email: "quiet@example.org"));
        await nation.Panel.Submit("/gifts/new", Cheque(isTicked: "true", email: "told@example.org"));
        await nation.RunJobs();

        var taken = Assert.Single(relay.Mails);
        using var mail = taken.Message;
        Assert.Equal("told@example.org", taken.To);
        Assert.Contains("(chèque)", mail.TextBody, StringComparison.Ordinal);
    }

    private async Task<Page> Pay(TestNation nation, string language = "en", string name = "Dominique Lambert")
    {
        var (giftId, session) = await nation.TakeAllowed(donor: Gifts.Donor(name) with { Language = language });
        await app.Sandbox.Pay(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        Assert.Equal(GiftStatus.Received, await nation.Db.Gifts.Where(g => g.Id == giftId).Select(g => g.Status).SingleAsync(Ct));
        return await nation.Site.Get(app.Sandbox.Network.Find(session)!.Order.SuccessUrl.PathAndQuery);
    }

    private static Task<AcknowledgementState> State(TestNation nation) => nation.Db.Gifts.Select(g => g.Acknowledgement).SingleAsync(Ct);

    private static object Cheque(string isTicked, string email) => new
    {
        Form_Method = "Cheque", Form_Amount = "120", Form_GivenOn = "2026-11-24", Form_FirstName = "Dominique", Form_LastName = "Lambert", Form_Email = email,
        Form_Nationality = "FR", Form_Country = "FR", Form_Street = "1 rue de l’Exemple", Form_Postcode = "69999", Form_City = "Saint-Exemple",
        Form_AttestsNaturalPerson = "true", Form_AttestsOwnAccount = "true", Form_IsAcknowledged = isTicked, Form_PersonId = OfflineGiftForm.Another,
    };
}
