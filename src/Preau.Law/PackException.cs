namespace Preau.Law;

/// <summary>A pack that cannot be read. The message names file, line and column, and what is wrong there.</summary>
public sealed class PackException(string file, long line, long column, string problem)
    : Exception($"{file}:{line}:{column}: {problem}")
{
    public string Problem => problem;
    public long Line => line;
}
