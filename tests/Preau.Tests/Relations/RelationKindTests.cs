using Microsoft.Extensions.DependencyInjection;
using Preau.People;
using Preau.Relations;
using Preau.Shared;

namespace Preau.Tests.Relations;

/// <summary>Every kind of relation that NationBuilder knows is there from the first day.</summary>
public sealed class RelationKindTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Its pairs, as Préau's codes say them: what the one is to the other, and the other way round.</summary>
    private static readonly (string One, string Other)[] Theirs =
    [
        ("affiliate", "affiliate"), ("alum", "former_school"), ("assistant", "assisted"), ("board_member", "board"), ("candidate", "candidacy"), ("chapter", "parent_organization"), ("child", "parent"), ("consultant", "client"),
        ("employee", "employer"), ("family_partner", "family_partner"), ("friend", "friend"), ("member", "organization"), ("mentee", "mentor"), ("partner", "partner"), ("primary_contact", "represented_organization"), ("relative", "relative"),
        ("representative", "constituent"), ("resident", "residence"), ("sibling", "sibling"), ("spouse", "spouse"), ("pupil", "school"), ("student", "teacher"), ("subordinate", "manager"), ("subsidiary", "parent_company"), ("treasurer", "committee"),
    ];

    [Fact]
    public async Task All_of_its_pairs_have_a_word_either_way_in_both_languages()
    {
        await using var nation = await app.NewNation();
        Assert.Equal(25, Theirs.Length);
        foreach (var language in (string[])["en", "fr"])
        {
            var usual = new RelationRoles(nation.Db, new Words(language)).Usual();
            Assert.All(Theirs, pair => Assert.Equal(pair.Other, usual.Single(r => r.Code == pair.One).Reverse));
            Assert.All(Theirs, pair => Assert.Equal(pair.One, usual.Single(r => r.Code == pair.Other).Reverse));
            Assert.Equal(usual.Count, usual.Select(r => NameKey.Of(r.Label)).Distinct(StringComparer.Ordinal).Count());
        }

        var (english, french) = (new RelationRoles(nation.Db, new Words("en")).Usual(), new RelationRoles(nation.Db, new Words("fr")).Usual());
        Assert.All(english.Zip(french).Where(r => r.First.Code is not ("mentor" or "consultant" or "partner")), r => Assert.NotEqual(r.First.Label, r.Second.Label));
        (await nation.Panel.Get("/settings/relations")).Shows("subsidiary");
    }

    [Theory]
    [InlineData("parent_organization", "chapter")]
    [InlineData("parent_company", "subsidiary")]
    public async Task No_organisation_comes_to_stand_above_itself(string above, string below)
    {
        await using var nation = await app.NewNation();
        var (one, other, third) = (await nation.Seeds.Person(), await nation.Seeds.Person(), await nation.Seeds.Person());
        var save = nation.Services.GetRequiredService<SaveRelation>();
        async Task<string?> Add(Person a, Person b, string role) => (await save.Add(a.Id, b.Id, role, "", null, null, Ct)).Refusal;

        Assert.Null(await Add(one, other, above));
        Assert.Null(await Add(third, other, below));

        Assert.Contains("circle", await Add(one, third, below), StringComparison.Ordinal);
        // Where neither stands above, a circle is no matter.
        Assert.Null(await Add(one, other, "board"));
        Assert.Null(await Add(other, one, "board"));
    }
}
