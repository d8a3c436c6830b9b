using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>What every page of people is made of.</summary>
public sealed record ListingParts(Database Db, PeopleList List, NameGuess Guess, Team Team, PersonWords Names, SourceWords Sources, Words Words, IEnumerable<PeopleSet> Sets, PlacedPeople Places, OwnColumns Columns, OwnFilters OwnFilters, IEnumerable<IKnownCount> Counts);

/// <summary>A page of people that can be searched, narrowed, paged and chosen from: all of them, or those of one list.</summary>
public abstract class PeopleListing(ListingParts parts) : PageModel
{
    private const int CellLength = 120;

    private readonly Words words = parts.Words;

    [BindProperty(SupportsGet = true, Name = "")]
    public PersonFilter Filter { get; set; } = new();

    public PeoplePage People { get; private set; } = new([], null);
    public PeopleCount? Count { get; private set; }

    /// <summary>What was typed, where nobody is called so and the list shows whom it may have meant.</summary>
    public string? Mistyped { get; private set; }
    public IReadOnlyList<Tag> Tags { get; private set; } = [];
    public IReadOnlyList<TeamMember> Members { get; private set; } = [];
    public Pager Pager => new(IsBegun ? Filter.With("after", null) : null, People.Next is null ? null : Filter.With("after", People.Next), Counted);

    private bool IsBegun { get; set; }

    public string? Counted => Count switch
    {
        null => null,
        { IsMore: true, Number: var most } => words["More than {0} people", most.ToString("N0", CultureInfo.CurrentCulture)],
        { Number: var count } => words.Count(count, "{0} person", "{0} people"),
    };

    /// <summary>Whether the list goes on beyond what is shown, on another page.</summary>
    public bool IsMoreThanThisPage => Count is null or { IsMore: true } || Count.Number > People.Rows.Count;

    /// <summary>The campaign's own fields that the reader chose to see.</summary>
    public IReadOnlyList<CustomField> Columns { get; private set; } = [];

    /// <summary>Whether there are any to choose from.</summary>
    public bool HasColumns { get; private set; }

    /// <summary>Fields that the list can be narrowed by, each with its choices.</summary>
    public IReadOnlyList<(CustomField Field, IReadOnlyList<(string Said, string Label)> Choices)> Askable { get; private set; } = [];

    private IReadOnlyDictionary<(long PersonId, long FieldId), FieldLine> Cells { get; set; } = new Dictionary<(long, long), FieldLine>();

    private IReadOnlyList<OwnFilter> OwnNarrowings { get; set; } = [];

    public FieldLine? Cell(PersonRow person, CustomField field) =>
        Cells.GetValueOrDefault((person.Id, field.Id)) is not { } line ? null : line.Text.Length > CellLength ? line with { Text = string.Concat(line.Text.AsSpan(0, CellLength), "…") } : line;

    private string CameBy { get; set; } = "";

    private string PlaceName { get; set; } = "?";

