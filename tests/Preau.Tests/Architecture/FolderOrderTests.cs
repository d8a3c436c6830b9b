using System.Text.RegularExpressions;

namespace Preau.Tests.Architecture;

public sealed partial class FolderOrderTests
{
    // A folder may name types of those before it, and of its own group. Program.cs and Commands see everything.
    private static readonly string[][] Order =
    [
        ["Shared"],
        ["Database"],
        ["Jobs", "Audit", "Files", "Nations", "Feed"],
        ["Law", "Accounts"],
        ["Panel", "Settings"],
        ["Exports"],
        ["People"],
        ["Duplicates"],
        ["Segments"],
        ["Lists", "Capital", "Memberships"],
        ["Electors", "Imports", "Contacts", "Households", "Relations", "Attachments", "Geography", "Site", "Actions", "Donations", "Mail", "Dashboard", "Sandbox", "Privacy", "Events", "Texting", "Field", "Targeting", "Experiments", "Journeys"],
        ["Demo", "Api"],
        ["Commands"],
    ];

    [Fact]
    public void Every_folder_has_its_place_in_the_order() =>
        Sources.None(Sources.Features.Select(Path.GetFileName).Except(Order.SelectMany(group => group), StringComparer.Ordinal));

    [Fact]
    public void Folders_use_only_those_before_them()
    {
        var home = HomeOfEachType();
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var feature in Sources.Features)
        {
            var folder = Path.GetFileName(feature);
            foreach (var file in Sources.Files(feature, ".cs"))
            {
                foreach (Match word in Words().Matches(WithoutTextAndComments(File.ReadAllText(file))))
                {
                    if (home.TryGetValue(word.Value, out var other) && Rank(other) > Rank(folder)) wrong.Add($"{Sources.Relative(file)} uses {other}/{word.Value}");
                }
            }
        }

        Sources.None(wrong);
    }

    private static int Rank(string folder) => Array.FindIndex(Order, group => group.Contains(folder, StringComparer.Ordinal));

    /// <summary>Public types by simple name, where one folder alone declares it: a word in a file that is such a name is a use of that folder.</summary>
    private static Dictionary<string, string> HomeOfEachType()
    {
        var declared = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var feature in Sources.Features)
        {
            foreach (var file in Sources.Files(feature, ".cs"))
            {
                foreach (Match type in Declarations().Matches(WithoutTextAndComments(File.ReadAllText(file))))
                {
                    if (!declared.TryGetValue(type.Groups[1].Value, out var folders)) declared[type.Groups[1].Value] = folders = new(StringComparer.Ordinal);
                    folders.Add(Path.GetFileName(feature));
                }
            }
        }

        var ours = typeof(Program).Assembly.GetTypes().Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        // A word that is also a property somewhere («Person», «Mail») says nothing: only names of two words or more are looked for.
        return declared.Where(d => d.Value.Count == 1 && ours.Contains(d.Key) && TwoWords().IsMatch(d.Key)).ToDictionary(d => d.Key, d => d.Value.Single(), StringComparer.Ordinal);
    }

    private static string WithoutTextAndComments(string code) => TextAndComments().Replace(code, " ");

    [GeneratedRegex("//[^\n]*|\"(?:\\\\.|[^\"\\\\\n])*\"")]
    private static partial Regex TextAndComments();

    [GeneratedRegex(@"^(?:public|internal) (?:sealed |abstract |static |partial |readonly )*(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declarations();

    [GeneratedRegex(@"^[A-Z][a-z0-9]+[A-Z]\w*$")]
    private static partial Regex TwoWords();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w+")]
    private static partial Regex Words();
}
