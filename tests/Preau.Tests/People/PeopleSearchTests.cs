using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.People;
using Preau.People.Listing;
using Preau.Tests.Storage;

namespace Preau.Tests.People;

/// <summary>What people type for names that are more than one word, or are written in more than one way.</summary>
public sealed class PeopleSearchTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("jean-pierre")]
    [InlineData("Jean Pierre")]
    public async Task A_first_name_of_two_words_finds_everybody_called_so_after_those_whose_last_name_fits(string typed)
    {
        await using var nation = await app.NewNation();
        var martin = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean-Pierre", "Martin"));
        var nameless = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean-Pierre", ""));
        var jeanson = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean Pierre", "Jeanson"));
        var pierre = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean", "Pierre"));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean", "Martin"));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Pierre", "Martin"));

        await Finds(nation, typed, pierre, nameless, jeanson, martin);
    }

    [Fact]
    public async Task The_second_word_of_a_first_name_may_be_begun_only()
    {
        await using var nation = await app.NewNation();
        var petit = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean", "Petit"));
        var luc = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean-Luc", "Martin"));
        var pierre = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean-Pierre", "Martin"));

        await Finds(nation, "jean p", petit, pierre);
        await Finds(nation, "Jean-L", luc);
        await Finds(nation, "jean luc mar", luc);
    }

    [Fact]
    public async Task A_mail_address_of_two_words_is_found_whatever_its_owner_is_called()
    {
        await using var nation = await app.NewNation();
        var jean = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean", "Martin"), email: "jean-pierre.martin@example.org");
        var called = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean-Pierre", "Martin"), email: "jean-pierre@example.org");

        await Finds(nation, "jean-pierre", called, jean);
    }

    [Theory]
    [InlineData("d'Hérouville", "herouville")]
    [InlineData("d’Hérouville", "jeanne herouv")]
    [InlineData("de La Tour", "delatour")]
    [InlineData("de La Tour", "tour")]
    [InlineData("Le Goff", "legoff")]
    [InlineData("Le Goff", "legoff jea")]
    [InlineData("Legoff", "le goff")]
    [InlineData("Hérouville", "de herouville")]
    [InlineData("Vandermeer", "van der meer")]
    [InlineData("Delatour", "jeanne de la tour")]
    [InlineData("Legoff", "Jeanne Le Goff")]
    [InlineData("N'Guyen", "nguyen")]
    [InlineData("Van der Meer", "vandermeer")]
    [InlineData("O'Brien", "obrien")]
    public async Task A_last_name_is_found_with_its_particle_and_without_run_together_and_apart(string last, string typed)
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jeanne", last));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Paul", "Goffin"));

        await Finds(nation, typed, person);
    }

    [Fact]
    public async Task Who_is_called_as_it_was_typed_comes_before_who_is_written_otherwise()
    {
        await using var nation = await app.NewNation();
        var apart = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Anne", "Le Goff"), email: "legoff.anne@example.org");
        var together = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Zoé", "Legoff"), email: "legoff@example.org");

        await Finds(nation, "legoff", together, apart);
        await Finds(nation, "le goff", apart, together);
    }

    [Fact]
    public async Task The_order_that_is_shown_is_the_one_that_holds()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => p.LastName = "Martin");

        Assert.Equal("Newest first", Order(await nation.Panel.Get("/people")));
        Assert.Equal("By name", Order(await nation.Panel.Get("/people?sort=name")));
        Assert.Equal("What is found: by name", Order(await nation.Panel.Get("/people?q=mar")));
        Assert.Equal("name", (await nation.Panel.Get("/people?q=mar&sort=name")).Document.QuerySelector("[name=sort] option")!.GetAttribute("value"));
        static string Order(Page page) => page.Document.QuerySelector("[name=sort] option[selected]")!.TextContent;
    }

    [Fact]
    public async Task Whom_a_mail_address_finds_is_looked_up_by_it_and_not_among_everybody()
    {
        Assert.SkipWhen(TestStores.Dialect != Dialect.Sqlite, Plan.SqliteAlone);
        await using var nation = await app.NewNation();
        var services = nation.Services;
        var range = (await services.GetRequiredService<PersonSearch>().Ranges("matrin", services.GetRequiredService<Database>().People, Ct))[^1];
        await using var command = range.People.OrderBy(p => p.NameKey + "").Take(20).CreateDbCommand();

        var steps = await Plan.Of(command);

        Assert.Contains(steps, s => s.Contains("person_email_by_email_key", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, s => s.Contains("person_by_", StringComparison.Ordinal));
    }

    private static async Task Finds(TestNation nation, string typed, params Person[] people)
    {
        var list = await nation.Panel.Get("/people?view=all&q=" + Uri.EscapeDataString(typed));
        Assert.Equal(people.Select(p => $"/people/{p.Id}"), list.Document.QuerySelectorAll("th[scope=row] a").Select(a => a.GetAttribute("href")));
        list.Shows(people.Length == 1 ? "1 person" : $"{people.Length} people");
        Assert.Equal(people.Select(p => p.Id), (await nation.Services.GetRequiredService<PickPerson>().Find(typed, null, Ct)).Select(p => p.Id));
    }
}
