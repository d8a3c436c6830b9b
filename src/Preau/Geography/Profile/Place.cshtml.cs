using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Geography;

public sealed class PlaceForm
{
    [Required, Display(Name = "Latitude")]
    public string Lat { get; set; } = "";

    [Required, Display(Name = "Longitude")]
    public string Lon { get; set; } = "";
}

/// <summary>Puts somebody on the map by hand, or lets their address say it again.</summary>
[Needs(Permission.EditPeople)]
public sealed class PlacePage(Database db, AddressBook book, PlacePeople places, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    [BindProperty]
    public PlaceForm Form { get; set; } = new();

    public long Id { get; private set; }
    public string PersonName { get; private set; } = "";
    public string? Address { get; private set; }
    public bool IsByHand { get; private set; }
    public long? SetId { get; private set; }
    public MapBox Box { get; private set; }

    public string Words => JsonSerializer.Serialize(new { label = words["Map with the point, which can be moved by the arrow keys"], point = words["The point"], closer = words["Closer"], farther = words["Farther"], broken = words["This browser cannot draw the map. Write the coordinates instead."] }, JsonSerializerOptions.Web);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (await db.PersonPlaces.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == id, ct) is { Lat: { } lat, Lon: { } lon }) Form = new() { Lat = Degrees(lat), Lon = Degrees(lon) };
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Load(id, ct)) return NotFound();
        if (!Read(Form.Lat, 85, out var lat)) ModelState.AddModelError("Form.Lat", words["A latitude is a number of degrees between −85 and 85."]);
        if (!Read(Form.Lon, 180, out var lon)) ModelState.AddModelError("Form.Lon", words["A longitude is a number of degrees between −180 and 180."]);
        if (!ModelState.IsValid) return this.Again();
        var before = await Put(id, (lat, lon), ct);
        await transaction.CommitAsync(ct);
        this.Say(words["The point is where you put it."], undo: Back(id, before));
        return LocalRedirect(Path(id));
    }

    /// <summary>Back to an earlier point, or without one to what the address says.</summary>
    public async Task<IActionResult> OnPostBack(long id, string? lat, string? lon, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Load(id, ct)) return NotFound();
        var before = await Put(id, Read(lat, 85, out var oldLat) && Read(lon, 180, out var oldLon) ? (oldLat, oldLon) : null, ct);
        await transaction.CommitAsync(ct);
        this.Say(lat is null ? words["The address says again where they live."] : words["The point is where it was."], undo: lat is null && before is not null ? Back(id, before) : null);
        return LocalRedirect(Path(id));
    }

    /// <returns>The point by hand that there was before.</returns>
    private async Task<(double Lat, double Lon)?> Put(long id, (double Lat, double Lon)? point, CancellationToken ct)
    {
        var all = await db.PlacedByHands.Where(p => p.PersonId == id).OrderByDescending(p => p.PlacedAt).ThenByDescending(p => p.Id).ToListAsync(ct);
        var placed = all.FirstOrDefault();
        (double, double)? before = placed is null ? null : (placed.Lat, placed.Lon);
        if (point is null) db.RemoveRange(all);
        if (point is { } at)
        {
            if (placed is null) db.Add(placed = new() { PersonId = id });
            var address = PlacePeople.AddressOf(await db.PersonAddresses.AsNoTracking().Where(a => a.PersonId == id).ToListAsync(ct));
            (placed.Lat, placed.Lon, placed.AddressKey, placed.AuthorId, placed.PlacedAt) = (at.Lat, at.Lon, address is null ? "" : PlacePeople.KeyOf(address), account.Id, clock.GetUtcNow().ToMicroseconds());
        }

        await db.SaveChangesAsync(ct);
        // At once, so that the profile shows it; the feed comes to the same.
        using var lent = book.Lend();
        await places.Run([id], lent.Geocoder, isAgain: false, ct);
        return before;
    }

    private static string Back(long id, (double Lat, double Lon)? point) =>
        string.Create(CultureInfo.InvariantCulture, $"/people/{id}/place?handler=back{(point is { } at ? $"&lat={at.Lat}&lon={at.Lon}" : "")}");

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person) return false;
        (Id, PersonName) = (id, person.FullName.Length > 0 ? person.FullName : words["No name"]);
        var address = PlacePeople.AddressOf(await db.PersonAddresses.AsNoTracking().Where(a => a.PersonId == id).ToListAsync(ct));
        Address = address is null ? null : string.Join(", ", new[] { address.Line1, address.Line2, $"{address.Postcode} {address.City}".Trim() }.Where(l => l.Length > 0));
        IsByHand = await db.PlacedByHands.AnyAsync(p => p.PersonId == id, ct);
        SetId = await db.BoundarySets.Where(s => s.State == BoundarySetState.Ready && s.RemovedAt == null).OrderBy(s => s.NameKey).Select(s => (long?)s.Id).FirstOrDefaultAsync(ct);
        Box = await db.PersonPlaces.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == id, ct) is { Lat: { } lat, Lon: { } lon } ? new(lon - 0.006, lat - 0.004, lon + 0.006, lat + 0.004) : await MapBox.First(db, SetId, ct);
        return true;
    }

    private static bool Read(string? text, double most, out double value) =>
        double.TryParse((text ?? "").Trim().Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && Math.Abs(value) <= most;

    private static string Degrees(double value) => Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Path(long id) => string.Create(CultureInfo.InvariantCulture, $"~/people/{id}");
}
