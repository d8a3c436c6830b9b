namespace Preau.Mail.Blocks;

/// <summary>How the text of a mail is written and kept.</summary>
public enum MailFormat
{
    /// <summary>HTML, which somebody wrote or brought along, with everything taken out that no mail may hold.</summary>
    Html,

    /// <summary>A tree of blocks as JSON.</summary>
    Blocks,

    /// <summary>CommonMark, without HTML in it.</summary>
    Markdown,
}
