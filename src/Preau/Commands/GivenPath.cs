namespace Preau.Commands;

/// <summary>Paths that an operator typed, looked at before the work, so that what is wrong is said in our own words.</summary>
public static class GivenPath
{
    public static string Source(FileInfo file)
    {
        if (Directory.Exists(file.FullName)) throw new CommandRefused($"{file.FullName} is a folder: name a file in it.");
        return file.Exists ? file.FullName : throw new CommandRefused($"There is no file {file.FullName}.");
    }

    public static string Target(FileInfo file)
    {
        if (Directory.Exists(file.FullName)) throw new CommandRefused($"{file.FullName} is a folder: name a file in it.");
        return Directory.Exists(file.DirectoryName) ? file.FullName : throw new CommandRefused($"There is no folder {file.DirectoryName}: make it first.");
    }
}