    /// <summary>What the list is narrowed to, each with the address of the list without it.</summary>
    public IEnumerable<(string Label, string Without)> Narrowings
    {
        get
        {
            if (Filter.Search.Length > 0) yield return (words["“{0}”", Filter.Search], Filter.With("q", null));
            if (Filter.Tag is { } tag) yield return (words["Tag: {0}", Tags.FirstOrDefault(t => t.Id == tag)?.Name ?? "?"], Filter.With("tag", null));
            if (Filter.Priority is { } priority) yield return (words["Priority: {0}", parts.Names.Priority(priority)], Filter.With("priority", null));
            if (Filter.Support is { } level) yield return (words["Support: {0}", parts.Names.Support(level)], Filter.With("support", null));
            if (Filter.Source is { Length: > 0 } source) yield return (words["Came by: {0}", CameBy], Filter.With("source", null));
            if (Filter.Assignee is { Length: > 0 } assignee) yield return (words["Looked after by: {0}", NameOf(assignee)], Filter.With("assignee", null));
            if (Filter.ConsentPurpose is { } purpose) yield return (words["Agreed to: {0}", parts.Names.Of(purpose)], Filter.With("consent", null));
            if (Filter is { ConsentPurpose: not null, AgreedFrom: { } agreed }) yield return (words["Agreed from {0}", Day(agreed)], Filter.With("agreedFrom", null));
            if (Filter is { ConsentPurpose: not null, AgreedTo: { } until }) yield return (words["Agreed until {0}", Day(until)], Filter.With("agreedTo", null));
            if (Filter.Has is "mail") yield return (words["With a mail address"], Filter.With("has", null));
            if (Filter.Has is "phone") yield return (words["With a telephone"], Filter.With("has", null));
            if (parts.Sets.SingleOrDefault(s => s.Name == Filter.Set) is { } set) yield return (words[set.Label], Filter.With("set", null));
            if (Filter.Place is { Length: > 0 }) yield return (words["Lives in: {0}", PlaceName], Filter.With("place", null));
            foreach (var own in OwnNarrowings) yield return (own.Label, Filter.WithoutOwn(own.Said));
            if (Filter.From is { } from) yield return (words["From {0}", Day(from)], Filter.With("from", null));
            if (Filter.To is { } to) yield return (words["Until {0}", Day(to)], Filter.With("to", null));
        }
    }

    protected async Task<IActionResult> Load(string? after, CancellationToken ct)
    {
        IsBegun = after is not null;
        People = await parts.List.Page(Filter, after, ct);
        if (People.Rows.Count == 0 && after is null && await parts.Guess.Of(Filter, ct) is { } meant)
        {
            (Mistyped, Filter.Q) = (Filter.Search, meant);
            People = await parts.List.Page(Filter, after, ct);
        }

        await HowMany(ct);
        await LoadOwn(ct);
        if (Filter.Source is { Length: > 0 } source) CameBy = await parts.Sources.Of(source, ct);
        if (Filter.Place is { Length: > 0 } place) PlaceName = await parts.Places.Name(parts.Db, place, words, ct) ?? "?";
        Tags = await parts.Db.Tags.AsNoTracking().OrderBy(t => t.NameKey).Take(200).ToListAsync(ct);
        if (Filter.Tag is { } chosen && Tags.All(t => t.Id != chosen)) Tags = [.. Tags, .. await parts.Db.Tags.AsNoTracking().Where(t => t.Id == chosen).ToListAsync(ct)];
        Members = await parts.Team.Members(ct);
        return Request.Headers["HX-Request-Type"] == "partial" ? Partial("/People/Listing/_List.cshtml", this) : Page();
    }

    private async Task LoadOwn(CancellationToken ct)
    {
        HasColumns = (await parts.Columns.Offered(ct)).Count > 0;
        Columns = await parts.Columns.Chosen(ct);
        Cells = await parts.Columns.Cells(People.Rows, Columns, ct);
        OwnNarrowings = await parts.OwnFilters.Read(Filter, ct);
        var asked = OwnNarrowings.Select(n => n.Field).OfType<CustomField>();
        Askable = [.. (await parts.OwnFilters.Askable([.. asked, .. Columns], ct)).Select(f => (f, (IReadOnlyList<(string, string)>)[.. parts.OwnFilters.Choices(f)]))];
    }

    /// <summary>Counted as it stands; where those are too many, as it is known from elsewhere.</summary>
    private async Task HowMany(CancellationToken ct)
    {
        Count = await parts.List.Count(Filter, ct);
        if (Count is not { IsMore: true }) return;
        foreach (var counts in parts.Counts)
        {
            if (await counts.Of(Filter, ct) is { } known && known > Count.Number) Count = new(known, IsMore: false);
        }
    }

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture);

    private string NameOf(string assignee) => assignee switch
    {
        "me" => words["me"],
        "nobody" => words["nobody"],
        _ => Members.FirstOrDefault(m => m.Id.ToString(CultureInfo.InvariantCulture) == assignee)?.Name ?? "?",
    };
}
