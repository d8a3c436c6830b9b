using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>Who somebody is, at the left; what happened, at the right; everything else below who they are. On a telephone one after the other.</summary>
[Needs(Permission.ViewPeople)]
public sealed class ShowPage(Database db, LeftAddresses left, Timeline timeline, ErasePerson erase, Team team, OwnLines own, CurrentAccount account, IEnumerable<IPersonPart> parts, PersonWords names, SourceWords sources, Words words, CurrentNation nation, TimeProvider clock) : PageModel
{
    public ProfileFacts Facts { get; private set; } = ProfileFacts.None;
    public TimelinePage Story { get; private set; } = new([], null);
    public TimelineKind? Kind { get; private set; }
    public IReadOnlyList<string> WhyKept { get; private set; } = [];
    public IReadOnlyList<TeamMember> Members { get; private set; } = [];
    public IEnumerable<string> Fronts => parts.Select(p => p.Front).OfType<string>();
    public IEnumerable<string> Writings => parts.Select(p => p.Writing).OfType<string>();

    public IEnumerable<(string Label, string Path, bool IsCurrent)> Kinds =>
        Enum.GetValues<TimelineKind>().Select(k => (Label: names.Of(k), Path: Path(k), IsCurrent: k == Kind)).Prepend((words["Everything"], Path(null), Kind is null));

    public string? Earlier => Story.Next is null ? null : Path(Kind) + (Kind is null ? "?" : "&") + "before=" + Uri.EscapeDataString(Story.Next);

    public int? Age => Facts.Person.BornOn is { } born ? Ages.Of(born, nation.Facts.DayOf(clock.GetUtcNow())) : null;

    /// <summary>Whether there are own fields for somebody who changes nothing else.</summary>
    public bool MayFill { get; private set; }

    public string CameBy { get; private set; } = "";

    public async Task<IActionResult> OnGet(long id, string? kind, string? before, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person)
        {
            return await db.WhoIs(id, ct) is var kept && kept != id && await db.People.AnyAsync(p => p.Id == kept, ct) ? LocalRedirect($"~/people/{kept}") : NotFound();
        }

        Kind = EnumText<TimelineKind>.TryParse(kind, out var chosen) ? chosen : null;
        Story = await timeline.Page(id, Kind, before, ct);
        Facts = ProfileFacts.Just(person);
        if (Request.Headers["HX-Request-Type"] == "partial") return Partial("_Timeline", this);
        Facts = await ProfileFacts.Of(db, left, person, own, account.Can(Permission.EditPeople), ct);
        MayFill = !account.Can(Permission.EditPeople) && await own.MayChange(ct);
        CameBy = await sources.Of(person.Source, ct);
        Members = await team.Members(ct);
        if (account.Can(Permission.ErasePeople)) WhyKept = await erase.WhyKept(id, ct);
        return Page();
    }

    /// <summary>The parts of the page, for a telephone, where they are thousands of pixels apart.</summary>
    public IReadOnlyList<Tab> Jumps(IEnumerable<ShownPanel> panels)
    {
        List<(string Label, string Id)> places = [(words["What happened"], "story"), (words["About them"], "about"), .. panels.Select(p => (p.Title, p.Id)), (words["Agreed to"], "consents")];
        if (account.Can(Permission.WriteNotes)) places.Insert(0, (words["Log a contact"], "log"));
        if (account.SeesContacts) places.Add((words["Their data"], "data"));
        return [.. places.Select(p => new Tab(p.Label, $"{Path(Kind)}#{p.Id}", IsCurrent: false))];
    }

    private string Path(TimelineKind? kind) => $"/people/{Facts.Person.Id}" + (kind is { } k ? "?kind=" + EnumText<TimelineKind>.Of(k) : "");
}
