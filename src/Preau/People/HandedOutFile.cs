namespace Preau.People;

/// <summary>A file that is kept of somebody and goes into what is handed out to them.</summary>
/// <param name="Name">Below <see cref="Folder"/>; of its own among the files of the part.</param>
/// <param name="Path">Where its bytes lie.</param>
public sealed record HandedOutFile(string Name, string Path)
{
    public const string Folder = "files/";
}
