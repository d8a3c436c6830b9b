using System.Globalization;

namespace Preau.Mail;

/// <summary>Which run of the machine this is: what a killed process gave to the operating system is kept until the machine itself stops.</summary>
public static class MachineBoot
{
    private const string Linux = "/proc/sys/kernel/random/boot_id";

    public static string Id { get; } = File.Exists(Linux) ? File.ReadAllText(Linux).Trim() : Started();

    // Elsewhere the minute in which the machine came up tells the same. A clock that was set in between only makes a journal count as cut off.
    private static string Started() => TimeProvider.System.GetUtcNow().AddMilliseconds(-Environment.TickCount64).ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
}
