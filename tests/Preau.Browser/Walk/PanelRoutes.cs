using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Razor.Hosting;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Preau.Browser.Walk;

/// <summary>The routes of all pages that show something, so that a screen that nobody links to is noticed. A page of two directives only takes what a form sends, or is a file.</summary>
public static class PanelRoutes
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(Program).Assembly.GetCustomAttributes<RazorCompiledItemAttribute>()
            .Where(item => item.Kind == "mvc.1.0.razor-page" && File.ReadLines(Path.Combine(Repository.Root, "src/Preau", item.Identifier.TrimStart('/'))).Count(line => line.Length > 0) > 2)
            .SelectMany(item => item.Type.GetCustomAttributes<RazorCompiledItemMetadataAttribute>())
            .Where(metadata => metadata.Key == "RouteTemplate")
            .Select(metadata => metadata.Value.TrimStart('/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The page that answers at a path: literal routes before those with parameters, as routing itself decides.</summary>
    public static string? For(string path) => All.OrderBy(route => route.Count(c => c == '{')).FirstOrDefault(route => Matches(route, path));

    private static bool Matches(string route, string path)
    {
        var values = new Microsoft.AspNetCore.Routing.RouteValueDictionary();
        return new TemplateMatcher(TemplateParser.Parse(route), []).TryMatch(path, values)
            && RoutePatternFactory.Parse(route).Parameters.All(p => p.ParameterPolicies.All(policy => policy.Content != "long" || values[p.Name] is null || long.TryParse(values[p.Name]?.ToString(), CultureInfo.InvariantCulture, out _)));
    }
}
