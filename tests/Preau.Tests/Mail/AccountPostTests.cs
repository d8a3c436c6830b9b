using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Jobs;

namespace Preau.Tests.Mail;

/// <summary>The panel's own mail: links to a password, invitations.</summary>
public sealed class AccountPostTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_leaves_signed_under_the_name_of_the_campaign()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay, isSigned: true);

        await nation.Services.GetRequiredService<IAccountPost>().Send("ada@example.org", "Your password", "https://panel.example/link", Ct);

        var taken = Assert.Single(relay.Mails);
        using var mail = taken.Message;
        Assert.Equal(("ada@example.org", "Your password", "Ada"), (taken.To, mail.Subject, mail.From.Mailboxes.Single().Name));
        Assert.Contains("DKIM-Signature", mail.Headers.Select(h => h.Field));
        Assert.Contains("https://panel.example/link", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_does_not_take_it_is_asked_again_and_no_address_is_kept()
    {
        await using var relay = new FakeRelay { OnRecipient = to => $"550 5.1.1 <{to}>: no such mailbox" };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);

        var trouble = await Assert.ThrowsAsync<TryLater>(() => nation.Services.GetRequiredService<IAccountPost>().Send("ada@example.org", "Your password", "link", Ct));

        Assert.DoesNotContain("ada@", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_is_not_there_is_told_as_that()
    {
        var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await relay.DisposeAsync();

        var trouble = await Assert.ThrowsAsync<TryLater>(() => nation.Services.GetRequiredService<IAccountPost>().Send("ada@example.org", "Your password", "link", Ct));

        Assert.Contains("No connection to the relay", trouble.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_a_relay_it_waits()
    {
        await using var nation = await app.NewNation();

        await Assert.ThrowsAsync<TryLater>(() => nation.Services.GetRequiredService<IAccountPost>().Send("ada@example.org", "Your password", "link", Ct));
    }
}
