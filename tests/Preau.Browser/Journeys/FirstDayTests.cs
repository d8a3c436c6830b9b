using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SkiaSharp;
using static Microsoft.Playwright.Assertions;

namespace Preau.Browser.Journeys;

/// <summary>
/// One campaign from end to end, as a newcomer does it in the demo: a file comes in and goes out again, a page with a picture is published, a visitor signs
/// up on it and gives, a segment holds them, a mail reaches them, they leave by its link, and the panel tells of each step.
/// </summary>
[Collection<Journey>]
public sealed partial class FirstDayTests(Chromium chromium, RunningDemo demo)
{
    private const string Slug = "rendez-vous-au-lavoir";
    private const string Subject = "Le lavoir, dimanche à dix heures";

    // Work in the background has its turn when the machine comes to it, and all other tests run beside this one.
    private const float Work = 60_000;

    [Fact]
    public async Task A_newcomer_runs_a_whole_campaign_in_the_demo()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        await using var office = await chromium.PrivateWindow();
        var panel = await office.NewPageAsync();
        await demo.SignInToEnglish(panel, "owner");

        await ImportAndUndo(panel);
        await PublishASignUpPage(panel);
        await using var home = await chromium.PrivateWindow(width: 390, locale: "fr-FR");
        var visitor = await home.NewPageAsync();
        await SignUp(visitor);
        await Give(visitor);
        await BuildASegment(panel);
        await SendAMail(panel);
        await ReadAndLeave(visitor);
        await SeeEveryStep(panel);
        await FindThemBehindHomesNumbers(panel);
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    private async Task ImportAndUndo(IPage panel)
    {
        const string File = "Prénom;Nom;Courriel;Code postal;Ville;Gagne-pain\nZélie;Importée;zelie@courrier.example;99420;Valmorin-sur-Lène;Luthière\nYvain;Importé;yvain@courrier.example;99420;Valmorin-sur-Lène;\nXavière;Importée;illisible;99420;Valmorin-sur-Lène;\n";
        await panel.GotoAsync(demo.Panel("/imports/new"));
        await panel.GetByLabel("File").SetInputFilesAsync(new FilePayload { Name = "brocante.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(File) });
        await Button(panel, "Look at the file").ClickAsync();
        await FindByTyping(panel);
        await panel.GetByLabel("What kind of source").SelectOptionAsync("PaperForms");
        await panel.GetByLabel("Obtained on").FillAsync("2026-03-14");
        await panel.GetByLabel("Where exactly").FillAsync("Brocante");
        await panel.GetByLabel("Legal basis", new() { Exact = true }).SelectOptionAsync("Consent");
        await Button(panel, "See what it would do").ClickAsync();
        await Expect(Tile(panel, "New people")).ToHaveTextAsync("2", new() { Timeout = Work });
        await Expect(Tile(panel, "Rows refused")).ToHaveTextAsync("1");
        await Expect(panel.GetByText("Luthière")).ToBeVisibleAsync();
        await Button(panel, "Import 2 rows").ClickAsync();
        await Expect(Tile(panel, "New people")).ToHaveTextAsync("2", new() { Timeout = Work });
        await panel.GotoAsync(demo.Panel("/people?q=import%C3%A9e"));
        await Expect(panel.GetByRole(AriaRole.Link, new() { Name = "Zélie Importée" })).ToBeVisibleAsync();

        await panel.GotoAsync(demo.Panel("/imports"));
        await panel.GetByRole(AriaRole.Link, new() { Name = "brocante.csv" }).ClickAsync();
        await panel.GetByText("Undo this import").ClickAsync();
        await Button(panel, "Undo it").ClickAsync();
        await Expect(panel.GetByText("Undone", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = Work });
        await panel.GotoAsync(demo.Panel("/people?q=import%C3%A9e"));
        await Expect(panel.GetByRole(AriaRole.Link, new() { Name = "Zélie Importée" })).ToHaveCountAsync(0);
    }

    /// <summary>What a column becomes, by the keyboard alone: Escape leaves it as it was, Enter takes what is found, by another word for it and without its accent.</summary>
    private static async Task FindByTyping(IPage panel)
    {
        var becomes = panel.GetByRole(AriaRole.Combobox, new() { Name = "Gagne-pain", Exact = true });
        await Expect(becomes).ToHaveValueAsync("A new field of your own");
        await becomes.FillAsync("city");
        await Expect(panel.GetByRole(AriaRole.Group, new() { Name = "Where they live" }).GetByRole(AriaRole.Option, new() { Name = "City" })).ToHaveAttributeAsync("aria-selected", "true");
        await becomes.FillAsync("zzz");
        await Expect(panel.GetByText("Nothing is called that.")).ToBeVisibleAsync();
        await becomes.PressAsync("Enter");
        await becomes.PressAsync("Escape");
        await Expect(becomes).ToHaveValueAsync("A new field of your own");
        await becomes.FillAsync("Métier");
        await becomes.PressAsync("Enter");
        await Expect(becomes).ToHaveValueAsync("Occupation");
        await Expect(panel.GetByRole(AriaRole.Listbox)).ToHaveCountAsync(0);
        await Expect(panel.GetByText("6 columns mapped")).ToBeVisibleAsync();
    }

    private static ILocator Tile(IPage page, string label) => page.Locator(".tile", new() { HasText = label }).Locator(".value");

    private async Task PublishASignUpPage(IPage panel)
    {
        await panel.GotoAsync(demo.Panel("/pages/new"));
        await panel.Locator("input[value=SignUp]").CheckAsync();
        await panel.GetByLabel("Title").FillAsync("Rendez-vous au lavoir");
        await Button(panel, "Go on").ClickAsync();
        await panel.GetByLabel("Choose a picture").SetInputFilesAsync(new FilePayload { Name = "lavoir.png", MimeType = "image/png", Buffer = Picture() });
        await panel.GetByLabel("What the picture shows").Last.FillAsync("Le lavoir sous la pluie");
        await Button(panel, "Save and publish").ClickAsync();
        await Expect(panel.Locator(".said")).ToBeVisibleAsync();
    }

    private async Task SignUp(IPage visitor)
    {
        await visitor.GotoAsync(demo.Site("/" + Slug));
        await Expect(visitor.GetByAltText("Le lavoir sous la pluie")).ToBeVisibleAsync();
        await visitor.GetByLabel("Prénom").FillAsync("Solène");
        await visitor.GetByLabel("Nom", new() { Exact = true }).FillAsync("Exemple");
        await visitor.GetByLabel("Adresse électronique").FillAsync("solene@example.org");
        await visitor.GetByLabel("Je souhaite recevoir les nouvelles", new() { Exact = false }).CheckAsync();
        await visitor.GetByLabel("2024/900", new() { Exact = false }).CheckAsync();
        await Button(visitor, "Rejoignez-nous").ClickAsync();
        await Expect(visitor.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Solène");
    }

    private async Task Give(IPage visitor)
    {
        await visitor.GotoAsync(demo.Site("/give?lang=fr"));
        await visitor.GetByText("100 €", new() { Exact = true }).ClickAsync();
        await visitor.GetByLabel("Prénom").FillAsync("Solène");
        await visitor.GetByLabel("Nom", new() { Exact = true }).FillAsync("Exemple");
        await visitor.GetByLabel("Adresse électronique").FillAsync("solene@example.org");
        await visitor.GetByLabel("Numéro et rue").FillAsync("3 rue du Préau");
        await visitor.GetByLabel("Code postal").FillAsync("69999");
        await visitor.GetByLabel("Commune").FillAsync("Valmorin");
        await visitor.GetByLabel("Je donne en tant que personne physique").CheckAsync();
        await visitor.GetByLabel("L’argent provient de mon compte").CheckAsync();
        await Button(visitor, "Continuer vers le paiement").ClickAsync();
        await visitor.GetByLabel("Numéro de carte").FillAsync("4000 0025 0000 3155");
        await visitor.GetByRole(AriaRole.Button, new() { NameRegex = Pay() }).ClickAsync();
        await Button(visitor, "Approuver").ClickAsync();
        await Expect(visitor.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Merci, Solène.");
    }

    private async Task BuildASegment(IPage panel)
    {
        await panel.GotoAsync(demo.Panel("/segments/new"));
        await panel.GetByLabel("Name", new() { Exact = true }).FillAsync("Venus par le lavoir");
        await panel.GetByLabel("What", new() { Exact = true }).SelectOptionAsync("signed_up");
        // Half a condition counts nobody, and is named.
        await Expect(panel.Locator("#segment-count")).ToContainTextAsync("is not complete: give it a value");
        await Expect(panel.Locator(".segment-total")).ToHaveCountAsync(0);
        await panel.GetByLabel("Rendez-vous au lavoir").CheckAsync();
        await Button(panel, "Add a condition").ClickAsync();
        await panel.GetByLabel("What", new() { Exact = true }).Last.SelectOptionAsync("gave");
        await Expect(panel.Locator(".segment-total")).ToHaveTextAsync("1 person");
        await Button(panel, "Save").ClickAsync();
        await Expect(panel.GetByRole(AriaRole.Link, new() { Name = "Solène Exemple" })).ToBeVisibleAsync();
    }

    private async Task SendAMail(IPage panel)
    {
        await panel.GotoAsync(demo.Panel("/mail/new"));
        await panel.GetByLabel("Subject").FillAsync(Subject);
        var text = panel.Locator(".rich-surface [role=textbox]");
        await text.ClickAsync();
        await text.PressSequentiallyAsync("Bonjour {{ person.first_name | default: \"à vous\" }}, venez avec une chaise.");
        await AddAButton(panel, text);
        await panel.GetByLabel("People", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Venus par le lavoir" });
        await Button(panel, "Save the draft").ClickAsync();
        await Button(panel, "Save and look at it").ClickAsync();
        await Expect(panel.FrameLocator("iframe.mail-preview").GetByText("venez avec une chaise")).ToBeVisibleAsync();
        await panel.GetByRole(AriaRole.Link, new() { Name = "Go on to sending" }).ClickAsync();
        await Expect(panel.GetByText("1 person gets it")).ToBeVisibleAsync();
        await panel.Locator("button[value=now]").ClickAsync();
        await Expect(panel.GetByText("Nothing has left yet.")).ToBeVisibleAsync();
        await Expect(panel.GetByText("Sent", new() { Exact = true }).First).ToBeVisibleAsync(new() { Timeout = Work });
    }

    /// <summary>A button with an address below the text, moved above it, kept, doubled, and the double deleted.</summary>
    private static async Task AddAButton(IPage panel, ILocator text)
    {
        await panel.GetByLabel("Insert a block").SelectOptionAsync(new SelectOptionValue { Label = "Button" });
        var button = text.Locator("[data-block=button]");
        await Expect(button).ToHaveTextAsync("Participer");
        await button.Locator("span").ClickAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Link", Exact = true }).ClickAsync();
        await panel.Locator("dialog.rich-link input").FillAsync("example.org/venir");
        await panel.Locator("dialog.rich-link button[value=ok]").ClickAsync();
        await Expect(button).ToHaveAttributeAsync("data-href", "https://example.org/venir");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Move the block up" }).ClickAsync();
        await Expect(text.Locator("> *").First).ToHaveAttributeAsync("data-block", "button");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Keep the block for other mails" }).ClickAsync();
        await panel.Locator("dialog.rich-link input").FillAsync("Venez");
        await panel.Locator("dialog.rich-link button[value=ok]").ClickAsync();
        await Expect(panel.GetByText("The block is kept.")).ToBeVisibleAsync();
        await panel.GetByLabel("Insert a kept block").SelectOptionAsync(new SelectOptionValue { Label = "Venez" });
        await Expect(button).ToHaveCountAsync(2);
        await panel.GetByRole(AriaRole.Button, new() { Name = "Delete the block" }).ClickAsync();
        await Expect(button).ToHaveCountAsync(1);
    }

    private async Task ReadAndLeave(IPage visitor)
    {
        await visitor.GotoAsync(demo.Mailbox);
        await visitor.GetByRole(AriaRole.Link, new() { Name = Subject }).First.ClickAsync();
        var letter = visitor.FrameLocator("iframe");
        await Expect(letter.GetByText("Bonjour Solène, venez avec une chaise.")).ToBeVisibleAsync();
        await Expect(letter.GetByRole(AriaRole.Link, new() { Name = "Participer" })).ToBeVisibleAsync();
        var leave = await letter.GetByRole(AriaRole.Link, new() { NameRegex = LeaveLink() }).First.GetAttributeAsync("href");
        await visitor.GotoAsync(leave!);
        await visitor.Locator("main form button").First.ClickAsync();
        await Expect(visitor.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    private async Task SeeEveryStep(IPage panel)
    {
        await panel.GotoAsync(demo.Panel("/people?q=solene%40example.org"));
        await panel.GetByRole(AriaRole.Link, new() { Name = "Solène Exemple" }).ClickAsync();
        var story = panel.Locator(".timeline");
        foreach (var step in new[] { "Signed up on “Rendez-vous au lavoir”", "€100", $"Got the mail “{Subject}”" }) await Expect(story.GetByText(step).First).ToBeVisibleAsync();
        await panel.GotoAsync(demo.Panel("/mail"));
        await panel.GetByRole(AriaRole.Link, new() { Name = Subject }).First.ClickAsync();
        await Expect(Tile(panel, "Unsubscribed")).ToHaveTextAsync("1");
    }

    private async Task FindThemBehindHomesNumbers(IPage panel)
    {
        await panel.GotoAsync(demo.Panel("/"));
        var mail = panel.GetByRole(AriaRole.Row, new() { Name = Subject });
        await Expect(mail.Locator("[data-label='Handed over']")).ToHaveTextAsync("1");
        await Expect(mail.Locator("[data-label='Unsubscribed']")).ToHaveTextAsync("1");
        foreach (var figure in new[] { "Sign-ups", "Gifts received", "Contacts" })
        {
            await panel.GotoAsync(demo.Panel("/"));
            await panel.Locator(".figures .tile", new() { HasText = figure }).First.Locator(".value a").ClickAsync();
            await Expect(panel.GetByText("Solène Exemple").First).ToBeVisibleAsync();
        }
    }

    private static byte[] Picture()
    {
        using var surface = SKSurface.Create(new SKImageInfo(900, 600));
        surface.Canvas.Clear(new SKColor(0x1E, 0x5F, 0xA8));
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    [GeneratedRegex("^Payer")]
    private static partial Regex Pay();

    [GeneratedRegex("désinscri|Ne plus", RegexOptions.IgnoreCase)]
    private static partial Regex LeaveLink();
}
