using System.Text;

namespace Preau.Law.Yaml;

internal static class SnakeCase
{
    /// <summary>The word that packs use for a value: <c>DirectDebit</c> is <c>direct_debit</c>, <c>V1</c> stays <c>V1</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum
    {
        var name = value.ToString();
        if (value is Confidence)
        {
            return name;
        }
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
