using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Tests.People;

/// <summary>Values of own fields as they lie in the store, beside whatever screens say.</summary>
internal static class FieldRows
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task Put(TestNation nation, CustomField field, long person, string text)
    {
        var db = nation.Db;
        var value = new CustomValue { PersonId = person, CustomFieldId = field.Id };
        Assert.True(OwnFields.Put(field, text, value));
        db.Add(value);
        await db.SaveChangesAsync(Ct);
    }

    /// <summary>As a form holds it; empty where there is none.</summary>
    public static async Task<string> Of(TestNation nation, CustomField field, long person) =>
        await nation.Db.CustomValues.SingleOrDefaultAsync(v => v.PersonId == person && v.CustomFieldId == field.Id, Ct) is { } value ? OwnFields.Text(value) : "";
}
