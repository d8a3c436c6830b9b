using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Preau.Browser.Pieces;

/// <summary>A select in which one finds by typing, on a page of its own.</summary>
public sealed class FindChoiceTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task However_often_its_box_is_clicked_all_choices_show_and_typing_takes_the_place_of_the_chosen_one()
    {
        await using var window = await chromium.PrivateWindow();
        var page = await window.NewPageAsync();
        await page.SetContentAsync("<label for='x'>Town</label><find-choice data-none='Nothing'><select id='x'><option>Lyon<option>Brest<option>Lille</select></find-choice>");
        await page.AddScriptTagAsync(new() { Path = Path.Combine(Repository.Root, "src", "Preau", "Assets", "elements", "find-choice.js") });
        var (box, choices) = (page.GetByRole(AriaRole.Combobox), page.GetByRole(AriaRole.Option));

        await box.ClickAsync();
        await box.ClickAsync();
        await Expect(choices).ToHaveCountAsync(3);
        await page.Keyboard.TypeAsync("br");
        await Expect(choices).ToHaveTextAsync(["Brest"]);

        await choices.First.ClickAsync();
        await Expect(box).ToHaveValueAsync("Brest");
        await box.ClickAsync();
        await Expect(choices).ToHaveCountAsync(3);
        await page.Keyboard.TypeAsync("li");
        await Expect(choices).ToHaveTextAsync(["Lille"]);
    }
}
