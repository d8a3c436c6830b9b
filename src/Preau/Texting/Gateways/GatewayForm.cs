using System.Text;

namespace Preau.Texting;

/// <summary>The form that a gateway sends, as it is encoded.</summary>
public static class GatewayForm
{
    private const int Longest = 64 * 1024;

    /// <returns>Empty where there is none; null where it is too long.</returns>
    public static async Task<string?> Of(HttpRequest request, CancellationToken ct)
    {
        if (!HttpMethods.IsPost(request.Method) || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true) return "";
        if (request.ContentLength > Longest) return null;
        var buffer = new byte[Longest + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length > Longest ? null : Encoding.Latin1.GetString(buffer, 0, length);
    }
}
