using Microsoft.AspNetCore.Http.Features;

namespace Preau.Site;

/// <summary>The form that a visitor sent, whatever is in it.</summary>
public static class SentForm
{
    /// <summary>Filled by programs only: people do not see it.</summary>
    public const string Trap = "website";

    // A megabyte in one field, each of its bytes written as three, and what stands beside it.
    private const int Longest = 4 * 1024 * 1024;
    private const int LongestShown = 5000;

    /// <summary>What was sent; null where it is longer than anybody's mistake, or no form that could be read.</summary>
    public static async Task<IFormCollection?> Read(HttpContext http, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = Longest;
        if (http.Request.ContentLength > Longest) return null;
        try
        {
            return await http.Request.ReadFormAsync(ct);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return null;
        }
    }

    /// <summary>What goes back for correction. Of a field that is longer than any may be, the beginning.</summary>
    public static Dictionary<string, string> Shown(IFormCollection sent) => sent.Where(f => f.Key is not Trap and not FormStamp.Field)
        .ToDictionary(f => f.Key, f => f.Value.ToString() is { Length: > LongestShown } text ? text[..LongestShown] : f.Value.ToString(), StringComparer.Ordinal);
}
