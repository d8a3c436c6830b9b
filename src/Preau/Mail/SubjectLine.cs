using System.Text.RegularExpressions;

namespace Preau.Mail;

/// <summary>A subject as people speak of the mail: where a reader's name would stand, what stands there for somebody of whom nothing is known.</summary>
public static partial class SubjectLine
{
    /// <summary>«Hello {{ person.first_name | default: "friend" }}» is «Hello friend»; without a default there are dots.</summary>
    public static string Plain(string subject) => subject.Contains('{', StringComparison.Ordinal) ? Tags().Replace(Names().Replace(subject, m => m.Groups["instead"] is { Success: true } word ? word.Value : "…"), "").Trim() : subject;

    [GeneratedRegex("""\{\{[^}]*?(default:\s*("(?<instead>[^"}]*)"|'(?<instead>[^'}]*)')[^}]*)?\}\}""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Names();

    [GeneratedRegex("""\{%[^%]*%\}""", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();
}
