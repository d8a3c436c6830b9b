namespace Preau.Imports.Batches;

/// <summary>Eight bytes for a key, so that those of millions of rows fit into memory (FNV-1a). Nobody gains by making two of them meet.</summary>
internal static class Fingerprint
{
    private const ulong Basis = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    public static ulong Of(params ReadOnlySpan<string> parts)
    {
        var print = Basis;
        foreach (var part in parts)
        {
            foreach (var c in part) print = (print ^ c) * Prime;
            print = (print ^ '\n') * Prime;
        }

        return print;
    }
}
