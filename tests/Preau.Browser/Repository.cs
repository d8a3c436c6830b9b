namespace Preau.Browser;

public static class Repository
{
    /// <summary>The folder that holds Preau.slnx, found upwards from the built tests.</summary>
    public static readonly string Root = Find(AppContext.BaseDirectory);

    public static string Artifacts(params string[] path) => Directory.CreateDirectory(Path.Combine([Root, ".artifacts", .. path])).FullName;

    private static string Find(string? folder) =>
        folder is null ? throw new DirectoryNotFoundException("The tests do not run inside the repository.")
        : File.Exists(Path.Combine(folder, "Preau.slnx")) ? folder
        : Find(Path.GetDirectoryName(folder));
}
