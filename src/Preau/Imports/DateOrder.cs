using System.Globalization;

namespace Preau.Imports;

/// <summary>Which comes first in the dates of a column.</summary>
public enum DateOrder
{
    DayFirst,
    MonthFirst,

    /// <summary>Every date of the column can be read both ways.</summary>
    Either,
}

/// <summary>Decides for each column of a file from all of its dates: 25/12 tells that the day is first, 12/25 that the month is.</summary>
public sealed class DateOrders(string[] headers)
{
    private readonly (long Dates, long DayFirst, long MonthFirst)[] seen = new (long, long, long)[headers.Length];

    public void See(string[] cells)
    {
        for (var i = 0; i < cells.Length && i < seen.Length; i++)
        {
            if (Parts(cells[i]) is not var (first, second)) continue;
            seen[i].Dates++;
            if (first > 12 && second <= 12) seen[i].DayFirst++;
            if (second > 12 && first <= 12) seen[i].MonthFirst++;
        }
    }

    /// <summary>The columns that hold dates at all. Where both orders were seen, the one seen more often; rows of the other one are refused.</summary>
    public Dictionary<string, DateOrder> Found() => headers.Select((h, i) => (Header: h, Seen: seen[i])).Where(c => c.Seen.Dates > 0).DistinctBy(c => c.Header, StringComparer.Ordinal)
        .ToDictionary(c => c.Header, c => c.Seen.DayFirst == c.Seen.MonthFirst ? DateOrder.Either : c.Seen.DayFirst > c.Seen.MonthFirst ? DateOrder.DayFirst : DateOrder.MonthFirst, StringComparer.Ordinal);

    /// <summary>The first two numbers of 3/4/1980 or 03-04-80; null for anything else.</summary>
    private static (int First, int Second)? Parts(string cell)
    {
        var text = cell.AsSpan().Trim();
        if (text.Length is < 6 or > 22 || !char.IsAsciiDigit(text[0])) return null;
        var one = text.IndexOfAny('/', '.', '-');
        if (one is < 1 or > 2) return null;
        var rest = text[(one + 1)..];
        var two = rest.IndexOf(text[one]);
        if (two is < 1 or > 2 || rest.Length < two + 3) return null;
        return int.TryParse(text[..one], NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(rest[..two], NumberStyles.None, CultureInfo.InvariantCulture, out var second) ? (first, second) : null;
    }
}

/// <summary>Reads the dates that files hold: 1980-04-03, 3/4/1980, 03.04.1980, 03-04-80, 19800403, each with or without a time.</summary>
public static class FileDate
{
    private static readonly string[] Always = ["yyyy-MM-dd", "yyyy/MM/dd", "yyyyMMdd"];
    private static readonly string[] DayFirst = [.. Always, "d/M/yyyy", "d.M.yyyy", "d-M-yyyy", "d/M/yy", "d.M.yy", "d-M-yy"];
    private static readonly string[] MonthFirst = [.. Always, "M/d/yyyy", "M.d.yyyy", "M-d-yyyy", "M/d/yy", "M.d.yy", "M-d-yy"];

    public static DateOnly? Parse(string text, DateOrder order, DateOnly today)
    {
        var time = text.AsSpan().IndexOfAny('T', ' ');
        if (time > 0) text = text[..time];
        if (!DateOnly.TryParseExact(text, order == DateOrder.MonthFirst ? MonthFirst : DayFirst, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return null;
        // Two digits of a year mean the past: nobody is born in 2049.
        if (day > today && text.Length <= 8 && !text.All(char.IsAsciiDigit)) day = day.AddYears(-100);
        return day.Year is > 1850 and < 2200 ? day : null;
    }
}
