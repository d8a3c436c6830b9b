using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Imports;
using Preau.People;
using Preau.Shared;
using Preau.Tests.Electors;
using static Preau.Tests.Electors.Electors;

namespace Preau.Tests.Imports;

/// <summary>Several imports speak of the same people and are undone, in whatever order: what is left is what none of them said.</summary>
public sealed class UndoOrderTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Orders => ["012", "021", "102", "120", "201", "210"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Whoever_is_on_a_roll_and_two_lists_stays_as_long_as_one_of_them_stands(string order)
    {
        await using var nation = await app.NewNation();
        var roll = await nation.BringInRoll(RollFile.Reu(Ana, Bob));
        Later();
        // The roll shows «Alpha»; both lists know Ana by name and birthday.
        var first = await nation.BringInBy(Csv("first_name,last_name,born_at,email,employer\nAna,Alpha,1980-01-01,ana@example.org,Mairie\n"), "name_birth");
        Later();
        var second = await nation.BringInBy(Csv("first_name,last_name,born_at,phone_number,employer\nAna,Alpha,1980-01-01,0612345678,Lycée\n"), "name_birth");
        Assert.Equal((1L, 1L), (first.ChangedCount, second.ChangedCount));
        long[] imports = [roll.Id, first.Id, second.Id];
        var standing = new HashSet<int> { 0, 1, 2 };

        foreach (var next in order.Select(c => c - '0'))
        {
            Later();
            standing.Remove(next);
            Assert.Equal(ImportState.Undone, (await nation.Undo(imports[next])).State);
            Assert.Equal(next == 0 && standing.Count > 0 ? 1 : 0, (await nation.Import(imports[next])).KeptCount);
            var people = await nation.Db.People.OrderBy(p => p.LastName).ToListAsync(Ct);
            Assert.Equal(standing.Contains(0) ? 2 : standing.Count > 0 ? 1 : 0, people.Count);
            if (people.Count == 0) continue;
            var lists = standing.Where(i => i > 0).ToList();
            Assert.Equal((lists.Count == 0, lists.Count == 0 ? null : lists.Contains(2) ? "Lycée" : "Mairie"), (people[0].IsRollOnly, people[0].Employer));
            Assert.Equal((standing.Contains(1) ? 1 : 0, standing.Contains(2) ? 1 : 0), (await nation.Db.PersonEmails.CountAsync(Ct), await nation.Db.PersonPhones.CountAsync(Ct)));
            if (!standing.Contains(0)) (await nation.Panel.Get($"/imports/{roll.Id}")).Shows("Ana Alpha");
        }

        Assert.All(await nation.Db.Imports.ToListAsync(Ct), i => Assert.Equal((ImportState.Undone, 0L), (i.State, i.KeptCount)));
        Assert.Equal((0, 0), (await nation.Db.Registrations.CountAsync(Ct), await nation.Db.PollingStations.CountAsync(Ct)));
    }

    [Fact]
    public async Task Whoever_is_left_only_because_the_file_says_whom_they_recruited_goes_with_it()
    {
        await using var nation = await app.NewNation();
        var roll = await nation.BringInRoll(RollFile.Reu(Ana, Bob));
        Later();
        var list = await nation.BringInBy(Csv("first_name,last_name,born_at,email,recruiter_name_or_email\nAna,Alpha,1980-01-01,ana@example.org,\nZoé,Zulu,,zoe@example.org,ana@example.org\n"), "name_birth");
        Assert.Equal((1L, 1L, 1L), (list.CreatedCount, list.ChangedCount, list.RelatedCount));
        Later();
        Assert.Equal(1L, (await nation.Undo(roll.Id)).KeptCount);
        Later();

        await nation.Undo(list.Id);

        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
        Assert.Equal(0L, (await nation.Import(roll.Id)).KeptCount);
    }

    [Theory]
    [InlineData("01")]
    [InlineData("10")]
    public async Task What_two_files_said_of_somebody_becomes_what_was_before_both(string order)
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => p.Employer = "Port", email: "ann@example.org");
        var before = await Account(nation);
        long[] imports = [await nation.BringIn("email,employer,adresse,code postal,ville\nann@example.org,Mairie,1 rue Neuve,69003,Lyon\n"), 0];
        Later();
        imports[1] = await nation.BringIn("email,employer,adresse,code postal,ville\nann@example.org,Lycée,2 rue Haute,69003,Lyon\n");
        Assert.Equal(("Lycée", "2 rue Haute"), await Said(nation));
        Later();

        await nation.Undo(imports[order[0] - '0']);
        Assert.Equal(order == "01" ? ("Lycée", "2 rue Haute") : ("Mairie", "1 rue Neuve"), await Said(nation));
        Later();
        await nation.Undo(imports[order[1] - '0']);

        Assert.Equal(("Port", null), await Said(nation));
        Assert.Equal(before, await Account(nation));
        Assert.Empty(await nation.Db.ImportTouches.ToListAsync(Ct));
    }

    [Theory]
    [InlineData("01")]
    [InlineData("10")]
    public async Task What_somebody_wrote_between_two_files_stays_whichever_is_undone_first(string order)
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person(p => (p.Employer, p.Occupation) = ("Port", "Docker"), email: "ann@example.org")).Id;
        var first = await nation.BringIn("email,employer,profession\nann@example.org,Mairie,Maire\n");
        Later();
        await Edit(nation, person, "Gare");
        Later();
        var second = await nation.BringIn("email,employer,profession\nann@example.org,Lycée,Prof\n");
        Later();

        await nation.Undo(order == "01" ? first : second);
        Later();
        await nation.Undo(order == "01" ? second : first);

        var now = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal(("Gare", "Docker"), (now.Employer, now.Occupation));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Two_who_came_by_a_file_and_were_merged_stay_while_the_merge_stands(bool stands, int kept)
    {
        await using var nation = await app.NewNation();
        var id = await nation.BringIn("nom,email\nAlpha,a@example.org\nBravo,b@example.org\nCharlie,c@example.org\n");
        var people = await nation.Db.People.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(Ct);
        Later();
        // A list that is undone, a merge, and a list that is undone while the merge stands.
        await nation.Undo(await nation.BringIn("email,employer\na@example.org,Mairie\n"));
        Later();
        var merge = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(people[0], people[1], new Dictionary<string, Side>(), null, Ct)).MergeId;
        Later();
        await nation.Undo(await nation.BringIn("email,employer\nb@example.org,Lycée\n"));
        Later();
        if (!stands) Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge, Ct));
        Later();

        var undone = await nation.Undo(id);

        Assert.Equal((kept, (long)kept), (await nation.Db.People.CountAsync(Ct), undone.KeptCount));
    }

    [Fact]
    public async Task Whom_a_list_left_to_a_roll_goes_when_the_roll_is_undone()
    {
        await using var nation = await app.NewNation();
        var list = await nation.BringInBy(Csv("first_name,last_name,born_at,email\nAna,Alpha,1980-01-01,ana@example.org\nZoé,Zulu,1980-01-02,zoe@example.org\n"), "name_birth");
        Later();
        var roll = await nation.BringInRoll(RollFile.Reu(Ana, Bob));
        Later();
        Assert.Equal(1, (await nation.Undo(list.Id)).KeptCount);
        Assert.Equal(2, await nation.Db.Registrations.CountAsync(Ct));
        Later();

        Assert.Equal(0, (await nation.Undo(roll.Id)).KeptCount);

        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
        Assert.Equal(0, (await nation.Import(list.Id)).KeptCount);
    }

    [Fact]
    public async Task Whoever_did_something_after_their_file_was_undone_stays_when_the_next_one_is()
    {
        await using var nation = await app.NewNation();
        var first = await nation.BringIn("nom,email\nAlpha,a@example.org\nBravo,b@example.org\n");
        Later();
        var second = await nation.BringIn("email,employer\na@example.org,Mairie\nb@example.org,Mairie\n");
        Later();
        Assert.Equal(2, (await nation.Undo(first)).KeptCount);
        Later();
        var tagged = await nation.Db.People.Where(p => p.LastName == "Alpha").Select(p => p.Id).SingleAsync(Ct);
        var db = nation.Db;
        var tag = new Tag { Name = "Marché", NameKey = "marche" };
        db.Add(tag);
        db.Add(new PersonTag { TagId = tag.Id, PersonId = tagged, AddedAt = app.Clock.GetUtcNow() });
        using (db.Trail.Pause()) await db.SaveChangesAsync(Ct);
        Later();

        await nation.Undo(second);

        Assert.Equal([tagged], await nation.Db.People.Select(p => p.Id).ToListAsync(Ct));
        Assert.Equal(1, (await nation.Import(first)).KeptCount);
    }

    [Fact]
    public async Task Whoever_gave_an_address_of_their_own_since_is_not_known_by_the_roll_alone_again()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana));
        Later();
        var list = await nation.BringInBy(Csv("first_name,last_name,born_at,email\nAna,Alpha,1980-01-01,ana@example.org\n"), "name_birth");
        Later();
        var person = await nation.Db.People.SingleAsync(Ct);
        await Edit(nation, person.Id, "Gare", "ana@home.example");
        Later();

        await nation.Undo(list.Id);

        Assert.False((await nation.Db.People.SingleAsync(Ct)).IsRollOnly);
        Assert.Equal("ana@home.example", (await nation.Db.PersonEmails.SingleAsync(Ct)).Address);
    }

    private void Later() => app.Clock.Advance(TimeSpan.FromMinutes(1));

    private static byte[] Csv(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task Edit(TestNation nation, long id, string employer, string? email = null)
    {
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        EmailAddress[] emails = EmailAddress.TryParse(email, out var address) ? [address] : [];
        await services.GetRequiredService<SavePerson>().Apply(await db.People.SingleAsync(p => p.Id == id, Ct), new PersonInput { Employer = employer, Emails = emails }, "panel", Overwrite.Replace, Ct);
        await db.SaveChangesAsync(Ct);
    }

    private static async Task<(string? Employer, string? Street)> Said(TestNation nation) =>
        ((await nation.Db.People.SingleAsync(Ct)).Employer, (await nation.Db.PersonAddresses.SingleOrDefaultAsync(Ct))?.Line1);

    /// <summary>All that a file may have changed of the one person.</summary>
    private static async Task<string> Account(TestNation nation)
    {
        var (db, p) = (nation.Db, await nation.Db.People.SingleAsync(Ct));
        return $"{p.FirstName}|{p.LastName}|{p.Employer}|{p.Occupation}|{p.IsRollOnly}|{await db.PersonEmails.CountAsync(Ct)}|{await db.PersonPhones.CountAsync(Ct)}|{await db.PersonAddresses.CountAsync(Ct)}|{await db.PersonTags.CountAsync(Ct)}";
    }
}
