using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Contacts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

public sealed record TalkRow(long Id, string FirstName, ContactStage Stage, DateTimeOffset? At, string? Last);

/// <summary>A volunteer's conversations of one campaign.</summary>
[Needs(Permission.WriteTexts)]
public sealed class PeoplePage(Database db, TexterDesk desk, Words words) : PageModel
{
    private const int PageSize = 50;

    /// <summary>«waiting» (when null), «talking», «quiet», «over».</summary>
    [BindProperty(SupportsGet = true)]
    public string? In { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public TextCampaign Campaign { get; private set; } = new() { Name = "", Language = "fr" };
    public IReadOnlyList<TalkRow> Rows { get; private set; } = [];
    public IReadOnlyList<Tab> Tabs { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await desk.Find(id, ct) is not { } campaign) return NotFound();
        Campaign = campaign;
        var path = $"/texting/{id}/people";
        Tabs =
        [
            new(words["Wait for an answer"], path, In is null), new(words["In conversation"], path + "?in=talking", In == "talking"), new(words["Silent"], path + "?in=quiet", In == "quiet"), new(words["Over"], path + "?in=over", In == "over"),
        ];
        ContactStage[] stages = In switch
        {
            null => [ContactStage.NeedsAnswer],
            "talking" => [ContactStage.Talking],
            "quiet" => [ContactStage.Sent],
            _ => [ContactStage.Done, ContactStage.OptedOut, ContactStage.WrongNumber, ContactStage.LeftOut, ContactStage.Skipped],
        };
        await Load(desk.People(id).Where(c => stages.Contains(c.Stage)), path, ct);
        return Page();
    }

    private async Task Load(IQueryable<CampaignContact> people, string path, CancellationToken ct)
    {
        if (Cursor.Instant(After) is var (at, after)) people = people.Where(c => (c.AnsweredAt ?? c.SentAt ?? Conversation.Never) > at || ((c.AnsweredAt ?? c.SentAt ?? Conversation.Never) == at && c.Id > after));
        // Whoever waits longest comes first.
        var rows = await people.OrderBy(c => c.AnsweredAt ?? c.SentAt ?? Conversation.Never).ThenBy(c => c.Id).Take(PageSize + 1)
            .Select(c => new { c.Id, c.PersonId, c.Stage, At = c.AnsweredAt ?? c.SentAt, Last = db.TextMessages.Where(t => t.CampaignContactId == c.Id && t.IsIncoming).OrderByDescending(t => t.At).Select(t => t.Text).FirstOrDefault() }).ToListAsync(ct);
        var names = await desk.FirstNames(rows.Select(r => r.PersonId), ct);
        Rows = [.. rows.Take(PageSize).Select(r => new TalkRow(r.Id, names.GetValueOrDefault(r.PersonId, ""), r.Stage, r.At, r.Last))];
        var here = In is null ? [] : new (string, string?)[] { ("in", In) };
        Pager = new(After is null ? null : path + QueryText.After("", here), rows.Count > PageSize ? path + QueryText.After("", [.. here, ("after", Cursor.At(Rows[^1].At ?? Conversation.Never, Rows[^1].Id))]) : null);
    }
}
