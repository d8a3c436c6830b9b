using System.Globalization;

namespace Preau.Shared;

/// <summary>The state of a record that an editor saw, carried by a hidden field of the form: what somebody else saved since is not overwritten unknowingly.</summary>
public static class EditMark
{
    /// <param name="changedAt">When the record was last changed.</param>
    public static string Of(DateTimeOffset changedAt) => changedAt.UtcTicks.ToString(CultureInfo.InvariantCulture);

    /// <returns>When the record that was seen had been changed; before all time where the field is missing or was tampered with.</returns>
    public static DateTimeOffset Read(string? mark) =>
        long.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay ? new DateTimeOffset(ticks, TimeSpan.Zero) : DateTimeOffset.MinValue;
}
