using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Preau.Tests.Attachments;

/// <summary>Files through the panel, as somebody picks them.</summary>
internal static class AttachmentDoor
{
    public static async Task<Page> Attach(this TestNation nation, long personId, string text, params (string Name, byte[] Content)[] files)
    {
        // As browsers send names: in UTF-8 as they stand.
        var body = new MultipartFormDataContent { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        body.Add(new StringContent(await nation.Panel.Token("/account")), "__RequestVerificationToken");
        body.Add(new StringContent(text), "Text");
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"Files\"; filename=\"{name.Replace("\"", "%22", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal)}\"");
            body.Add(part);
        }

        return await nation.Panel.Send(new HttpRequestMessage(HttpMethod.Post, $"/people/{personId}/files") { Content = body });
    }

    /// <summary>Attaches one; its number.</summary>
    public static async Task<long> Attached(this TestNation nation, long personId, string name, byte[] content)
    {
        await nation.Attach(personId, "", (name, content));
        return await nation.Db.Attachments.MaxAsync(a => a.Id, TestContext.Current.CancellationToken);
    }

    /// <summary>Files of the nation on the disk.</summary>
    public static IReadOnlyList<string> Bytes(this TestNation nation)
    {
        var folder = Path.Combine(nation.App.StoreOptions.Data, "attachments", nation.Facts.Id.ToString());
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }
}

/// <summary>A file as a form brings it.</summary>
internal sealed class SentFile(string name, Stream content) : IFormFile
{
    public string ContentType => "text/html";
    public string ContentDisposition => "";
    public IHeaderDictionary Headers => new HeaderDictionary();
    public long Length => Math.Max(1, content.Length);
    public string Name => "Files";
    public string FileName => name;

    public Stream OpenReadStream() => content;

    public void CopyTo(Stream target) => content.CopyTo(target);

    public Task CopyToAsync(Stream target, CancellationToken cancellationToken = default) => content.CopyToAsync(target, cancellationToken);
}
