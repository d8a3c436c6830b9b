using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail.Measuring;
using Preau.Mail.Seeds;
using Preau.Nations;

namespace Preau.Tests.Mail;

/// <summary>Seeds are mailboxes of the campaign's own that get each test by one click.</summary>
public sealed class SeedTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_test_goes_to_all_seeds_and_says_as_whom_and_in_which_version()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var ada = await nation.Seeds.Reader("ada@example.org", "Ada");
        var blast = await nation.Seeds.Mail();
        await nation.Do((_, db) =>
        {
            db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "Other", Body = "<p>Other words</p>" });
            return Task.CompletedTask;
        });
        (await nation.Panel.Get($"/mail/{blast.Id}/preview")).Shows("Name seeds");
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit("/settings/mail/seeds", new { Form_Addresses = "team@ada.example\nada.test@gmail.example, Team@ada.example\n" })).Status);

        (await nation.Panel.Get($"/mail/{blast.Id}/preview")).Shows("Send it to all 2 seeds");
        await nation.Panel.PostFrom($"/mail/{blast.Id}/preview", $"/mail/{blast.Id}/test", new { seeds = "true", person = ada.Id, version = 1 });

        Assert.Equal(["ada.test@gmail.example", "team@ada.example"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        Assert.All(relay.Mails, m => Assert.Equal($"[Test Version B, as {ada.FirstName} {ada.LastName}] Other", m.Message.Subject));
        await nation.Panel.PostFrom($"/mail/{blast.Id}/preview", $"/mail/{blast.Id}/test", new { to = "me@example.org", person = 0, version = 0 });
        Assert.Equal("[Test Version A, as somebody of whom nothing is known] A word", relay.Mails.Single(m => m.To == "me@example.org").Message.Subject);
    }

    [Fact]
    public async Task Each_seed_is_an_address_and_there_are_twenty_at_most()
    {
        await using var nation = await app.NewNation();

        var wrong = await nation.Panel.Submit("/settings/mail/seeds", new { Form_Addresses = "team@ada.example\nnobody" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        wrong.Shows("“nobody” is not a mail address.");
        (await nation.Panel.Submit("/settings/mail/seeds", new { Form_Addresses = string.Join('\n', Enumerable.Range(0, 21).Select(n => $"n{n}@ada.example")) })).Shows("These are 21 addresses: 20 at most.");
        await nation.Panel.Submit("/settings/mail/seeds", new { Form_Addresses = string.Join('\n', Enumerable.Range(0, 20).Select(n => $"n{n}@ada.example")) });

        Assert.Equal(20, (await nation.Services.GetRequiredService<NationSettings>().Get<SeedSettings>(Ct)).Addresses.Count);
        await nation.Panel.Submit("/settings/mail/seeds", new { Form_Addresses = "" });
        Assert.Empty((await nation.Services.GetRequiredService<NationSettings>().Get<SeedSettings>(Ct)).Addresses);
    }

    [Fact]
    public async Task Without_a_relay_one_try_is_enough()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var blast = await nation.Seeds.Mail();
        await nation.Panel.Submit("/settings/mail/seeds", new { Form_Addresses = "one@ada.example\ntwo@ada.example" });

        var page = await (await nation.Panel.PostFrom($"/mail/{blast.Id}/preview", $"/mail/{blast.Id}/test", new { seeds = "true" })).Follow();

        page.Shows("The test was not sent. one@ada.example:");
        page.DoesNotShow("two@ada.example:");
    }
}
