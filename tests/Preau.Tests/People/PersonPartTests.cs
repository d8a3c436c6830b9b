using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.People;

namespace Preau.Tests.People;

public sealed class PersonPartTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task Every_entity_of_a_person_has_exactly_one_part_that_answers_for_it()
    {
        await using var nation = await app.NewNation();
        var parts = nation.Services.GetServices<IPersonPart>().SelectMany(p => p.Entities).ToList();
        var owned = nation.Db.Model.GetEntityTypes()
            .Where(e => e.ClrType.IsAssignableTo(typeof(IPersonOwned)) || e.FindProperty("PersonId") is not null).Select(e => e.ClrType).ToList();

        Assert.Empty(owned.Except(parts).Select(t => $"{t.Name} holds a person and no IPersonPart answers for it."));
        Assert.Empty(parts.Except(owned).Select(t => $"{t.Name} is claimed by a part and holds no person."));
        Assert.Equal(parts.Count, parts.Distinct().Count());
    }

    [Fact]
    public async Task Parts_have_names_of_their_own()
    {
        await using var nation = await app.NewNation();
        var names = nation.Services.GetServices<IPersonPart>().Select(p => p.Name).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, n => Assert.Matches("^[a-z_]+$", n));
    }
}
