using System.Globalization;

namespace Preau.Contacts;

/// <summary>Where a page of a list ended, as the address of the next one says it.</summary>
internal static class Cursor
{
    public static string At(DateTimeOffset at, long id) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}~{id}");

    public static string On(DateOnly day, long id) => string.Create(CultureInfo.InvariantCulture, $"{day.DayNumber}~{id}");

    public static (DateTimeOffset At, long Id)? Instant(string? after) =>
        Read(after) is var (ticks, id) && ticks <= DateTime.MaxValue.Ticks ? (new DateTimeOffset(ticks, TimeSpan.Zero), id) : null;

    public static (DateOnly Day, long Id)? Day(string? after) =>
        Read(after) is var (day, id) && day <= DateOnly.MaxValue.DayNumber ? (DateOnly.FromDayNumber((int)day), id) : null;

    private static (long First, long Id)? Read(string? after) =>
        after?.Split('~') is [var first, var id]
        && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? (number, row)
            : null;
}
