using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Contacts;

/// <summary>Which contacts a list or a file shows; read from the address.</summary>
public sealed class ContactFilter
{
    public ContactMethod? Method { get; set; }
    public ContactStatus? Status { get; set; }

    /// <summary>The account that wrote them down.</summary>
    public long? By { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }

    public IQueryable<Contact> Apply(Database db, NationFacts nation)
    {
        var contacts = db.Contacts.AsNoTracking();
        if (Method is { } method) contacts = contacts.Where(c => c.Method == method);
        if (Status is { } status) contacts = contacts.Where(c => c.Status == status);
        if (By is { } author) contacts = contacts.Where(c => c.AuthorId == author);
        if (From is { } from && nation.StartOf(from) is var start) contacts = contacts.Where(c => c.At >= start);
        if (To is { Year: < 9999 } to && nation.StartOf(to.AddDays(1)) is var end) contacts = contacts.Where(c => c.At < end);
        return contacts;
    }

    /// <summary>The filter that the end of an address says; what it cannot read is left out.</summary>
    public static ContactFilter Read(string query)
    {
        var values = new QueryValues(query);
        return new() { Method = values.Choice<ContactMethod>("method"), Status = values.Choice<ContactStatus>("status"), By = values.Number("by"), From = values.Day("from"), To = values.Day("to") };
    }

    /// <summary>The same filter as the end of an address.</summary>
    public string Query(params (string Name, string? Value)[] more) => QueryText.After("", [.. Values(), .. more]);

    private (string Name, string? Value)[] Values() =>
    [
        ("method", Method?.ToString()), ("status", Status?.ToString()), ("by", By?.ToString(CultureInfo.InvariantCulture)),
        ("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
    ];
}
