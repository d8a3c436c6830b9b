using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Tests.Storage;

/// <summary>Rows written in bulk read as those that were saved one by one.</summary>
public sealed class BulkWriterTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_days_and_answers_are_found_by_what_they_are()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        var person = await nation.Seeds.Person();
        var fields = new[] { FieldKind.Number, FieldKind.Date, FieldKind.Boolean }.Select(kind => new CustomField { Slug = kind.ToString(), Name = kind.ToString(), Kind = kind }).ToArray();
        db.AddRange(fields);
        await db.SaveChangesAsync(Ct);
        var day = new DateOnly(1999, 12, 31);

        await using (var transaction = await db.Database.BeginTransactionAsync(Ct))
        {
            await using var rows = await db.Bulk("custom_value", ["person_id", "custom_field_id", "text_value", "number_value", "date_value", "boolean_value"], Ct);
            rows.Row(person.Id, fields[0].Id, null, -1.25, null, null);
            rows.Row(person.Id, fields[1].Id, null, null, day, null);
            rows.Row(person.Id, fields[2].Id, "Ünïcode €", null, null, false);
            await rows.Done(Ct);
            await transaction.CommitAsync(Ct);
        }

        var values = nation.Db.CustomValues;
        Assert.Equal(fields[0].Id, (await values.SingleAsync(v => v.NumberValue == -1.25, Ct)).CustomFieldId);
        Assert.Equal(fields[1].Id, (await values.SingleAsync(v => v.DateValue == day, Ct)).CustomFieldId);
        var said = await values.SingleAsync(v => v.BooleanValue == false, Ct);
        Assert.Equal((fields[2].Id, "Ünïcode €"), (said.CustomFieldId, said.TextValue));
    }

    [Fact]
    public async Task A_row_that_does_not_fit_its_columns_is_not_written()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        await using var rows = await db.Bulk("tag", ["id", "name", "name_key"], Ct);

        Assert.Throws<ArgumentException>(() => rows.Row(1L, "Bénévole"));
    }
}
