using Microsoft.EntityFrameworkCore;
using Preau.Imports.Batches;

namespace Preau.Electors.Roll;

/// <summary>Gives people who were known before a roll their registration back, where it still is as the roll set it.</summary>
internal sealed class RestoreRegistrations(Database db)
{
    public const string Table = "registration";

    /// <param name="touches">The last thing done to each person first.</param>
    /// <param name="others">Take over what another import stands on.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(IEnumerable<(long PersonId, Touch Touch)> touches, OtherTouches others, CancellationToken ct)
    {
        var byPerson = touches.ToLookup(t => t.PersonId, t => t.Touch);
        if (byPerson.Count == 0) return;
        long[] ids = [.. byPerson.Select(p => p.Key)];
        var rows = await db.Registrations.AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.PersonId)).ToDictionaryAsync(r => r.PersonId, ct);
        var (back, gone) = (new List<RegistrationRow>(), new List<long>());
        foreach (var person in byPerson)
        {
            if (!rows.TryGetValue(person.Key, out var row)) continue;
            var now = (RegistrationFacts?)RegistrationFacts.Of(row);
            var isRestored = false;
            foreach (var touch in person)
            {
                if (now is null || now != RegistrationFacts.Read(touch.After!))
                {
                    others.Take(person.Key, touch);
                    continue;
                }

                now = touch.Before is null ? null : RegistrationFacts.Read(touch.Before);
                isRestored = true;
            }

            if (isRestored && now is null) gone.Add(person.Key);
            else if (isRestored) back.Add(RegistrationRow.Of(person.Key, now!, row.SeenImportId, (RollLists)row.SeenLists));
        }

        // A station that is gone meanwhile is nobody's.
        long[] stations = [.. back.Select(b => b.PollingStationId).OfType<long>().Distinct()];
        var there = await db.PollingStations.Where(s => EF.Parameter(stations).Contains(s.Id)).Select(s => s.Id).ToHashSetAsync(ct);
        await RegistrationRow.Put(db, back.ConvertAll(b => b.PollingStationId is { } station && !there.Contains(station) ? b with { PollingStationId = null } : b), ct);
        if (gone.Count > 0) await Forget([.. gone], ct);
    }

    public Task Forget(long[] people, CancellationToken ct) => db.Registrations.Where(r => EF.Parameter(people).Contains(r.PersonId)).ExecuteDeleteAsync(ct);
}
