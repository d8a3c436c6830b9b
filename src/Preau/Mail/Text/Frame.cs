using Preau.Liquid;

namespace Preau.Mail;

/// <summary>What the frame around a mail shows: <c>frame</c> in <c>frame.liquid</c>.</summary>
public sealed record FrameDrop
{
    public required string Language { get; init; }
    public required string Name { get; init; }
    public required string SiteUrl { get; init; }
    public required string PrivacyUrl { get; init; }
    public required string Deep { get; init; }
    /// <summary>Colours, as #rrggbb.</summary>
    public required string Text { get; init; }
    public required string Page { get; init; }
    public required string Card { get; init; }
    public required string Quiet { get; init; }
    /// <summary>Lists of faces, as CSS has them.</summary>
    public required Html Font { get; init; }
    public required Html SmallFont { get; init; }
    public required int Width { get; init; }
    public required string FootAlign { get; init; }
    /// <summary>Across the top, in the place of logo and name.</summary>
    public string? PictureUrl { get; init; }
    public string PictureAlt { get; init; } = "";
    public string? LogoUrl { get; init; }
    public string LogoAlt { get; init; } = "";
    /// <summary>Its text brings colours of its own, which none of ours may stand on.</summary>
    public bool IsLight { get; init; }
    /// <summary>It belongs to a list.</summary>
    public bool CanLeave { get; init; } = true;
    public required string Sender { get; init; }
    public required IReadOnlyList<FrameParagraph> Legal { get; init; }
    public Html Subject { get; } = Hole.Subject.Mark();
    public Html Preheader { get; } = Hole.Preheader.Mark();
    public Html Body { get; } = Hole.Body.Mark();
    public Html Why { get; } = Hole.Why.Mark();
    public Html UnsubscribeUrl { get; } = Hole.Leave.Mark();
    public Html Opening { get; } = Hole.Opening.Mark();
}

/// <summary>Words that the law wants in a mail like this, in the language they are quoted in.</summary>
public sealed record FrameParagraph(string Text, string Language);

/// <summary>A place of the frame that is filled for each person.</summary>
public enum Hole
{
    Subject,
    Preheader,
    Body,
    Why,
    Leave,
    Opening,
}

/// <summary>The frame of a blast, cut where it differs from person to person: everything else is made once.</summary>
public sealed record FramePiece(string Text, Hole? Then)
{
    private const char First = '\uE010';

    public static Html MarkOf(Hole hole) => new(((char)(First + (int)hole)).ToString());

    public static IReadOnlyList<FramePiece> Cut(string frame)
    {
        var (pieces, from) = (new List<FramePiece>(), 0);
        for (var at = 0; at < frame.Length; at++)
        {
            if (frame[at] is < First or > (char)(First + (int)Hole.Opening)) continue;
            pieces.Add(new FramePiece(frame[from..at], (Hole)(frame[at] - First)));
            from = at + 1;
        }

        pieces.Add(new FramePiece(frame[from..], null));
        return pieces;
    }
}

public static class HoleMarks
{
    public static Html Mark(this Hole hole) => FramePiece.MarkOf(hole);
}
