namespace Preau.Tests;

/// <summary>Real material without people in it, which may lie in a folder «shared/data» beside the project and is no part of it. A test that needs some says so where it is not there.</summary>
internal static class RealData
{
    /// <summary>Where a file of it is, looked for from the built tests upwards; null where it is not.</summary>
    public static string? Find(params string[] path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine([folder.FullName, "shared", "data", .. path]);
            if (File.Exists(file)) return file;
        }

        return null;
    }

    /// <summary>The columns of an export of NationBuilder's; null where it is not there.</summary>
    public static string[]? NationBuilderColumns(string file) => Find("nationbuilder-csv", file) is { } found ? File.ReadAllText(found).Trim().Split(',') : null;
}
