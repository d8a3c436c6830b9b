namespace Preau.Exports;

/// <summary>Where files wait until they are fetched, below the data folder and apart by nation. They hold what a campaign knows of people: for the program's eyes alone.</summary>
public sealed class ExportFolder(Store store, CurrentNation nation)
{
    /// <summary>The path of a file that is not there yet, relative to the data folder.</summary>
    public string Next(SheetFormat format) => Path.Combine("exports", nation.Id.ToString(), $"{Guid.NewGuid():n}.{EnumText<SheetFormat>.Of(format)}");

    public string Full(string path) => Path.Combine(store.Options.Data, path);

    public bool Has(string path) => File.Exists(Full(path));

    public void Forget(string path)
    {
        if (Has(path)) File.Delete(Full(path));
    }

    /// <param name="isPassing">Whether it goes as soon as it is closed.</param>
    public FileStream Create(string path, bool isPassing)
    {
        if (Path.GetDirectoryName(Full(path)) is { } folder) Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous | (isPassing ? FileOptions.DeleteOnClose : FileOptions.None) };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Full(path), options);
    }
}
