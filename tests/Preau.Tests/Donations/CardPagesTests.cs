using Microsoft.Extensions.Time.Testing;
using Preau.Donations;

namespace Preau.Tests.Donations;

/// <summary>What the sandbox card network shows of itself.</summary>
public sealed class CardPagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Every checkout and every webhook", "paid", "delivered, 24/11/2026 10:00", "Send again")]
    [InlineData("fr-FR,en;q=0.5", "Tous les paiements et tous les webhooks", "payé", "remis, 24/11/2026 10:00", "Renvoyer")]
    public async Task The_network_tells_what_happened_in_the_language_of_the_browser_by_the_clock_of_the_campaign(string language, params string[] says)
    {
        var clock = new FakeTimeProvider(PreauApp.Start);
        clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
        await using var sandbox = await SandboxRig.Start(clock);
        var opened = Assert.IsType<Checkout.Opened>(await sandbox.Gateway.Open(
            new CheckoutRequest
            {
                Key = "k", Reference = "r", AmountCents = 2500, Currency = "EUR", Description = "Gift", Email = "donor@example.org", Language = "fr", SuccessUrl = new Uri("http://n1.localhost/thanks"),
                CancelUrl = new Uri("http://n1.localhost/left"), WebhookUrl = new Uri("http://n1.localhost/events"), ExpiresAt = clock.GetUtcNow().AddMinutes(35),
            },
            Ct));
        await sandbox.Pay(opened.SessionId);
        await sandbox.Webhooks();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/cards");
        request.Headers.TryAddWithoutValidation("Accept-Language", language);

        var page = await (await sandbox.Donor.SendAsync(request, Ct)).Content.ReadAsStringAsync(Ct);

        Assert.All(says, words => Assert.Contains(words, page, StringComparison.Ordinal));
    }
}
