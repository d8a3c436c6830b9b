using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>What is done with the people who were ticked in a list, or with all of the list.</summary>
[Needs(Permission.EditPeople)]
public sealed class SelectionPage(Database db, PeopleList list, BulkActions bulk, Team team, Words words) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public PersonFilter Filter { get; set; } = new();

    public IActionResult OnGet() => LocalRedirect("~" + Filter.Address());

    public async Task<IActionResult> OnPost(Selection chosen, CancellationToken ct)
    {
        var (sentence, actId) = await Act(chosen, chosen.Ids(list, Filter, ct), ct);
        this.Say(sentence, undo: actId is { } id ? $"/people/acts/{id}/undo" : null);
        return LocalRedirect("~" + Filter.Address());
    }

    private async Task<(string Sentence, long? ActId)> Act(Selection chosen, IAsyncEnumerable<long[]> people, CancellationToken ct)
    {
        var tag = (chosen.TagName ?? "").Trim();
        switch (chosen.Act)
        {
            case "tag" or "untag" when NameKey.Of(tag).Length == 0:
                return (words["Write which tag. Nothing was changed."], null);
            case "tag":
                return Said(await bulk.Tag(people, tag, ct), "{0} person tagged “{1}”.", "{0} people tagged “{1}”.", tag);
            case "untag":
                var key = NameKey.Of(tag);
                if (await db.Tags.Where(t => t.NameKey == key).Select(t => (long?)t.Id).SingleOrDefaultAsync(ct) is not { } id) return (words["There is no tag “{0}”.", tag], null);
                return Said(await bulk.Untag(people, id, ct), "Tag “{1}” taken off {0} person.", "Tag “{1}” taken off {0} people.", tag);
            case "assign" when chosen.Account is { } account && !await team.Has(account, ct):
                return (words["That account has no role in this campaign."], null);
            case "assign":
                return Said(await bulk.Assign(people, chosen.Account, ct), "{0} person assigned.", "{0} people assigned.");
            case "archive":
                return Said(await bulk.Archive(people, ct), "{0} person archived. They can be restored for 30 days.", "{0} people archived. They can be restored for 30 days.");
            default:
                return (words["Nothing was changed."], null);
        }
    }

    private (string Sentence, long? ActId) Said(BulkDone done, string one, string many, params object?[] more) => (words.Count(done.Count, one, many, more), done.ActId);
}

public sealed class Selection
{
    public long[] People { get; set; } = [];
    public bool Everybody { get; set; }
    public string? Act { get; set; }
    public string? TagName { get; set; }
    public long? Account { get; set; }

    /// <summary>Those who were ticked, as far as they may be seen; or everybody that the list finds.</summary>
    public IAsyncEnumerable<long[]> Ids(PeopleList list, PersonFilter filter, CancellationToken ct) =>
        Everybody ? list.Ids(filter, BulkActions.Limit, ct) : list.Known(People, ct);
}
