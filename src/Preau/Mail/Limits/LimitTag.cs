using System.Globalization;
using Preau.Liquid;

namespace Preau.Mail.Limits;

/// <summary>The beginning or end of a part of a text that is for the people of one segment, or for all but them: «{% only 12 %}…{% endonly %}», «{% allbut 12 %}…{% endallbut %}».</summary>
/// <param name="SegmentId">Nought where it names none, and at its end.</param>
/// <param name="IsAllBut">For all who are not in it.</param>
/// <param name="IsEnd">The part ends here.</param>
/// <param name="Written">With its braces.</param>
public sealed record LimitTag(long SegmentId, bool IsAllBut, bool IsEnd, string Written)
{
    public static string Open(long segmentId, bool isAllBut) => string.Create(CultureInfo.InvariantCulture, $"{{% {Word(isAllBut)} {segmentId} %}}");

    public static string Close(bool isAllBut) => $"{{% end{Word(isAllBut)} %}}";

    /// <summary>Where each part of a source of Liquid begins and ends.</summary>
    public static IEnumerable<LimitTag> In(string source) => LiquidTags.AreIn(source) ? LiquidTags.Of(source).Select(Of).OfType<LimitTag>() : [];

    /// <summary>What a line says that says nothing else; null for any other.</summary>
    public static LimitTag? OfLine(string line) =>
        line.TrimStart().StartsWith("{%", StringComparison.Ordinal) && LiquidTags.Of(line).Take(2).ToList() is [var only] && only.Written == line.Trim() ? Of(only) : null;

    /// <summary>As it stands in a mail: without the empty lines before it.</summary>
    public string Tight => "{%-" + Written[2..].TrimStart('-');

    private static LimitTag? Of(LiquidTag tag)
    {
        if (tag.IsOutput) return null;
        return tag.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
        {
            [ReaderGroups.Only, .. var rest] => new(Number(rest), false, false, tag.Written),
            [ReaderGroups.AllBut, .. var rest] => new(Number(rest), true, false, tag.Written),
            ["end" + ReaderGroups.Only] => new(0, false, true, tag.Written),
            ["end" + ReaderGroups.AllBut] => new(0, true, true, tag.Written),
            _ => null,
        };
    }

    private static long Number(string[] rest) => rest is [var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static string Word(bool isAllBut) => isAllBut ? ReaderGroups.AllBut : ReaderGroups.Only;
}
