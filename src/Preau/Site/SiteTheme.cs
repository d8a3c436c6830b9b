using System.Reflection;
using Preau.Liquid;

namespace Preau.Site;

/// <summary>The theme that comes with the product, compiled once.</summary>
public sealed class SiteTheme
{
    public static readonly IReadOnlyCollection<Type> Drops = [typeof(SiteDrop), typeof(PageDrop), typeof(LinkDrop), typeof(PetitionDrop), typeof(BlogDrop), typeof(PartDrop), typeof(SignupDrop), typeof(SiteColours)];
    private const string Folder = "Site/Theme/";

    public Theme Default { get; } = Load();

    private static Theme Load()
    {
        var assembly = typeof(SiteTheme).Assembly;
        var files = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal) && n.EndsWith(".liquid", StringComparison.Ordinal))
            .ToDictionary(n => n[Folder.Length..^".liquid".Length], n => Read(assembly, n), StringComparer.Ordinal);
        return Theme.Load(files, Drops, LiquidLimits.Page, out var problems) ?? throw new InvalidOperationException(string.Join('\n', problems));
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
