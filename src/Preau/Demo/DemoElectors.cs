using Preau.Electors;
using Preau.Electors.Roll;
using Preau.Electors.Votes;

namespace Preau.Demo;

/// <summary>The stations of the commune, and every elector on its list, as a roll of ninety days ago would have left them.</summary>
public sealed class DemoElectors(Database db, DateOnly listedOn)
{
    private static readonly (DateOnly Day, string Name, double Turnout)[] Elections =
        [(new(2022, 4, 10), "Présidentielle, premier tour", 0.78), (new(2024, 6, 9), "Européennes", 0.55), (new(2024, 6, 30), "Législatives, premier tour", 0.69)];

    /// <summary>What some of those who came to the campaign said of their own votes; who was old enough by then.</summary>
    public async Task WriteBallots(IReadOnlyList<(long PersonId, DemoElector Elector)> contacts, CancellationToken ct)
    {
        var random = new Random(contacts.Count);
        var elections = Elections.Select(e => (Election: new Election { HeldOn = e.Day, Name = e.Name, Place = "FR" }, e.Turnout)).ToList();
        db.AddRange(elections.Select(e => e.Election));
        await db.SaveChangesAsync(ct);
        await using var rows = await db.Bulk("ballot", ["election_id", "person_id", "method", "source"], ct);
        foreach (var (person, elector) in contacts)
        {
            foreach (var (election, turnout) in elections)
            {
                var votes = random.NextDouble() < turnout;
                if (votes && elector.BornOn.AddYears(18) <= election.HeldOn) rows.Row(election.Id, person, random.Next(12) == 0 ? "procuration" : "", "door");
            }
        }

        await rows.Done(ct);
    }

    /// <param name="electors">Those of the roll, each with the number of their record.</param>
    public async Task Write(IReadOnlyList<(long PersonId, DemoElector Elector)> electors, CancellationToken ct)
    {
        var stations = electors.Select(e => e.Elector).DistinctBy(e => e.StationCode, StringComparer.Ordinal).OrderBy(e => e.StationCode, StringComparer.Ordinal).ToDictionary(e => e.StationCode, e => new PollingStation
        {
            CommuneCode = DemoPlace.CityCode, CommuneName = DemoPlace.City, Code = e.StationCode, CodeKey = PollingStation.KeyOf(e.StationCode), Name = e.StationName, Canton = DemoPlace.City, Constituency = "02",
            ElectorCount = electors.Count(other => other.Elector.StationCode == e.StationCode),
        }, StringComparer.Ordinal);
        db.AddRange(stations.Values);
        await db.SaveChangesAsync(ct);
        await using var rows = await db.Bulk("registration", ["person_id", "commune_code", "polling_station_id", "lists", "order_number", "birth_name", "usage_name", "given_names", "elector_key", "birth_key", "usage_key", "since_on", "seen_lists"], ct);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (person, e) in electors)
        {
            var (birth, usage) = (e.BirthName ?? e.LastName, e.BirthName is null ? null : e.LastName);
            // Every sixtieth is a citizen of another country of the Union, on both complementary lists.
            var lists = e.Number % 60 == 0 ? RollLists.Municipal | RollLists.European : RollLists.Main;
            var order = numbers[e.StationCode] = numbers.GetValueOrDefault(e.StationCode) + 1;
            var key = RollEntry.KeyOf(birth, e.FirstName, e.BornOn, null, DemoPlace.CityCode);
            rows.Row(person, DemoPlace.CityCode, stations[e.StationCode].Id, (int)lists, order.ToString(System.Globalization.CultureInfo.InvariantCulture), birth, usage, e.FirstName, key, usage is null ? null : RollEntry.NamedKeyOf(birth, e.FirstName, key), usage is null ? null : RollEntry.NamedKeyOf(usage, e.FirstName, key), listedOn, 0);
        }

        await rows.Done(ct);
    }
}
