using System.CommandLine;

namespace Preau.Commands;

/// <summary>Paths that an operator typed, looked at before the work, so that what is wrong is said in our own words.</summary>
public static class GivenPath
{
    public static string Source(FileInfo file)
    {
        if (Directory.Exists(file.FullName)) throw new CommandRefused($"{file.FullName} is a folder: name a file in it.");
        return file.Exists ? file.FullName : throw new CommandRefused($"There is no file {file.FullName}.");
    }

    /// <param name="file">As it was typed.</param>
    /// <param name="mayReplace">Whether a file that is there may go.</param>
    public static string Target(FileInfo file, bool mayReplace)
    {
        if (Directory.Exists(file.FullName)) throw new CommandRefused($"{file.FullName} is a folder: name a file in it.");
        if (!Directory.Exists(file.DirectoryName)) throw new CommandRefused($"There is no folder {file.DirectoryName}: make it first.");
        return mayReplace || !file.Exists ? file.FullName : throw new CommandRefused($"{file.FullName} is there already. Name another file, or say --overwrite to replace it.");
    }

    public static Option<bool> OverwriteOption() => new("--overwrite") { Description = "put it in the place of a file that is there" };
}
