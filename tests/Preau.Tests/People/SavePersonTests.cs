using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.People;
using Preau.Shared;

namespace Preau.Tests.People;

public sealed class SavePersonTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_person_knows_where_each_value_came_from()
    {
        await using var nation = await app.NewNation();
        var id = await Save(nation, Ada() with { Occupation = "Engineer", Tags = ["Vélo", "velo"] }, "page:7");

        var person = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal(("lovelace ada", "ada lovelace", "page:7"), (person.NameKey, person.GivenKey, person.Source));
        Assert.Equal("ada@example.org", (await nation.Db.PersonEmails.SingleAsync(Ct)).EmailKey);
        Assert.Single(await nation.Db.PersonTags.Where(t => t.PersonId == id).ToListAsync(Ct));
        var sources = await nation.Db.Provenances.Where(p => p.PersonId == id).ToDictionaryAsync(p => p.Field, p => p.Source, Ct);
        Assert.Equal(["email", "first_name", "last_name", "occupation"], sources.Keys.Order(StringComparer.Ordinal));
        Assert.All(sources.Values, s => Assert.Equal("page:7", s));
    }

    [Fact]
    public async Task A_visitor_fills_blanks_and_replaces_nothing()
    {
        await using var nation = await app.NewNation();
        var id = await Save(nation, Ada(), "panel");

        var again = await Save(nation, Ada() with { FirstName = "Mallory", Employer = "Analytical Engines", Emails = [Mail("ADA@Example.org")] }, "page:1");

        var person = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal(id, again);
        Assert.Equal(("Ada", "Analytical Engines"), (person.FirstName, person.Employer));
        Assert.Single(await nation.Db.PersonEmails.ToListAsync(Ct));
    }

    [Fact]
    public async Task Staff_replace_what_was_known()
    {
        await using var nation = await app.NewNation();
        await Save(nation, Ada() with { Addresses = [new(AddressKind.Home, "1 rue A", "", "1000", "Bourg", "FR")] }, "page:1");

        await Save(nation, Ada() with { LastName = "King", Addresses = [new(AddressKind.Home, "2 rue B", "", "69003", "Lyon", "FR")] }, "panel", Overwrite.Replace);

        var person = await nation.Db.People.SingleAsync(Ct);
        var address = await nation.Db.PersonAddresses.SingleAsync(Ct);
        Assert.Equal("king ada", person.NameKey);
        Assert.Equal(("2 rue B", "69003", "lyon"), (address.Line1, address.Postcode, address.CityKey));
        Assert.Equal("panel", (await nation.Db.Provenances.SingleAsync(p => p.Field == "address:home", Ct)).Source);
    }

    [Fact]
    public async Task A_telephone_needs_the_last_name_and_a_name_alone_is_nobody()
    {
        await using var nation = await app.NewNation();
        var phone = Phone("06 39 98 00 12");
        var id = await Save(nation, new PersonInput { FirstName = "Anne", LastName = "Le Goff", Phones = [phone] }, "panel");

        var match = nation.Services.GetRequiredService<MatchPerson>();
        Assert.Equal(id, (await match.Run(new PersonKeys { PhoneKeys = [phone.Key], LastName = "LEGOFF" }, Ct))?.PersonId);
        Assert.Null(await match.Run(new PersonKeys { PhoneKeys = [phone.Key], LastName = "Martin" }, Ct));
        Assert.Null(await match.Run(new PersonKeys { PhoneKeys = [phone.Key] }, Ct));
        Assert.Null(await match.Run(new PersonKeys { FirstName = "Anne", LastName = "Le Goff" }, Ct));
    }

    [Fact]
    public async Task A_couple_that_shares_a_mailbox_stays_two()
    {
        await using var nation = await app.NewNation();
        var jean = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean", "Petit"), email: "nous@example.org");
        var lea = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Léa", "Petit"), email: "nous@example.org");

        var match = nation.Services.GetRequiredService<MatchPerson>();
        Assert.Equal(lea.Id, (await match.Run(new PersonKeys { EmailKeys = ["nous@example.org"], FirstName = "lea" }, Ct))?.PersonId);
        Assert.Equal(jean.Id, (await match.Run(new PersonKeys { EmailKeys = ["nous@example.org"] }, Ct))?.PersonId);
    }

    [Fact]
    public async Task Own_and_foreign_numbers_go_before_the_mail()
    {
        await using var nation = await app.NewNation();
        var ada = await Save(nation, Ada() with { ExternalIds = [("nationbuilder", "77")] }, "import:1");
        var bob = await Save(nation, new PersonInput { FirstName = "Bob", LastName = "B", Emails = [Mail("bob@example.org")] }, "panel");

        var match = nation.Services.GetRequiredService<MatchPerson>();
        Assert.Equal(new PersonMatch(ada, MatchedBy.ExternalId, 0), await match.Run(new PersonKeys { ExternalIds = [("nationbuilder", "77")], EmailKeys = ["bob@example.org"] }, Ct));
        Assert.Equal(new PersonMatch(bob, MatchedBy.Id, 0), await match.Run(new PersonKeys { Id = bob, ExternalIds = [("nationbuilder", "77")] }, Ct));
    }

    [Fact]
    public async Task Somebody_archived_is_back_by_a_text_from_their_number_and_not_by_a_form()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(p => p.ArchivedAt = app.Clock.GetUtcNow(), email: "back@example.org");

        await Save(nation, new PersonInput { Emails = [Mail("back@example.org")] }, "page:3");
        Assert.NotNull((await nation.Db.People.SingleAsync(p => p.Id == person.Id, Ct)).ArchivedAt);
        await Save(nation, new PersonInput { Emails = [Mail("back@example.org")] }, "keyword:3");

        Assert.Null((await nation.Db.People.SingleAsync(p => p.Id == person.Id, Ct)).ArchivedAt);
    }

    [Fact]
    public async Task Two_at_once_with_one_address_make_one_person()
    {
        await using var nation = await app.NewNation();

        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Save(nation.Services, Ada(), "page:1", Overwrite.FillBlanks), Ct)));

        Assert.Single(ids.Distinct());
        Assert.Equal(1, await nation.Db.People.CountAsync(Ct));
    }

    private static PersonInput Ada() => new() { FirstName = "Ada", LastName = "Lovelace", Emails = [Mail("ada@example.org")] };

    private static EmailAddress Mail(string text) => EmailAddress.TryParse(text, out var email) ? email : throw new ArgumentException(text, nameof(text));

    private static PhoneNumber Phone(string text) => PhoneNumber.TryParse(text, "FR", out var phone) ? phone : throw new ArgumentException(text, nameof(text));

    private static Task<long> Save(TestNation nation, PersonInput input, string source, Overwrite overwrite = Overwrite.FillBlanks) => Save(nation.Services, input, source, overwrite);

    private static async Task<long> Save(IServiceProvider services, PersonInput input, string source, Overwrite overwrite)
    {
        var db = services.GetRequiredService<Database>();
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        var saved = await services.GetRequiredService<SavePerson>().Run(input, source, overwrite, Ct);
        await db.SaveChangesAsync(Ct);
        await transaction.CommitAsync(Ct);
        return saved.Person.Id;
    }
}
