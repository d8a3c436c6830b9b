namespace Preau.Mail.Blocks;

/// <summary>Where a line, a picture or a button stands.</summary>
public enum BlockAlign
{
    Left,
    Center,
    Right,
}

/// <summary>A piece of a mail's text, as the editor keeps it and <see cref="BlockHtml"/> writes it for mail programs.</summary>
public abstract record Block
{
    public sealed record Paragraph(IReadOnlyList<BlockSpan> Spans, BlockAlign Align) : Block;

    /// <param name="Level">2 to 4: the first is the mail's subject.</param>
    /// <param name="Spans">Its words.</param>
    /// <param name="Align">Where it stands.</param>
    public sealed record Heading(int Level, IReadOnlyList<BlockSpan> Spans, BlockAlign Align) : Block;

    public sealed record Items(bool IsNumbered, IReadOnlyList<IReadOnlyList<Block>> Each) : Block;

    public sealed record Quote(IReadOnlyList<Block> Blocks) : Block;

    /// <param name="Source">Among the campaign's own files: one from elsewhere would tell its host who reads the mail.</param>
    /// <param name="Alt">What it shows, in words; empty for an ornament.</param>
    /// <param name="Href">Where it leads; empty for nowhere.</param>
    /// <param name="Align">Where it stands.</param>
    public sealed record Picture(string Source, string Alt, string Href, BlockAlign Align) : Block;

    public sealed record Button(string Text, string Href, BlockAlign Align) : Block;

    /// <param name="Each">Two or three, side by side on a desk and one below the other on a telephone.</param>
    public sealed record Columns(IReadOnlyList<IReadOnlyList<Block>> Each) : Block;

    /// <summary>Blocks that some people get, and others do not.</summary>
    /// <param name="Blocks">What they get.</param>
    /// <param name="SegmentId">Who they are; nought where that cannot be told any more.</param>
    /// <param name="IsAllBut">Everybody who is not in the segment.</param>
    public sealed record Limited(IReadOnlyList<Block> Blocks, long SegmentId, bool IsAllBut) : Block;

    public sealed record Rule : Block;

    /// <param name="Height">In pixels.</param>
    public sealed record Spacer(int Height) : Block;
}

/// <summary>Words that look the same; a line break is one of its own, «\n».</summary>
/// <param name="Text">With Liquid in it.</param>
/// <param name="Marks">How they look.</param>
/// <param name="Href">Where they lead; null for words that are no link.</param>
public sealed record BlockSpan(string Text, BlockMarks Marks = BlockMarks.None, string? Href = null);

[Flags]
public enum BlockMarks
{
    None = 0,
    Bold = 1,
    Italic = 2,
    Underline = 4,
    Strike = 8,
    Code = 16,
}
