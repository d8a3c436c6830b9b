using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail;
using Preau.People;

namespace Preau.Tests.Mail.Automatic;

/// <summary>A mail is written once more to those who did not click, with care.</summary>
public sealed class ResendTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_two_days_a_mail_is_repeated_once_to_those_who_did_not_click_and_agreed_to_be_chosen()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var blast = await nation.Seeds.SentMail((DeliveryState.Sent, true, false), (DeliveryState.Sent, false, false), (DeliveryState.Sent, false, false), (DeliveryState.HeldOut, false, false), (DeliveryState.Sent, false, true));
        var ids = (await nation.Deliveries(blast)).Select(d => d.PersonId).ToList();
        await nation.Do(async (_, db) =>
        {
            var ledger = new ConsentLedger(db, app.Clock);
            // The second did not click and agreed; the third agreed to news alone; the last one left.
            foreach (var id in ids) await ledger.Give(id, Purpose.News, "fr", "Yes", "page:1", Ct);
            foreach (var id in ids.Where(i => i != ids[2])) await ledger.Give(id, Purpose.Targeted, "fr", "Yes", "page:1", Ct);
            await ledger.Withdraw(ids[4], Purpose.News, "mail:1", Ct);
        });

        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("It left less than two days ago");
        app.Clock.Advance(TimeSpan.FromHours(49));
        var report = await nation.Panel.Get($"/mail/{blast.Id}");
        report.Shows("About 2 people got it and followed no link.");
        var made = await nation.Panel.Submit($"/mail/{blast.Id}", new { }, "resend");

        var draft = await nation.Db.Blasts.AsNoTracking().SingleAsync(b => b.ResendOf == blast.Id, Ct);
        Assert.Equal($"/mail/{draft.Id}/edit", made.Location);
        Assert.Equal("Once more: A word", draft.Subject);
        await nation.SendNow(draft);
        var again = Assert.Single(relay.Mails);
        Assert.Equal((await nation.Deliveries(blast)).Single(d => d.PersonId == ids[1]).Address, again.To);
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("a mail is repeated once at most");
        await nation.Panel.Post($"/mail/{blast.Id}/resend", new { });
        Assert.Equal(1, await nation.Db.Blasts.CountAsync(b => b.ResendOf == blast.Id, Ct));
    }
}
