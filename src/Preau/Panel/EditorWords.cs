using System.Text.Json;
using Preau.Shared;

namespace Preau.Panel;

/// <summary>What the buttons of the rich editor are called: its <c>data-words</c>.</summary>
public static class EditorWords
{
    public static string Of(Words words) => JsonSerializer.Serialize(Common(words));

    /// <summary>With those of the blocks of a mail.</summary>
    public static string OfBlocks(Words words)
    {
        var all = Common(words);
        foreach (var (key, word) in new[]
        {
            ("left", words["Left"]), ("center", words["In the middle"]), ("right", words["Right"]), ("up", words["Move the block up"]), ("down", words["Move the block down"]), ("twice", words["Duplicate the block"]),
            ("gone", words["Delete the block"]), ("keep", words["Keep the block for other mails"]), ("name", words["Name of the block"]), ("kept", words["The block is kept."]), ("notKept", words["The block could not be kept. Try again."]),
        })
        {
            all[key] = word;
        }

        return JsonSerializer.Serialize(all);
    }

    private static Dictionary<string, string> Common(Words words) => new(StringComparer.Ordinal)
    {
        ["toolbar"] = words["Formatting"], ["bold"] = words["Bold"], ["italic"] = words["Italic"], ["heading2"] = words["Heading"], ["heading3"] = words["Smaller heading"], ["list"] = words["List"],
        ["numbers"] = words["Numbered list"], ["quote"] = words["Quotation"], ["link"] = words["Link"], ["address"] = words["Address of the link"], ["noAddress"] = words["This is no address. Write https://…, the address of a page of your site beginning with a slash, or a mail address."], ["apply"] = words["Apply"], ["cancel"] = words["Cancel"],
        ["picture"] = words["Picture"], ["alt"] = words["What the picture shows"], ["file"] = words["Choose a picture"], ["failed"] = words["The picture could not be uploaded. Try again."],
    };
}
