using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Tests.People;

/// <summary>Choices that very many people have are changed in the background, and nobody sees half of it.</summary>
public sealed class FieldWorkTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const int Crowd = ReworkField.AtOnce + 10;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FieldKind.Choice, "Vermillon")]
    [InlineData(FieldKind.Choice, "rouge")]
    [InlineData(FieldKind.Several, "Vermillon")]
    public async Task A_choice_is_renamed_for_a_crowd_in_the_background_and_is_found_meanwhile(FieldKind kind, string name)
    {
        await using var nation = await app.NewNation();
        var (field, people) = await Crowded(nation, kind);
        await nation.Panel.Submit("/segments/new", new { Name = "Red", Tree = $$"""{"join":"all","parts":[{"field":"field:colour","operator":"{{(kind == FieldKind.Several ? "any" : "is")}}","values":["Rouge"]}]}""" });
        var segment = $"/segments/{(await nation.Db.Segments.SingleAsync(Ct)).Id}";

        var saved = await (await nation.Panel.Submit($"/fields/{field}", new Dictionary<string, string> { ["Form.Names[0]"] = name })).Follow();

        saved.Shows("Everybody who has the choice gets its new name in the background.");
        saved.Shows("The choices are being changed for everybody who has them");
        Assert.StartsWith("Rouge", (await Value(nation, people[0])).TextValue, StringComparison.Ordinal);
        (await nation.Panel.Get($"/people/{people[0]}")).Shows("Colour" + name);
        (await nation.Panel.Get($"/people?view=all&own=colour%3ARouge")).Shows($"{Crowd:N0} people");
        // Saving the form meanwhile loses nothing, and what is written now is of today.
        await nation.Panel.Submit($"/people/{people[1]}/edit", new { Form_LastName = "Other" });
        Assert.NotEmpty(OwnFields.Text(await Value(nation, people[1])));
        var refused = await nation.Panel.Submit($"/fields/{field}", new Dictionary<string, string> { ["Form.Names[1]"] = "Azur" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("Wait until that is done.");
        await nation.Panel.PostFrom($"/fields/{field}", $"/fields/{field}/choice", new { number = 0 });
        Assert.Equal(3, OwnFields.ChoicesOf(await nation.Db.CustomFields.SingleAsync(Ct)).Length);

        await nation.RunJobs();

        Assert.Equal(Crowd, await nation.Db.CustomValues.CountAsync(v => v.TextValue!.StartsWith(name), Ct));
        Assert.Equal((null, 0L), await nation.Db.CustomFields.Select(f => new ValueTuple<long?, long>(f.WorkTotal, f.WorkDone)).SingleAsync(Ct));
        Assert.DoesNotContain("Rouge\t0\tRouge", (await nation.Db.CustomFields.SingleAsync(Ct)).Choices, StringComparison.Ordinal);
        (await nation.Panel.Get(segment)).Shows($"{Crowd:N0}");
        (await nation.Panel.Submit($"/fields/{field}", new Dictionary<string, string> { ["Form.Names[1]"] = "Azur" })).DoesNotShow("Wait until");
    }

    [Theory]
    [InlineData(FieldKind.Choice)]
    [InlineData(FieldKind.Several)]
    public async Task A_choice_is_taken_off_a_crowd_in_the_background_and_is_gone_from_the_field_at_once(FieldKind kind)
    {
        await using var nation = await app.NewNation();
        var (field, people) = await Crowded(nation, kind);

        await nation.Panel.PostFrom($"/fields/{field}", $"/fields/{field}/choice", new { number = 0 });

        Assert.Equal(["Bleu", "Vert"], OwnFields.ChoicesOf(await nation.Db.CustomFields.SingleAsync(Ct)));
        Assert.Equal(Crowd, await nation.Db.CustomValues.CountAsync(v => v.TextValue!.StartsWith("Rouge"), Ct));
        var page = await nation.Panel.Get($"/fields/{field}");
        page.Shows("The choice “Rouge” is gone. It is being taken off people in the background.");
        page.Shows("The choices are being changed for everybody who has them");
        (await nation.Panel.Get($"/people/{people[0]}")).DoesNotShow("Rouge");

        await nation.RunJobs();

        Assert.Equal(0, await nation.Db.CustomValues.CountAsync(v => v.TextValue!.Contains("Rouge"), Ct));
        Assert.Equal(kind == FieldKind.Several ? Crowd : 0, await nation.Db.CustomValues.CountAsync(v => v.TextValue == "Bleu" && v.WholeValue == 2, Ct));
        Assert.Equal(Crowd, await nation.Db.AuditEntries.Where(a => a.Action == "custom_value.deleted").SumAsync(a => a.Count, Ct));
        Assert.Equal(kind == FieldKind.Several, await nation.Db.Provenances.AnyAsync(p => p.Field == "custom:colour" && p.PersonId == people[0], Ct));
        Assert.Null((await nation.Db.CustomFields.SingleAsync(Ct)).WorkTotal);
    }

    private static async Task<CustomValue> Value(TestNation nation, long person) => await nation.Db.CustomValues.SingleAsync(v => v.PersonId == person, Ct);

    private async Task<(long Field, long[] People)> Crowded(TestNation nation, FieldKind kind)
    {
        var (db, now) = (nation.Db, app.Clock.GetUtcNow());
        var field = new CustomField { Slug = "colour", Name = "Colour", Kind = kind, Choices = "Rouge\nBleu\nVert" };
        db.Add(field);
        await db.SaveChangesAsync(Ct);
        var value = new CustomValue();
        Assert.True(OwnFields.Put(field, kind == FieldKind.Several ? "Rouge, Bleu" : "Rouge", value));
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        var first = db.Ids.Reserve("person", Crowd);
        await using (var people = await db.Bulk("person", ["id", "first_name", "last_name", "name_key", "given_key", "source", "is_roll_only", "created_at", "changed_at"], Ct))
        {
            for (var i = 0; i < Crowd; i++) people.Row(first + i, "Foule", "N", "n foule", "foule n", "panel", false, now, now);
            await people.Done(Ct);
        }

        await using (var values = await db.Bulk("custom_value", CustomValue.Columns, Ct))
        {
            for (var i = 0; i < Crowd; i++) values.Row(value.Cells(first + i, field.Id));
            await values.Done(Ct);
        }

        db.Add(new Provenance { PersonId = first, Field = "custom:colour", Source = "panel", At = now });
        await db.SaveChangesAsync(Ct);
        await transaction.CommitAsync(Ct);
        return (field.Id, [first, first + 1]);
    }
}
