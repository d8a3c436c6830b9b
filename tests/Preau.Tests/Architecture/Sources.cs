namespace Preau.Tests.Architecture;

/// <summary>The repository as its readers see it.</summary>
public static class Sources
{
    public static readonly string Root = Find(AppContext.BaseDirectory);

    public static readonly string Product = Path.Combine(Root, "src", "Preau");

    /// <summary>Folders of the product that are features or foundations, not sources of the front end or built files.</summary>
    public static IEnumerable<string> Features => Directory.EnumerateDirectories(Product)
        .Where(d => Path.GetFileName(d) is not ("Assets" or "wwwroot" or "Properties" or "bin" or "obj" or "node_modules"))
        .Order(StringComparer.Ordinal);

    public static IEnumerable<string> Files(string folder, params string[] endings) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
        .Where(f => !Relative(f).Split('/').Any(part => part is "bin" or "obj" or "node_modules" or ".artifacts" or "dist"))
        .Order(StringComparer.Ordinal);

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>Fails with the whole list, a line each: the assertion's own message would cut it.</summary>
    public static void None(IEnumerable<string?> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, "\n" + string.Join('\n', all));
    }

    private static string Find(string? folder) =>
        folder is null ? throw new DirectoryNotFoundException("The tests do not run inside the repository.")
        : File.Exists(Path.Combine(folder, "Preau.slnx")) ? folder
        : Find(Path.GetDirectoryName(folder));
}
