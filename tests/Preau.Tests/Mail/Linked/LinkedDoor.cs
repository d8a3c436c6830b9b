using System.Text;

namespace Preau.Tests.Mail.Linked;

/// <summary>Files to link through the panel, as somebody picks them, and as the editor sends them.</summary>
internal static class LinkedDoor
{
    public static readonly byte[] Pdf = "%PDF-1.4 of a test"u8.ToArray();

    public static Task<Page> Upload(this TestNation nation, string name, byte[] content, bool isEditor = false, string? language = null) => nation.Upload(name, new ByteArrayContent(content), isEditor, language);

    public static async Task<Page> Upload(this TestNation nation, string name, HttpContent content, bool isEditor = false, string? language = null)
    {
        // As browsers send names: in UTF-8 as they stand.
        var body = new MultipartFormDataContent { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        body.Add(new StringContent(await nation.Panel.Token("/account")), "__RequestVerificationToken");
        if (language is not null) body.Add(new StringContent(language), "language");
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name.Replace("\"", "%22", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal)}\"");
        body.Add(content);
        var request = new HttpRequestMessage(HttpMethod.Post, "/mail/files") { Content = body };
        if (isEditor) request.Headers.Add("Accept", "application/json");
        return await nation.Panel.Send(request);
    }

    /// <summary>Files of the nation on the disk.</summary>
    public static IReadOnlyList<string> LinkedBytes(this TestNation nation)
    {
        var folder = Path.Combine(nation.App.StoreOptions.Data, "linked", nation.Facts.Id.ToString());
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }
}
