using Microsoft.EntityFrameworkCore;
using Preau.Capital;
using Preau.Mail.Automatic;
using Preau.Mail.Confirming;
using Preau.People;
using Preau.Site;

namespace Preau.Actions;

/// <summary>What a visitor did, parsed.</summary>
public sealed record ActionOrder
{
    public required SitePage Page { get; init; }
    public required ActionKind Kind { get; init; }
    public required PersonInput Person { get; init; }

    /// <summary>What was ticked, with the words that stood beside it. What was left unticked changes nothing.</summary>
    public IReadOnlyList<ConsentQuestion> Consents { get; init; } = [];
    public bool IsNamePublic { get; init; }
    public string? Comment { get; init; }

    public string NameTyped => $"{Person.FirstName} {Person.LastName}".Trim();
}

/// <param name="IsFirst">False where the person had done this before.</param>
public sealed record ActionDone(long PersonId, bool IsFirst);

/// <summary>
/// The one way in for what people do on a page: find or make the person, note what they agreed to, tag them, write the action down and count it,
/// in one transaction. Sent twice, it is one action.
/// </summary>
public sealed class TakeAction(Database db, SavePerson people, TakeYes yes, TagPeople tags, CapitalLedger capital, FollowActions follow, TimeProvider clock)
{
    public async Task<ActionDone> Run(ActionOrder order, CancellationToken ct)
    {
        var source = $"page:{order.Page.Id}";
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var saved = await people.Run(order.Person, source, Overwrite.FillBlanks, ct);
        var personId = saved.Person.Id;
        await yes.Run(personId, order.Person, [.. order.Consents.Select(q => (q.Purpose, q.Text))], order.Page.Language, source, ct);
        foreach (var tag in await Tags(order.Page.GroupId, ct)) await tags.Add(personId, tag, ct);
        var isFirst = await WriteDown(order, personId, ct);
        await db.SaveChangesAsync(ct);
        if (isFirst) await db.Execute("Actions/AddToTotal", ct, ("page_group_id", order.Page.GroupId), ("more", 1L));
        if (isFirst) await capital.Award(order.Kind == ActionKind.SignUp ? Occasion.SignUp : Occasion.Signature, personId, $"page:{order.Page.GroupId}", ct);
        if (isFirst) await follow.Run(order.Page.Id, personId, order.Person, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new(personId, isFirst);
    }

    private async Task<bool> WriteDown(ActionOrder order, long personId, CancellationToken ct)
    {
        if (await db.ActionsTaken.SingleOrDefaultAsync(a => a.PersonId == personId && a.PageGroupId == order.Page.GroupId && a.Kind == order.Kind, ct) is { } known)
        {
            (known.NameTyped, known.IsNamePublic, known.Comment) = (order.NameTyped, order.IsNamePublic, order.Comment ?? known.Comment);
            return false;
        }

        db.Add(new ActionTaken
        {
            PersonId = personId, PageGroupId = order.Page.GroupId, PageTitle = order.Page.Title, Kind = order.Kind, NameTyped = order.NameTyped, IsNamePublic = order.IsNamePublic, Comment = order.Comment, At = clock.GetUtcNow(),
        });
        return true;
    }

    private async Task<string[]> Tags(long groupId, CancellationToken ct) =>
        (await db.PageFormOptions.Where(o => o.PageGroupId == groupId).Select(o => o.Tags).SingleOrDefaultAsync(ct) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
