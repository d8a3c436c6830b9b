using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;

namespace Preau.Electors;

/// <summary>What segments may ask about the roll. All of it is known from the roll alone, so that nobody is chosen by it for a mail or a text.</summary>
public sealed class ElectorFields(Database db, ElectorWords said) : ISegmentFields
{
    private const int MostStations = 2000;
    private const int MostChosen = 200;
    private const string Rows = "select r.person_id from registration r where r.nation_id = @nation_id and r.struck_off_on is null";

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var stations = await db.PollingStations.AsNoTracking().OrderBy(s => s.CommuneCode).ThenBy(s => s.CodeKey).Take(MostStations).ToListAsync(ct);
        return [OnRoll(), Station(stations), Commune(), List()];
    }

    private static SegmentField OnRoll() => new()
    {
        Name = "on_roll", Label = "Electoral roll", Family = "Electoral roll", Traits = FieldTraits.Roll,
        Operators =
        [
            new("yes", "is on it", "are on the electoral roll", ValueKind.Text, 0, 0), new("no", "is not on it", "are not on the electoral roll", ValueKind.Text, 0, 0),
            new("struck_off", "was struck off", "were struck off the electoral roll", ValueKind.Text, 0, 0), new("since", "since a list of this day or later", "are on the electoral roll since {0} or later", ValueKind.Date),
        ],
        Sql = (c, parts) => c.Operator switch
        {
            "yes" => $"p.id in ({Rows})",
            "no" => $"p.id not in ({Rows})",
            "struck_off" => "p.id in (select r.person_id from registration r where r.nation_id = @nation_id and r.struck_off_on is not null)",
            _ => $"p.id in ({Rows} and r.since_on >= {parts.Value(DateOnly.ParseExact(c.Values[0], "yyyy-MM-dd", CultureInfo.InvariantCulture))})",
        },
    };

    private static SegmentField Station(IReadOnlyList<PollingStation> stations) => new()
    {
        Name = "polling_station", Label = "Polling station", Family = "Electoral roll", Traits = FieldTraits.Roll,
        Choices = [.. stations.Select(s => new SegmentChoice(s.Id.ToString(CultureInfo.InvariantCulture), $"{s.CommuneName} {ElectorWords.Station(s)}"))],
        Operators = [new("is", "is one of", "vote at the polling station {0}", ValueKind.Choice, Most: MostChosen), new("none", "is not known", "are on the electoral roll without a polling station", ValueKind.Text, 0, 0)],
        Sql = (c, parts) => c.Operator == "none" ? $"p.id in ({Rows} and r.polling_station_id is null)" : $"p.id in ({Rows} and r.polling_station_id in ({parts.Values(c.Values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)))}))",
    };

    private static SegmentField Commune() => new()
    {
        Name = "roll_commune", Label = "Commune of the roll", Family = "Electoral roll", Traits = FieldTraits.Roll,
        Operators = [new("is", "has the code", "are on the roll of the commune {0}", ValueKind.Text, Most: MostChosen)],
        Sql = (c, parts) => $"p.id in ({Rows} and r.commune_code in ({parts.Values(c.Values.Select(v => v.Trim().ToUpperInvariant()))}))",
    };

    private SegmentField List() => new()
    {
        Name = "roll_list", Label = "List of the roll", Family = "Electoral roll", Traits = FieldTraits.Roll,
        Choices = [.. ElectorWords.All.Select(l => new SegmentChoice(EnumText<RollLists>.Of(l), said.Of(l)))],
        Operators = [new("is", "is one of", "are on the {0}", ValueKind.Choice, Most: 3)],
        Sql = (c, _) => $"p.id in ({Rows} and ({string.Join(" or ", c.Values.Select(v => $"(r.lists & {(int)EnumText<RollLists>.Parse(v)}) <> 0"))}))",
    };
}
