using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Audit;

public sealed record AuditLine(DateTimeOffset At, long Id, ActorKind Actor, long? AccountId, string Action, long? SubjectId, long? ConcernsId, int Count, string? Details);

/// <summary>Who did what, and when: everything that was written in this nation, newest first. Names of fields, never their values.</summary>
[Needs(Permission.ViewAudit)]
public sealed class IndexPage(Database db, CurrentNation nation, IEnumerable<IAuditFields> named, Words words) : PageModel
{
    private const int PageSize = 100;
    private readonly Dictionary<long, string> fields = [];
    private Dictionary<long, string> names = [];

    [BindProperty(SupportsGet = true, Name = "")]
    public AuditFilter Filter { get; set; } = new();

    /// <summary>The last line of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<AuditLine> Lines { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public IEnumerable<SelectListItem> Actors =>
    [
        .. names.OrderBy(n => n.Value, StringComparer.CurrentCulture).Select(n => Choice(n.Key.ToString(CultureInfo.InvariantCulture), n.Value)),
        .. new[] { ActorKind.Visitor, ActorKind.System, ActorKind.Operator }.Select(k => Choice(EnumText<ActorKind>.Of(k), Who(k))),
    ];

    public IEnumerable<SelectListItem> Subjects => AuditWords.AllSubjects.Select(s => new SelectListItem(AuditWords.Subject(s, words), s, s == Filter.What)).OrderBy(s => s.Text, StringComparer.CurrentCulture);

    public async Task OnGet(CancellationToken ct)
    {
        var lines = Filter.Apply(db.AuditEntries.AsNoTracking(), nation.Facts);
        if (Cursor(After) is var (at, id)) lines = lines.Where(a => a.At < at || (a.At == at && a.Id < id));
        var found = await lines.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(PageSize + 1)
            .Select(a => new AuditLine(a.At, a.Id, a.Actor, a.AccountId, a.Action, a.SubjectId, a.ConcernsId, a.Count, a.Details)).ToListAsync(ct);
        Lines = [.. found.Take(PageSize)];
        names = await NamesOf(Lines, ct);
        foreach (var line in Lines) fields[line.Id] = named.FirstOrDefault(n => n.Subjects.Contains(line.Action.Split('.')[0], StringComparer.Ordinal)) is { } known ? await known.Of(line, ct) : line.Details ?? "";
        var next = found.Count > PageSize ? "/audit" + Filter.Query(string.Create(CultureInfo.InvariantCulture, $"{Lines[^1].At.UtcTicks}~{Lines[^1].Id}")) : null;
        Pager = new(After is null ? null : "/audit" + Filter.Query(null), next, words.Count(Lines.Count, "{0} line on this page", "{0} lines on this page"));
    }

    public string WhoOf(AuditLine line) => line.AccountId is { } account ? names.GetValueOrDefault(account, words["Account {0}", account]) : Who(line.Actor);

    public string SubjectOf(AuditLine line) => AuditWords.Subject(line.Action, words);

    /// <summary>Of whom or which one: an account by its holder's name where they work here or did, all else by its number. Accounts of elsewhere have no name here.</summary>
    public string? WhichOf(AuditLine line) => line.SubjectId is not { } subject ? null
        : line.Action.StartsWith("account.", StringComparison.Ordinal) && names.TryGetValue(subject, out var name) ? name
        : subject.ToString(CultureInfo.InvariantCulture);

    public string DeedOf(AuditLine line) => AuditWords.Deed(line.Action, words);

    public string FieldsOf(AuditLine line) => fields[line.Id];

    private string Who(ActorKind kind) => kind switch
    {
        ActorKind.System => words["The program"],
        ActorKind.Account => words["Somebody signed in"],
        ActorKind.Visitor => words["A visitor"],
        ActorKind.Operator => words["The operator"],
    };

    private SelectListItem Choice(string value, string text) => new(text, value, value == Filter.Who);

    /// <summary>Everybody who works here, and who did before and stands on this page.</summary>
    private async Task<Dictionary<long, string>> NamesOf(IReadOnlyList<AuditLine> lines, CancellationToken ct)
    {
        var shown = lines.Select(l => l.AccountId).OfType<long>().Distinct().ToList();
        return await db.Accounts.AsNoTracking().Where(a => shown.Contains(a.Id) || db.Memberships.Any(m => m.AccountId == a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
    }

    private static (DateTimeOffset At, long Id)? Cursor(string? after) =>
        after?.Split('~') is [var at, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), number)
            : null;
}
