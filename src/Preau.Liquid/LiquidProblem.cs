using System.Globalization;

namespace Preau.Liquid;

/// <summary>What is wrong with a template, where its writer can find it.</summary>
/// <param name="File">The file's name in the theme.</param>
/// <param name="Line">From 1; 0 where the problem is the file as a whole.</param>
/// <param name="Column">From 1; 0 where the problem is the file as a whole.</param>
/// <param name="Sentence">In English, to translate; {0} is what it is about, {1} the piece.</param>
/// <param name="About">A number or a name.</param>
/// <param name="Piece">The tag that is wrong, as it was written; empty where the problem is the file as a whole.</param>
public sealed record LiquidProblem(string File, int Line, int Column, string Sentence, string About, string Piece = "")
{
    public static LiquidProblem Of(LiquidStopped stopped) => new(stopped.File ?? "", 0, 0, stopped.Sentence, stopped.About);

    public override string ToString() => $"{(Line == 0 ? File : $"{File} ({Line}:{Column})")}: {string.Format(CultureInfo.InvariantCulture, Sentence, About, Piece)}";
}

/// <summary>A template that did not end within its limits, or that asked for a file that the theme does not have.</summary>
/// <param name="sentence">In English, to translate; {0} is what it is about.</param>
/// <param name="about">A number or a name.</param>
/// <param name="inner">What the engine said.</param>
public sealed class LiquidStopped(string sentence, string about = "", Exception? inner = null) : Exception(string.Format(CultureInfo.InvariantCulture, sentence, about), inner)
{
    public string Sentence { get; } = sentence;
    public string About { get; } = about;

    /// <summary>The template that was rendered; null outside of one.</summary>
    public string? File { get; internal set; }
}
