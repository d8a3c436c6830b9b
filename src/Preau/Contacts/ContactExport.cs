using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Shared;

namespace Preau.Contacts;

/// <summary>The contact log as a file.</summary>
public sealed class ContactExport(Database db, CurrentNation nation, ContactWords said, Words words) : IExport
{
    public const string Name = "contacts";

    public string Kind => Name;
    public Permission Needs => Permission.ExportContacts;

    public Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var filter = ContactFilter.Read(ask);
        SheetColumn[] columns =
        [
            new(words["Contact number"], CellKind.Whole), new(words["Person number"], CellKind.Whole), .. SheetColumn.Texts(words, "First name", "Last name", "How", "What came of it", "What was said"),
            new(words["Support before"], CellKind.Whole), new(words["Support level"], CellKind.Whole), new(words["When"], CellKind.Clock), new(words["Written down by"]),
        ];
        return Task.FromResult<Sheet?>(new(Name, "contact_log.exported", columns, stop => filter.Apply(db, nation.Facts).LongCountAsync(stop), stop => Rows(filter, stop)) { About = filter.Query() });
    }

    private async IAsyncEnumerable<object?[]> Rows(ContactFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        var authors = await db.Memberships.Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => new { a.Id, a.Name }).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        var rows = filter.Apply(db, nation.Facts).OrderBy(c => c.At).ThenBy(c => c.Id).Join(db.People, c => c.PersonId, p => p.Id, (c, p) => new { Contact = c, p.FirstName, p.LastName }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(ct))
        {
            yield return
            [
                row.Contact.Id, row.Contact.PersonId, row.FirstName, row.LastName, said.Of(row.Contact.Method), said.Of(row.Contact.Status), row.Contact.Text, (long?)row.Contact.SupportBefore, (long?)row.Contact.SupportAfter,
                TimeZoneInfo.ConvertTime(row.Contact.At, nation.Facts.Zone).DateTime, row.Contact.AuthorId is { } author ? authors.GetValueOrDefault(author, "") : "",
            ];
        }
    }

    public static Task<ExportAnswer> Send(string format, HttpContext http, SendExport send, CancellationToken ct) => send.Answer(Name, http.Request.QueryString.Value ?? "", format, ct);
}
