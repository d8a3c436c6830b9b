using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Preau.Browser.Journeys;

/// <summary>A supporter gives on the demo's site, through the sandbox card network, and finance finds the gift.</summary>
[Collection<Journey>]
public sealed partial class GivingTests(Chromium chromium, RunningDemo demo)
{
    [Fact]
    public async Task A_supporter_gives_with_3_D_Secure_and_finance_finds_the_gift_with_its_books()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");

        await using var supporter = await chromium.PrivateWindow(width: 390, locale: "fr-FR");
        var give = await supporter.NewPageAsync();
        await give.GotoAsync(demo.Site("/give?lang=fr"));
        await IsOpenToEverybody(give);
        await give.GetByText("100 €", new() { Exact = true }).ClickAsync();
        await give.GetByLabel("Prénom").FillAsync("Maëlle");
        await give.GetByLabel("Nom", new() { Exact = true }).FillAsync("Exemple");
        await give.GetByLabel("Adresse électronique").FillAsync("maelle@example.org");
        await give.GetByLabel("Numéro et rue").FillAsync("5 rue du Préau");
        await give.GetByLabel("Code postal").FillAsync("69999");
        await give.GetByLabel("Commune").FillAsync("Valmorin");
        await give.GetByLabel("Je donne en tant que personne physique").CheckAsync();
        await give.GetByLabel("L’argent provient de mon compte").CheckAsync();
        await give.GetByLabel("Je souhaite recevoir les nouvelles").CheckAsync();
        await give.GetByRole(AriaRole.Button, new() { Name = "Continuer vers le paiement" }).ClickAsync();

        await give.GetByLabel("Numéro de carte").FillAsync("4000 0025 0000 3155");
        await give.GetByRole(AriaRole.Button, new() { NameRegex = Pay() }).ClickAsync();
        await give.GetByRole(AriaRole.Button, new() { Name = "Approuver" }).ClickAsync();
        await Expect(give.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Merci, Maëlle.");
        await IsOpenToEverybody(give);

        await using var office = await chromium.PrivateWindow();
        var panel = await office.NewPageAsync();
        await demo.SignIn(panel, "finance");
        await panel.GotoAsync(demo.Panel("/gifts?method=Card"));
        await IsOpenToEverybody(panel);
        await panel.GetByRole(AriaRole.Link, new() { Name = "Maëlle Exemple" }).ClickAsync();
        await Expect(panel.GetByText("5 rue du Préau")).ToBeVisibleAsync();
        await Expect(panel.GetByRole(AriaRole.Rowheader, new() { NameRegex = Gateway() })).ToHaveCountAsync(2);
        await IsOpenToEverybody(panel);
        await panel.GotoAsync(demo.Panel("/gifts/new"));
        await IsOpenToEverybody(panel);
    }

    private static async Task IsOpenToEverybody(IPage page)
    {
        var flaws = await page.Flaws();
        Assert.True(flaws.Length == 0, page.Url + "\n" + string.Join('\n', flaws));
    }

    [GeneratedRegex("^Payer")]
    private static partial Regex Pay();

    [GeneratedRegex("Due from the gateway|Dû par")]
    private static partial Regex Gateway();
}
