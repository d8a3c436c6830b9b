using System.Security.Cryptography;

namespace Preau.Site;

/// <summary>The public addresses of the bundled style and script, with a mark of their content, so that browsers keep them until they change.</summary>
public sealed class SiteAssets(IWebHostEnvironment environment)
{
    public string Stylesheet { get; } = Address(environment, "dist/site.css");

    public string Script { get; } = Address(environment, "dist/site.js");

    private static string Address(IWebHostEnvironment environment, string path)
    {
        var file = environment.WebRootFileProvider.GetFileInfo(path);
        if (!file.Exists) return "/" + path;
        using var content = file.CreateReadStream();
        return $"/{path}?v={Convert.ToHexStringLower(SHA256.HashData(content))[..12]}";
    }
}
