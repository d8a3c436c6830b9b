namespace Preau.Liquid;

/// <summary>What is wrong with a template, where its writer can find it.</summary>
/// <param name="File">The file's name in the theme.</param>
/// <param name="Line">From 1; 0 where the problem is the file as a whole.</param>
/// <param name="Column">From 1; 0 where the problem is the file as a whole.</param>
/// <param name="Message">In English, as the parser says it.</param>
public sealed record LiquidProblem(string File, int Line, int Column, string Message)
{
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File} ({Line}:{Column}): {Message}";
}

/// <summary>A template that did not end within its limits, or that asked for a file that the theme does not have.</summary>
public sealed class LiquidStopped(string message, Exception? inner = null) : Exception(message, inner);
