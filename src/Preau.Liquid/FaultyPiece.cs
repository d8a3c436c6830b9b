using System.Globalization;
using System.Text.RegularExpressions;

namespace Preau.Liquid;

/// <summary>Finds the tag that the parser stumbled over, and says what is wrong with it. The parser itself names a place, in English, where it stopped reading.</summary>
internal static partial class FaultyPiece
{
    private const int Longest = 80;

    public static LiquidProblem Problem(string file, string source, string error)
    {
        var (line, column) = Place().Match(error) is { Success: true } place ? (Number(place, "line"), Number(place, "column")) : (0, 0);
        if (BlockEnd().Match(error) is { Success: true } end) return new(file, line, column, "“{1}” is not ended: “{0}” is missing below it.", end.Value, Opened(source, end.Groups["block"].Value));
        var (piece, isClosed) = At(source, Offset(source, line, column));
        if (piece.Length == 0) return new(file, line, column, "this cannot be read as Liquid.", error);
        if (UnknownTag().Match(error) is { Success: true } tag) return new(file, line, column, "there is no tag “{0}”, as in “{1}”.", tag.Groups["name"].Value, piece);
        var close = piece[1] == '{' ? "}}" : "%}";
        return new(file, line, column, isClosed ? "“{1}” cannot be read: look at its spelling, its quotation marks and its bars." : "“{1}” is not closed: “{0}” is missing.", close, piece);
    }

    /// <summary>The last tag that opens this block and finds no end.</summary>
    private static string Opened(string source, string block)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tags().Matches(source))
        {
            if (tag.Groups["name"].Value == block) open.Push(tag.Value);
            else if (tag.Groups["name"].Value == "end" + block) open.TryPop(out _);
        }

        return open.TryPop(out var last) ? Short(last) : $"{{% {block} … %}}";
    }

    private static (string Piece, bool IsClosed) At(string source, int offset)
    {
        var before = source[..Math.Min(offset + 1, source.Length)];
        var start = Math.Max(before.LastIndexOf("{{", StringComparison.Ordinal), before.LastIndexOf("{%", StringComparison.Ordinal));
        if (start < 0) return ("", false);
        var end = source.IndexOf(source[start + 1] == '{' ? "}}" : "%}", start + 2, StringComparison.Ordinal);
        var other = source.IndexOfAny(['<', '\n', '{'], start + 2);
        if (other < 0) other = source.Length;
        if (end >= 0 && end < other) return (Short(source[start..(end + 2)]), true);
        // What follows the mistake belongs to the text.
        var brace = source.IndexOf('}', start + 2);
        return (Short(source[start..(brace >= 0 && brace < other ? brace + 1 : other)]), false);
    }

    private static int Offset(string source, int line, int column)
    {
        var start = 0;
        for (var l = 1; l < line && source.IndexOf('\n', start) is >= 0 and var end; l++) start = end + 1;
        return line == 0 ? source.Length : Math.Clamp(start + column - 1, 0, source.Length);
    }

    private static string Short(string piece) => piece.Trim() is { Length: > Longest } longer ? longer[..Longest] + "…" : piece.Trim();

    private static int Number(Match place, string name) => int.Parse(place.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@" at \((?<line>[0-9]+):(?<column>[0-9]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    [GeneratedRegex(@"\{% end(?<block>[a-z]+) %\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex BlockEnd();

    [GeneratedRegex("Unknown tag '(?<name>[^']*)'", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex UnknownTag();

    [GeneratedRegex(@"\{%-?\s*(?<name>[a-z]+)[^%]*%\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tags();
}
