using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>Everybody of a texting campaign with where they stand and what they answered, a column a question.</summary>
public sealed class PeersExport(Database db, CurrentNation nation, PeerWords said, TextWords why, Words words) : IExport
{
    private const string Name = "texting";

    public string Kind => Name;
    public Permission Needs => Permission.ExportTexting;

    /// <param name="ask">The campaign's number.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var id = long.Parse(ask, NumberStyles.None, CultureInfo.InvariantCulture);
        if (!await db.TextCampaigns.AnyAsync(c => c.Id == id, ct)) return null;
        var questions = await db.ScriptQuestions.AsNoTracking().Where(q => q.TextCampaignId == id).OrderBy(q => q.Position).ThenBy(q => q.Id).ToListAsync(ct);
        SheetColumn[] columns =
        [
            new(words["Person number"], CellKind.Whole), .. SheetColumn.Texts(words, "First name", "Last name", "Telephone number", "Where it stands", "Reason", "Volunteer"),
            new(words["Sent"], CellKind.Clock), new(words["Arrived"], CellKind.Clock), new(words["Last wrote"], CellKind.Clock), .. questions.Select(q => new SheetColumn(q.Text)),
        ];
        var contacts = db.CampaignContacts.AsNoTracking().Where(c => c.TextCampaignId == id);
        return new($"texting-{ask}", "text_campaign.exported", columns, stop => contacts.LongCountAsync(stop), stop => Rows(contacts, questions, stop)) { SubjectId = id };
    }

    private async IAsyncEnumerable<object?[]> Rows(IQueryable<CampaignContact> contacts, List<ScriptQuestion> questions, [EnumeratorCancellation] CancellationToken ct)
    {
        var accounts = await db.Memberships.Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => new { a.Id, a.Name }).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        var ids = questions.Select(q => q.Id).ToList();
        var labels = await db.ScriptAnswers.Where(a => ids.Contains(a.ScriptQuestionId)).ToDictionaryAsync(a => a.Id, a => a.Label, ct);
        var rows = contacts.OrderBy(c => c.Id).Select(c => new
        {
            Contact = c, Person = db.People.Where(p => p.Id == c.PersonId).Select(p => new { p.FirstName, p.LastName }).First(),
            Answers = db.ContactAnswers.Where(a => a.CampaignContactId == c.Id).Select(a => new { a.ScriptQuestionId, a.ScriptAnswerId }).ToList(),
        }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(ct))
        {
            var contact = row.Contact;
            yield return
            [
                contact.PersonId, row.Person.FirstName, row.Person.LastName, contact.NumberKey, said.Of(contact.Stage), contact.Reason is null ? "" : why.Why(contact.Reason), contact.AccountId is { } account ? accounts.GetValueOrDefault(account, "") : "",
                At(contact.SentAt), At(contact.ArrivedAt), At(contact.AnsweredAt), .. questions.Select(q => (object?)(row.Answers.Find(a => a.ScriptQuestionId == q.Id) is { } answer ? labels.GetValueOrDefault(answer.ScriptAnswerId, "") : "")),
            ];
        }
    }

    private DateTime? At(DateTimeOffset? at) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, nation.Facts.Zone).DateTime : null;

    public static Task<ExportAnswer> Send(long id, string format, SendExport send, CancellationToken ct) => send.Answer(Name, id.ToString(CultureInfo.InvariantCulture), format, ct);
}
