using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Preau.Panel;

/// <summary>Puts what is wrong into the order in which a form declares its fields, which is that of the page; the framework has it by the alphabet.</summary>
public static class FieldOrder
{
    /// <summary>What is wrong, field by field.</summary>
    public static IReadOnlyList<(string Field, ModelErrorCollection Errors)> Problems(ModelStateDictionary state, object? page)
    {
        var problems = state.Where(s => s.Value?.Errors.Count > 0).Select(s => (s.Key, s.Value!.Errors));
        return page is null ? [.. problems] : [.. problems.OrderBy(p => PlaceOf(p.Key, page.GetType()), StringComparer.Ordinal)];
    }

    /// <summary>The places of the properties that lead to the field, from the page down; what is no property stands first, as what is wrong with the whole does.</summary>
    private static string PlaceOf(string key, Type page)
    {
        var (place, type) = ("", (Type?)page);
        foreach (var part in key.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var properties = type?.GetProperties() ?? [];
            var at = Array.FindIndex(properties, p => string.Equals(p.Name, part.Split('[')[0], StringComparison.OrdinalIgnoreCase));
            place += string.Create(CultureInfo.InvariantCulture, $"{at + 1:D4}{(at < 0 ? part : "")}/");
            type = at < 0 ? null : properties[at].PropertyType;
        }

        return place;
    }
}
