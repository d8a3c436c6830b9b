using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>The map of everybody, and the same as a table of areas for whoever reads no map.</summary>
[Needs(Permission.ViewSegments)]
public sealed class MapPage(Database db, AddressBook book, BoundaryShapes shapes, Words words) : PageModel
{
    private const int AreasShown = 50;

    [BindProperty(SupportsGet = true, Name = "set")]
    public long? Set { get; set; }

    /// <summary>Looked for in the register.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Address { get; set; }

    public IReadOnlyList<BoundarySet> Sets { get; private set; } = [];
    public BoundarySet? Chosen { get; private set; }
    public IReadOnlyList<AreaRow> Areas { get; private set; } = [];
    public MapBox Box { get; private set; }
    public long OnMap { get; private set; }
    public long Unfound { get; private set; }
    public bool HasBook { get; private set; }
    public Geocoded? Found { get; private set; }
    public IReadOnlyList<(string Name, string Path)> FoundIn { get; private set; } = [];

    public string? Point => Found is null ? null : string.Create(CultureInfo.InvariantCulture, $"{Found.Lon},{Found.Lat}");

    public string Words => JsonSerializer.Serialize(new { one = words["{0} person", "{0}"], many = words["{0} people", "{0}"], label = words["Map of people"], nearer = words["go nearer"], closer = words["Closer"], farther = words["Farther"], broken = words["This browser cannot draw the map. The areas stand below."] }, JsonSerializerOptions.Web);

    public async Task OnGet(CancellationToken ct)
    {
        Sets = await db.BoundarySets.AsNoTracking().Where(s => s.State == BoundarySetState.Ready && s.RemovedAt == null).OrderBy(s => s.NameKey).Take(200).ToListAsync(ct);
        Chosen = Sets.FirstOrDefault(s => s.Id == Set) ?? (Sets.Count > 0 ? Sets[0] : null);
        var totals = await db.PlaceTotals.AsNoTracking().ToListAsync(ct);
        OnMap = totals.Where(t => t.Accuracy != PlaceAccuracy.None).Sum(t => t.People);
        Unfound = totals.Where(t => t.Accuracy == PlaceAccuracy.None).Sum(t => t.People);
        Box = await MapBox.First(db, Chosen?.Id, ct);
        if (Chosen is { } chosen) Areas = await db.Boundaries.Where(b => b.BoundarySetId == chosen.Id).OrderBy(b => b.SortKey).ThenBy(b => b.Id).Take(AreasShown).Select(b => new AreaRow(b.Id, b.Name, b.Code, b.SortKey, b.People)).ToListAsync(ct);
        await Find(ct);
    }

    private async Task Find(CancellationToken ct)
    {
        using var lent = book.Lend();
        var geocoder = lent.Geocoder;
        HasBook = geocoder is not null;
        if (string.IsNullOrWhiteSpace(Address) || Address.Length > 200 || geocoder?.Search(Address) is not { } found) return;
        Found = found;
        Box = new(found.Lon - 0.008, found.Lat - 0.005, found.Lon + 0.008, found.Lat + 0.005);
        var ids = (await shapes.Of(db, ct)).Select(i => i.Locate(found.Lat, found.Lon)).OfType<long>().ToList();
        var areas = await db.Boundaries.Where(b => ids.Contains(b.Id)).Select(b => new { b.Id, b.Name, b.Code, Set = db.BoundarySets.Where(s => s.Id == b.BoundarySetId).Select(s => s.Name).FirstOrDefault() }).ToListAsync(ct);
        FoundIn = [.. areas.OrderBy(a => ids.IndexOf(a.Id)).Select(a => ($"{a.Set} · {Boundary.LabelOf(a.Name, a.Code)}", PlacesOfLists.PathOf(a.Id)))];
    }
}
