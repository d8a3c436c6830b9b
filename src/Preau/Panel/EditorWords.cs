using System.Text.Json;
using Preau.Shared;

namespace Preau.Panel;

/// <summary>What the buttons of the rich editor are called: its <c>data-words</c>.</summary>
public static class EditorWords
{
    public static string Of(Words words) => JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["toolbar"] = words["Formatting"], ["bold"] = words["Bold"], ["italic"] = words["Italic"], ["heading2"] = words["Heading"], ["heading3"] = words["Smaller heading"], ["list"] = words["List"],
        ["numbers"] = words["Numbered list"], ["quote"] = words["Quotation"], ["link"] = words["Link"], ["address"] = words["Address of the link"], ["noAddress"] = words["This is no address. Write https://…, the address of a page of your site beginning with a slash, or a mail address."], ["apply"] = words["Apply"], ["cancel"] = words["Cancel"],
        ["picture"] = words["Picture"], ["alt"] = words["What the picture shows"], ["file"] = words["Choose a picture"], ["failed"] = words["The picture could not be uploaded. Try again."],
    });
}
