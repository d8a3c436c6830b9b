using Microsoft.Extensions.DependencyInjection;
using Preau.People;

namespace Preau.Tests.People;

public sealed class PersonDropTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task Templates_see_names_and_ways_but_no_opinion()
    {
        await using var nation = await app.NewNation();
        var ada = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.SupportLevel) = ("Ada", "Lovelace", 5), email: "ada@example.org", phone: "+33639980012");
        var bob = await nation.Seeds.Person(p => p.FirstName = "Bob");

        var drops = await nation.Services.GetRequiredService<PersonDrops>().Of([ada.Id, bob.Id, 999_999], TestContext.Current.CancellationToken);

        Assert.Equal([ada.Id, bob.Id], drops.Keys.Order());
        Assert.Equal(("Ada Lovelace", "ada@example.org", "06 39 98 00 12", "fr"), (drops[ada.Id].FullName, drops[ada.Id].Email, drops[ada.Id].MobileNumber, drops[ada.Id].Language));
        Assert.Equal(("", ""), (drops[bob.Id].Email, drops[bob.Id].City));
        Assert.DoesNotContain(typeof(PersonDrop).GetProperties(), p => p.Name.Contains("Support", StringComparison.Ordinal) || p.Name.Contains("Roll", StringComparison.Ordinal));
    }
}
