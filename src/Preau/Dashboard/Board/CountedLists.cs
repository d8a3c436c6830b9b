using Microsoft.EntityFrameworkCore;
using Preau.Dashboard.Counting;
using Preau.People.Listing;

namespace Preau.Dashboard.Board;

/// <summary>The numbers that Home shows, to the lists that they open: a list says as many as the number that led there.</summary>
public sealed class CountedLists(Database db) : IKnownCount
{
    private static readonly Measure[] OfPeople = [Measure.Contacts, Measure.News, Measure.Unwritten];

    public async Task<long?> Of(PersonFilter filter, CancellationToken ct)
    {
        // Who sees only some people is told of those.
        if (db.OnlyAssigned || filter.List is not null) return null;
        var (from, to) = filter.ConsentPurpose is null ? (filter.From, filter.To) : (filter.AgreedFrom, filter.AgreedTo);
        var address = Plain(filter, filter.Source).Address();
        if (filter.Source is { Length: > 0 } source) return address == new PersonFilter { Source = source }.Address() ? await Came(source, ct) : null;
        foreach (var measure in OfPeople)
        {
            if (address == Lists.Of(measure, from, to)) return await db.RollUpDays.Where(d => d.Measure == measure && (from == null || d.Day >= from) && (to == null || d.Day <= to)).SumAsync(d => d.Count, ct);
        }

        return null;
    }

    private async Task<long> Came(string source, CancellationToken ct) => source.Contains(':', StringComparison.Ordinal)
        ? await db.RollUpDays.Where(d => d.Measure == Measure.Contacts && d.Source == source).SumAsync(d => d.Count, ct)
        : await db.RollUpDays.Where(d => d.Measure == Measure.Contacts && (d.Source == source || d.Source.StartsWith(source + ":"))).SumAsync(d => d.Count, ct);

    /// <summary>The order changes nobody.</summary>
    private static PersonFilter Plain(PersonFilter filter, string? source)
    {
        var plain = PersonFilter.Read(filter.Query);
        (plain.Sort, plain.Source) = (null, source);
        return plain;
    }
}
