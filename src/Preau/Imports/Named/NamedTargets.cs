using System.Diagnostics;
using Preau.Shared;

namespace Preau.Imports.Named;

/// <summary>Columns that name another person: by a number in NationBuilder, or by a mail address or name.</summary>
public static class NamedTargets
{
    public const string PointPerson = "point_person";

    private const string Number = "_number";

    private static readonly (NamedAs As, string Target, string Role)[] Kinds = [(NamedAs.Recruiter, "recruiter", "recruiter"), (NamedAs.PointPerson, PointPerson, "point_person"), (NamedAs.Assistant, "assistant", "assistant")];

    public static readonly string[] All = [.. Kinds.SelectMany(k => (string[])[k.Target + Number, k.Target])];

    /// <summary>What their names in files suggest.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["recruiter id"] = "recruiter_number", ["recruiter name or email"] = "recruiter", ["parent id"] = "point_person_number", ["point person id"] = "point_person_number", ["point person name or email"] = "point_person",
        ["assistant id"] = "assistant_number", ["assistant name or email"] = "assistant",
    };

    public static bool Is(string target) => Array.IndexOf(All, target) >= 0;

    /// <summary>The kind of relation that is written down.</summary>
    public static string RoleOf(NamedAs named) => Array.Find(Kinds, k => k.As == named).Role;

    /// <summary>The columns of a file that say who it is: of the number, and of the mail address or name.</summary>
    public static (string? Number, string? Said) Columns(IReadOnlyDictionary<string, string> targets, NamedAs named)
    {
        var target = Array.Find(Kinds, k => k.As == named).Target;
        return (targets.FirstOrDefault(t => t.Value == target + Number).Key, targets.FirstOrDefault(t => t.Value == target).Key);
    }

    public static string Label(string target, Words words) => target switch
    {
        "recruiter_number" => words["Who recruited them (NationBuilder number)"],
        "recruiter" => words["Who recruited them (mail address or name)"],
        "point_person_number" => words["Who looks after them (NationBuilder number)"],
        "point_person" => words["Who looks after them (mail address or name)"],
        "assistant_number" => words["Their assistant (NationBuilder number)"],
        "assistant" => words["Their assistant (mail address or name)"],
        _ => throw new UnreachableException(),
    };

    /// <summary>Puts a cell to what the row said before of the same.</summary>
    public static void Put(List<SaidNaming> said, string target, string text)
    {
        var isNumber = target.EndsWith(Number, StringComparison.Ordinal);
        var named = Array.Find(Kinds, k => k.Target == (isNumber ? target[..^Number.Length] : target)).As;
        var at = said.FindIndex(s => s.As == named);
        var known = at < 0 ? new(named, null, null) : said[at];
        known = isNumber ? known with { Number = text } : known with { Text = text };
        if (at < 0) said.Add(known);
        else said[at] = known;
    }
}
