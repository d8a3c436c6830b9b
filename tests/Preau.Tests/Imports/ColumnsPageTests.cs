using Microsoft.EntityFrameworkCore;
using Preau.Imports;
using Preau.People;

namespace Preau.Tests.Imports;

/// <summary>The page on which somebody says what each column is.</summary>
public sealed class ColumnsPageTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string File = "prénom,courriel,pointure,donations_count\nZoé,zoe@example.org,39,2\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_a_column_can_become_and_no_heading_is_english_on_a_french_screen()
    {
        await using var nation = await app.NewNation();
        var english = await nation.Upload(File);
        await nation.Db.Accounts.ExecuteUpdateAsync(s => s.SetProperty(a => a.Language, "fr"), Ct);
        var french = await nation.Panel.Get(english.Path);

        var (said, inFrench) = (Said(english), Said(french));

        Assert.True(said.Length > 110);
        Assert.Equal(said.Length, inFrench.Length);
        Assert.Equal(["Note"], said.Zip(inFrench).SelectMany(p => p.First.Split(" (").Intersect(p.Second.Split(" ("), StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Every_choice_but_none_and_a_new_field_stands_under_a_heading_those_of_the_campaign_first()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        db.Add(new CustomField { Slug = "size", Name = "Shoe size", Kind = FieldKind.Text });
        await db.SaveChangesAsync(Ct);
        var select = (await nation.Upload(File)).Document.QuerySelector("select[name=targets]")!;

        Assert.Equal(["Leave out", "A new field of your own"], select.Children.Where(c => c.LocalName == "option").Select(o => o.TextContent));
        Assert.Equal(["Fields of your own", "Who they are", "Ways to reach them", "Where they live"], select.QuerySelectorAll("optgroup").Take(4).Select(g => g.GetAttribute("label")!));
        Assert.Equal("Shoe size", select.QuerySelector("optgroup option")!.TextContent);
    }

    [Fact]
    public async Task It_counts_what_is_mapped_left_out_and_new_and_marks_what_was_not_recognised()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Upload(File);

        page.Shows("2 columns mapped 1 column left out 1 column becomes a field of your own");
        Assert.Equal(["pointure", "donations_count"], page.Document.QuerySelectorAll("tr.unknown label").Select(l => l.TextContent));
        page.Shows("Show only what was not recognised");
        (await nation.Upload("nom,email\nMartin,m@example.org\n")).DoesNotShow("Show only what was not recognised");
    }

    [Fact]
    public async Task That_a_column_repeats_others_is_only_said_where_they_are_in_the_file()
    {
        await using var nation = await app.NewNation();

        (await nation.Upload("nationbuilder_id,primary_city,address_city\n1,Valmorin,Valmorin\n")).Shows("This says again what other columns say.");
        var alone = await nation.Upload("nationbuilder_id,primary_city\n1,Valmorin\n");

        alone.DoesNotShow("This says again what other columns say.");
        Assert.Equal("city", ((AngleSharp.Html.Dom.IHtmlSelectElement)alone.Document.QuerySelectorAll("select[name=targets]")[1]).Value);
    }

    [Theory]
    [InlineData("prénoms,nom de naissance", "first_name,last_name")]
    [InlineData("prénoms,prénom,nom de naissance,nom", ",first_name,,last_name")]
    public void The_names_of_the_register_are_first_and_last_name_unless_others_say_it_better(string headers, string targets)
    {
        var guesses = Targets.Guess(headers.Split(','), keepUnknown: false, new Dictionary<string, DateOrder>(StringComparer.Ordinal), "FR", []);

        Assert.Equal(targets.Split(','), headers.Split(',').Select(h => guesses[h]));
    }

    private static string[] Said(Page page)
    {
        var select = page.Document.QuerySelector("select[name=targets]")!;
        return [.. select.QuerySelectorAll("optgroup").Select(g => g.GetAttribute("label")!), .. select.QuerySelectorAll("option").Select(o => o.TextContent)];
    }
}
