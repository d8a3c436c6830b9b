using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Duplicates;
using Preau.People;

namespace Preau.Tests.People;

/// <summary>Lines of the audit trail on people name the fields that changed, and never what stood in them.</summary>
public sealed class NamedFieldTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edit_names_its_fields_in_the_language_of_the_reader()
    {
        await using var nation = await app.NewNation();
        await Field(nation, "size", "T-shirt", FieldAudience.Everybody);
        var person = await nation.Seeds.Person(email: "ada@example.org");
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        await nation.Panel.Submit($"/people/{person.Id}/edit", new Dictionary<string, string>
        {
            ["Form.LastName"] = "Quasimodo", ["Form.BornOn"] = "1971-02-03", ["Form.Emails[0].IsBad"] = "true", ["Form.Phones[0].Number"] = "06 39 98 00 12", ["Form.Addresses[0].City"] = "Valmorin", ["Form.Own[size]"] = "Gigantic",
        });

        var line = await nation.Db.AuditEntries.SingleAsync(a => a.Action == "person.changed", Ct);
        foreach (var said in new[] { "Quasimodo", "1971", "Valmorin", "Gigantic" }) Assert.DoesNotContain(said, line.Details, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Date of birth, Last name, Mail address, Telephone, Address: At home, T-shirt", await Lines(nation, "person"));
        Assert.Contains("Marked as bad", await Lines(nation, "person_email"));
        Assert.Contains("T-shirt", await Lines(nation, "custom_value"));
        (await nation.Panel.Get($"/people/{person.Id}?kind=record")).Shows("Changed: Date of birth, Last name, Mail address, Telephone, Address: At home, T-shirt");

        await nation.Db.Accounts.ExecuteUpdateAsync(s => s.SetProperty(a => a.Language, "fr"), Ct);
        Assert.Contains(await Lines(nation, "person"), l => l.StartsWith("Date de naissance, Nom, Adresse électronique, Téléphone, Adresse", StringComparison.Ordinal) && l.EndsWith("Domicile, T-shirt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bulk_act_names_its_field_and_so_does_taking_it_back()
    {
        await using var nation = await app.NewNation();
        await Field(nation, "size", "T-shirt", FieldAudience.Everybody);
        for (var i = 0; i < 2; i++) await nation.Seeds.Person();
        var act = (await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = "people?view=all" })).Follow()).Path;
        await nation.Panel.Submit($"{act}/field?field=custom:size", new { Value = "M" });
        await nation.Panel.Submit(act, new { }, "/start");

        Assert.Contains("T-shirt", await Lines(nation, "person"));
        await nation.Panel.Submit(act, new { }, "/undo");
        Assert.Contains("T-shirt, undone", await Lines(nation, "person"));
    }

    [Fact]
    public async Task A_merge_names_the_fields_of_which_somebody_chose_the_value()
    {
        await using var nation = await app.NewNation();
        var kept = await nation.Seeds.Person(p => (p.Employer, p.Occupation) = ("Mill", "Poet"));
        var gone = await nation.Seeds.Person(p => (p.Employer, p.Sex) = ("Bank", Sex.Female));

        await nation.Services.GetRequiredService<MergePeople>().Run(kept.Id, gone.Id, new Dictionary<string, Side> { ["employer"] = Side.Gone, ["sex"] = Side.Gone }, null, Ct);

        Assert.Equal("employer", (await nation.Db.AuditEntries.SingleAsync(a => a.Action == "person.merged", Ct)).Details);
        Assert.Contains("Employer", await Lines(nation, "person"));
    }

    [Fact]
    public async Task An_own_field_is_not_named_in_a_story_to_whoever_must_not_see_it()
    {
        await using var nation = await app.NewNation();
        await Field(nation, "secret", "Secret pledge", FieldAudience.Owner);
        var person = await nation.Seeds.Person();
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await nation.Panel.Submit($"/people/{person.Id}/edit", new Dictionary<string, string> { ["Form.Occupation"] = "Poet", ["Form.Own[secret]"] = "yes" });

        (await nation.Panel.Get($"/people/{person.Id}?kind=record")).Shows("Changed: Occupation, Secret pledge");
        var story = await (await nation.As(Role.Staff)).Get($"/people/{person.Id}?kind=record");
        story.Shows("Changed: Occupation");
        story.DoesNotShow("Secret pledge");
        Assert.DoesNotContain("custom:secret", story.Html, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> Lines(TestNation nation, string what) =>
        (await nation.Panel.Get($"/audit?what={what}")).Document.QuerySelectorAll("main tbody tr td:last-child").Select(c => c.TextContent.Trim()).ToList();

    private static async Task Field(TestNation nation, string slug, string name, FieldAudience seenBy)
    {
        var db = nation.Db;
        db.Add(new CustomField { Slug = slug, Name = name, SeenBy = seenBy, ChangedBy = seenBy });
        await db.SaveChangesAsync(Ct);
    }
}
