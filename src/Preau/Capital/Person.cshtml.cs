using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Capital;

public sealed class CapitalForm
{
    [Display(Name = "What is done")]
    public bool Spend { get; set; }

    [Display(Name = "What for")]
    public long? TypeId { get; set; }

    [StringLength(20), Display(Name = "How many points")]
    public string? Amount { get; set; }

    [StringLength(200), Display(Name = "Reason")]
    public string? Reason { get; set; }

    [StringLength(40)]
    public string? EntryKey { get; set; }
}

public sealed record CapitalRow(CapitalEntry Entry, string? Type, string? By, string From, bool IsTakenBack);

/// <summary>The ledger of one person, newest first, and the form that adds to it.</summary>
[Needs(Permission.EditPeople)]
public sealed class PersonPage(Database db, CapitalLedger ledger, SourceWords sources, Words words) : PageModel
{
    private const int PageSize = 50;

    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public CapitalForm Form { get; set; } = new();

    public string Name { get; private set; } = "";
    public CapitalBalance Balance { get; private set; } = new();
    public IReadOnlyList<SelectListItem> Types { get; private set; } = [];
    public IReadOnlyList<CapitalRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public async Task<IActionResult> OnGet(string? after, CancellationToken ct)
    {
        if (!await Load(after, ct)) return NotFound();
        Form.EntryKey = Guid.NewGuid().ToString("n");
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Load(null, ct)) return NotFound();
        var type = Form.TypeId is { } typeId ? await db.CapitalTypes.AsNoTracking().SingleOrDefaultAsync(t => t.Id == typeId && t.RemovedAt == null, ct) : null;
        var (reason, cents) = (Form.Reason?.Trim() ?? "", type?.AmountCents ?? 0);
        if (Form.TypeId is not null && type is null) ModelState.AddModelError("Form.TypeId", words["That is given no more. Choose something else."]);
        if (!string.IsNullOrWhiteSpace(Form.Amount) && !Points.TryParse(Form.Amount, out cents)) ModelState.AddModelError("Form.Amount", words["“{0}” is not a number of points.", Form.Amount.Trim()]);
        else if (cents == 0) ModelState.AddModelError("Form.Amount", words["Write how many points."]);
        if (type is null && reason.Length == 0) ModelState.AddModelError("Form.Reason", words["Say what for."]);
        if (!ModelState.IsValid) return this.Again();
        var key = string.IsNullOrWhiteSpace(Form.EntryKey) ? null : Form.EntryKey;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            // Two spend at once: the second reads what the first left.
            await db.Execute("People/HoldPeople", ct);
            if (key is not null && await db.CapitalEntries.AnyAsync(e => e.EntryKey == key, ct)) return LocalRedirect($"~/people/{Id}/capital");
            var left = (await ledger.Balance(Id, ct)).BalanceCents;
            if (Form.Spend && cents > left)
            {
                ModelState.AddModelError("Form.Amount", words["They have {0} to spend.", Points.Of(left, words)]);
                return this.Again();
            }

            await ledger.Write(new(Id, Form.Spend ? -cents : cents, Form.Spend, reason, type?.Id), "panel", key, ct);
            await transaction.CommitAsync(ct);
        }

        this.Say(Form.Spend ? words["{0} spent.", Points.Of(cents, words)] : words["{0} given.", Points.Of(cents, words)]);
        return LocalRedirect($"~/people/{Id}/capital");
    }

    private async Task<bool> Load(string? after, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id && p.ArchivedAt == null, ct) is not { } person) return false;
        Name = person.FullName.Length > 0 ? person.FullName : words["No name"];
        Balance = await ledger.Balance(Id, ct);
        Types = [.. (await db.CapitalTypes.AsNoTracking().Where(t => t.RemovedAt == null).OrderBy(t => t.NameKey).Take(200).ToListAsync(ct)).Select(t => new SelectListItem(words["{0} ({1})", t.Name, Points.Of(t.AmountCents, words)], t.Id.ToString(CultureInfo.InvariantCulture)))];
        var lines = db.CapitalEntries.AsNoTracking().Where(e => e.PersonId == Id);
        if (CapitalBoard.Read(after) is var (ticks, last) && ticks is >= 0 and < 3_155_378_975_999_999_999)
        {
            var at = new DateTimeOffset(ticks, TimeSpan.Zero);
            lines = lines.Where(e => e.At < at || (e.At == at && e.Id < last));
        }

        var rows = await lines.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(PageSize + 1)
            .Select(e => new
            {
                Entry = e, Type = db.CapitalTypes.Where(t => t.Id == e.CapitalTypeId).Select(t => t.Name).FirstOrDefault(), By = db.Accounts.Where(a => a.Id == e.AuthorId).Select(a => a.Name).FirstOrDefault(),
                IsTakenBack = db.CapitalEntries.Any(r => r.ReversesId == e.Id),
            }).ToListAsync(ct);
        var shown = new List<CapitalRow>();
        foreach (var row in rows.Take(PageSize)) shown.Add(new(row.Entry, row.Type, row.By, row.By is null ? await sources.Of(row.Entry.Source, ct) : "", row.IsTakenBack));
        Rows = shown;
        Pager = new(after is null ? null : $"/people/{Id}/capital", rows.Count > PageSize ? string.Create(CultureInfo.InvariantCulture, $"/people/{Id}/capital?after={Rows[^1].Entry.At.UtcTicks}~{Rows[^1].Entry.Id}") : null);
        return true;
    }
}
