using System.Globalization;
using Preau.Shared;

namespace Preau.Imports.Batches;

/// <summary>A membership as a row says it.</summary>
/// <param name="Key">Of the name of what somebody is a member of.</param>
public sealed record SaidMembership(string Name, string Key, DateOnly? StartedOn, DateOnly? ExpiresOn, DateOnly? SuspendedOn);

/// <summary>A membership of somebody as an import finds or leaves it; its days are what a journal notes of it.</summary>
public sealed record KnownMembership(long Id, DateOnly StartedOn, DateOnly? ExpiresOn, DateOnly? SuspendedOn)
{
    /// <summary>The day on which they left, if they did. No file says it, and none changes it.</summary>
    public DateOnly? CancelledOn { get; init; }

    /// <summary>What a row says of it goes in; days that it does not say stay.</summary>
    public KnownMembership With(SaidMembership said) => this with { StartedOn = said.StartedOn ?? StartedOn, ExpiresOn = said.ExpiresOn ?? ExpiresOn, SuspendedOn = said.SuspendedOn ?? SuspendedOn };

    public string Text() => $"{Day(StartedOn)}|{Day(ExpiresOn)}|{Day(SuspendedOn)}";

    public static KnownMembership Read(long id, string text) => text.Split('|') is [var from, var to, var suspended] ? new(id, Day(from) ?? default, Day(to), Day(suspended)) : throw new FormatException(text);

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Memberships in one row: lists with commas, in the same order, as NationBuilder writes them.</summary>
internal sealed class RowMemberships
{
    public const string Target = "memberships";
    private readonly Dictionary<string, string[]> lists = new(StringComparer.Ordinal);
    private DateOrder order;

    public static bool Is(string target) => target.StartsWith(Target, StringComparison.Ordinal);

    public void Put(string target, string text, DateOrder datesOf)
    {
        lists[target] = text.Split(',', StringSplitOptions.TrimEntries);
        if (target != Target) order = datesOf;
    }

    /// <summary>False with what cannot be read.</summary>
    public bool Read(List<SaidMembership> into, out string refusal, out string about)
    {
        (refusal, about) = ("", "");
        if (!lists.TryGetValue(Target, out var names)) return true;
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length == 0) continue;
            var key = NameKey.Of(names[i]);
            if (key.Length == 0 || names[i].Length > Memberships.MembershipType.NameLength)
            {
                (refusal, about) = ("“{0}” is not the name of a membership: it needs a letter or a figure, and 50 characters at most.", names[i]);
                return false;
            }

            if (!Day("memberships_started", i, out var started, out about) || !Day("memberships_expire", i, out var expires, out about) || !Day("memberships_suspended", i, out var suspended, out about))
            {
                refusal = "“{0}” is not a date.";
                return false;
            }

            if (expires < started)
            {
                (refusal, about) = ("“{0}” would end before it began.", names[i]);
                return false;
            }

            into.RemoveAll(m => m.Key == key);
            into.Add(new(names[i], key, started, expires, suspended));
        }

        return true;
    }

    private bool Day(string target, int i, out DateOnly? day, out string about)
    {
        (day, about) = (null, "");
        if (!lists.TryGetValue(target, out var days) || i >= days.Length || days[i].Length == 0) return true;
        // A membership may well end in the next century.
        day = FileDate.Parse(days[i].TrimStart('\''), order, DateOnly.MaxValue);
        about = days[i];
        return day is not null;
    }
}
