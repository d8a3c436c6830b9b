using Microsoft.EntityFrameworkCore;
using Preau.Mail.Writing;
using Preau.Shared;

namespace Preau.Mail.Blocks;

/// <summary>The field in which the text of a mail is written: as blocks, HTML or Markdown, and what can be put in.</summary>
/// <param name="Format">How it is written.</param>
/// <param name="Body">What stands there.</param>
/// <param name="Language">Of the text.</param>
/// <param name="Inserts">Words that are filled in for each person, as Liquid.</param>
/// <param name="Blocks">Kinds of blocks, as the editor's JSON.</param>
/// <param name="Saved">Blocks that the campaign keeps, as the editor's JSON.</param>
/// <param name="Segments">By which a block may be limited.</param>
public sealed record MailText(MailFormat Format, string? Body, string Language, IReadOnlyList<(string Label, string Liquid)> Inserts, IReadOnlyList<(string Label, string Json)> Blocks, IReadOnlyList<(string Label, string Json)> Saved, IReadOnlyList<(long Id, string Name)> Segments);

/// <summary>Makes the field for a mail, or for one of its versions.</summary>
public sealed class MailTexts(Database db, MailSegments segments, GiftNames gifts, Words words)
{
    /// <param name="format">How it is written.</param>
    /// <param name="body">What stands there.</param>
    /// <param name="language">Of the text.</param>
    /// <param name="isAnswer">It says of people what they typed and nothing else: nothing else is offered.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<MailText> Of(MailFormat format, string? body, string language, bool isAnswer, CancellationToken ct)
    {
        var isBlocks = format == MailFormat.Blocks;
        var saved = isBlocks ? await db.SavedBlocks.AsNoTracking().OrderBy(b => b.NameKey).ThenBy(b => b.Id).Take(KeepBlock.Most).Select(b => new { b.Name, b.Body }).ToListAsync(ct) : [];
        return new MailText(format, body, language, Inserts(language, isAnswer), isBlocks ? Kinds(language) : [], [.. saved.Select(b => (b.Name, b.Body))], await segments.Named(ct));
    }

    private (string, string)[] Inserts(string language, bool isAnswer)
    {
        var there = words.In(language);
        var friend = there["friend"];
        var first = $"{{{{ person.first_name | default: \"{friend}\" }}}}";
        return
        [
            (words["A greeting by first name"], there["Dear {0},", first]), (words["First name, or “{0}”", friend], first),
            (words["Last name"], "{{ person.last_name }}"), .. isAnswer ? [] : Town(there),
            (words["A greeting that fits a woman, a man, or whoever it is"], "{{ person.greeting }}"), (words["The same, formal"], "{{ person.formal_greeting }}"),
            .. isAnswer ? [] : Member(there), .. !isAnswer && gifts.MayBeUsed ? Gifts(there) : [],
        ];
    }

    private (string, string)[] Town(Words there) => [(words["Town, or “{0}”", there["your town"]], $"{{{{ person.city | default: \"{there["your town"]}\" }}}}")];

    private (string, string)[] Member(Words there) =>
        [(words["For members: until when"], $"{{% if person.member_until != blank %}}{there["You are a member until {0}.", "{{ person.member_until }}"]}{{% endif %}}")];

    private (string, string)[] Gifts(Words there) =>
    [
        (words["For those who gave: the last gift"], $"{{% if person.last_gift != blank %}}{there["You gave {0} on {1}.", "{{ person.last_gift }}", "{{ person.last_gift_on }}"]}{{% endif %}}"),
        (words["For those who gave: this year’s gifts"], $"{{% if person.given_this_year != blank %}}{there["This year you gave {0} in all.", "{{ person.given_this_year }}"]}{{% endif %}}"),
    ];

    private (string, string)[] Kinds(string language)
    {
        Block[] empty = [new Block.Paragraph([], BlockAlign.Left)];
        return
        [
            (words["Button"], Json(new Block.Button(words.In(language)["Take part"], "", BlockAlign.Center))),
            (words["Two columns"], Json(new Block.Columns([empty, empty]))),
            (words["Three columns"], Json(new Block.Columns([empty, empty, empty]))),
            (words["Line across"], Json(new Block.Rule())),
            (words["Empty space"], Json(new Block.Spacer(24))),
        ];

        static string Json(Block block) => BlockTree.Text(BlockTree.Node(block));
    }
}
