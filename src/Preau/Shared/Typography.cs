using System.Text.RegularExpressions;

namespace Preau.Shared;

/// <summary>French sets a space before : ; ? ! » and after «, and no line may end between them. People type a plain one.</summary>
public static partial class Typography
{
    private const string Unbroken = "\u00a0";

    /// <summary>Text or clean HTML as it is set in its language.</summary>
    public static string Of(string text, string language) => language == "fr" ? After().Replace(Before().Replace(text, Unbroken), Unbroken) : text;

    [GeneratedRegex(@"(?<=\S) (?=[:;?!»%€](?:[\s<.,)»]|$))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Before();

    [GeneratedRegex("(?<=«) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex After();
}
