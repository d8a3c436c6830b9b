using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.People;
using Preau.Segments;
using Preau.Tests.Storage;

namespace Preau.Tests.Segments;

/// <summary>People are chosen by the campaign's own fields of every kind, each by an index of its own.</summary>
public sealed class OwnFieldSegmentTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_finds_whom_it_says()
    {
        await using var nation = await app.NewNation();
        var (ana, bob, nil) = (await nation.Seeds.Person(), await nation.Seeds.Person(), await nation.Seeds.Person());
        var fields = new Dictionary<string, CustomField>(StringComparer.Ordinal)
        {
            ["skills"] = Field("skills", FieldKind.Several, "Cooking\nPosters\nSound"), ["pledge"] = Field("pledge", FieldKind.Money), ["friend"] = Field("friend", FieldKind.Person), ["remarks"] = Field("remarks", FieldKind.LongText),
            ["card"] = Field("card", FieldKind.Text),
        };
        var db = nation.Db;
        db.AddRange(fields.Values);
        await db.SaveChangesAsync(Ct);
        var filler = string.Concat(Enumerable.Repeat("lorem ipsum ", 40));
        foreach (var (person, slug, text) in new[]
        {
            (ana.Id, "skills", "Cooking, Sound"), (bob.Id, "skills", "Posters, Sound"), (ana.Id, "pledge", "49,99"), (bob.Id, "pledge", "50"), (ana.Id, "friend", Text(bob.Id)), (ana.Id, "remarks", filler + "Élégante"),
            (bob.Id, "remarks", "short"), (ana.Id, "card", filler + "Élégante"),
        })
        {
            var value = new CustomValue { PersonId = person, CustomFieldId = fields[slug].Id };
            Assert.True(OwnFields.Put(fields[slug], text, value));
            db.Add(value);
        }

        await db.SaveChangesAsync(Ct);
        foreach (var (condition, found) in new (SegmentCondition, long[])[]
        {
            (new("field:skills", "any", ["Cooking", "Posters"]), [ana.Id, bob.Id]), (new("field:skills", "all", ["Cooking", "Sound"]), [ana.Id]), (new("field:skills", "all", ["Sound"]), [ana.Id, bob.Id]),
            (new("field:skills", "none", ["Cooking"]), [bob.Id, nil.Id]), (new("field:skills", "known", []), [ana.Id, bob.Id]), (new("field:skills", "unknown", []), [nil.Id]),
            (new("field:pledge", "at_least", ["50"]), [bob.Id]), (new("field:pledge", "at_most", ["49.99"]), [ana.Id]), (new("field:friend", "is", [Text(bob.Id)]), [ana.Id]), (new("field:friend", "known", []), [ana.Id]),
            (new("field:remarks", "contains", ["elegante"]), [ana.Id]), (new("field:card", "contains", ["ELEGANTE"]), [ana.Id]), (new("field:card", "unknown", []), [bob.Id, nil.Id]),
        })
        {
            Assert.Equal(found, await Members(nation, condition));
        }
    }

    [Fact]
    public async Task Each_question_is_a_range_of_an_index()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        CustomField[] fields = [Field("skills", FieldKind.Several, "Cooking\nPosters"), Field("pledge", FieldKind.Money), Field("friend", FieldKind.Person), Field("remarks", FieldKind.LongText), Field("card", FieldKind.Text), Field("hours", FieldKind.Number), Field("since", FieldKind.Date), Field("driver", FieldKind.Boolean)];
        db.AddRange(fields);
        await db.SaveChangesAsync(Ct);
        foreach (var condition in new SegmentCondition[]
        {
            new("field:skills", "any", ["Cooking"]), new("field:skills", "all", ["Cooking"]), new("field:skills", "known", []), new("field:pledge", "at_least", ["50"]), new("field:friend", "is", ["7"]), new("field:friend", "known", []),
            new("field:remarks", "contains", ["x"]), new("field:remarks", "known", []), new("field:card", "is", ["x"]), new("field:card", "contains", ["x"]), new("field:hours", "at_most", ["2"]), new("field:since", "from", ["2026-01-01"]), new("field:driver", "yes", []),
        })
        {
            var services = nation.Services;
            var (sql, parameters) = await services.GetRequiredService<SegmentMembers>().Select(new SegmentGroup(Joining.All, [condition]), Ct);
            var plan = await PlanOf(services.GetRequiredService<Database>(), sql, parameters);
            Assert.True(plan.Contains("custom_value_by_", StringComparison.Ordinal), $"{condition.Field} {condition.Operator}:\n{plan}");
        }
    }

    private static async Task<string> PlanOf(Database db, string sql, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        // On tables that hold nothing PostgreSQL reads them whole, whatever there is.
        if (db.Dialect == Dialect.Postgres) await db.Database.ExecuteSqlRawAsync("set local enable_seqscan = off", Ct);
        await using var command = await db.Command(sql, [.. parameters], Ct);
        return string.Join('\n', await Plan.Of(command));
    }

    private static CustomField Field(string slug, FieldKind kind, string choices = "") => new() { Slug = slug, Name = slug, Kind = kind, Choices = choices, Currency = kind == FieldKind.Money ? "EUR" : "" };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static async Task<long[]> Members(TestNation nation, SegmentCondition condition)
    {
        var services = nation.Services;
        var tree = new SegmentGroup(Joining.All, [condition]);
        Assert.Empty((await services.GetRequiredService<SegmentFields>().Catalogue(Ct)).Check(tree));
        return [.. (await services.GetRequiredService<SegmentMembers>().Ids(tree, Ct)).Order()];
    }
}
