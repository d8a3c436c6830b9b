namespace Preau.Law;

/// <summary>The packs of this installation: those that travel with Préau, and the files in «packs» of the data folder, which add to them or stand in their place. Read when the program starts.</summary>
public static class OperatorPacks
{
    /// <param name="data">The data folder.</param>
    public static PackLibrary Read(string data)
    {
        var (library, folder) = (PackLibrary.Embedded(), Path.Combine(data, "packs"));
        if (!Directory.Exists(folder)) return library;
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)) library = library.With(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
        return library;
    }
}
