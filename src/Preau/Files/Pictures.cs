using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using SkiaSharp;

namespace Preau.Files;

public abstract record Upload
{
    public sealed record Kept(StoredFile File) : Upload;

    /// <summary>Why it was refused, as a sentence to translate.</summary>
    public sealed record Refused(string Reason) : Upload;
}

/// <summary>
/// Takes a picture from outside: it is decoded and drawn anew, so that nothing but pixels is kept (no position, no camera, no hidden file),
/// and stored in a few widths as WebP. Mail programs that do not read that get the same as JPEG, or as PNG where one sees through it, made when it is first asked for.
/// </summary>
public sealed partial class Pictures(Database db, Store store, TimeProvider clock)
{
    public const int Full = 1920;
    private const string Jpeg = "jpg", Png = "png";

    /// <summary>What every mail program reads.</summary>
    public static readonly IReadOnlyList<string> OlderKinds = [Jpeg, Png];
    public const long MaxBytes = 15 * 1024 * 1024;
    private const long MaxPixels = 60_000_000;
    private const int Quality = 82;
    public static readonly int[] Widths = [480, 960, Full];

    /// <summary>What to answer where nothing says what it shows: no page shows such a picture.</summary>
    public const string NoAlt = "Say what the picture shows, for those who cannot see it.";

    /// <summary>Adds the row to the context; the caller saves.</summary>
    /// <param name="alt">What it shows. Null where that is asked later, but before anybody sees it.</param>
    public async Task<Upload> Keep(Stream content, string name, string? alt, CancellationToken ct)
    {
        if (alt is not null && string.IsNullOrWhiteSpace(alt)) return new Upload.Refused(NoAlt);
        using var data = await Read(content, ct);
        if (data is null) return new Upload.Refused("The picture is larger than 15 MB. Choose a smaller one.");
        using var codec = SKCodec.Create(data);
        if (codec is null) return new Upload.Refused("This file is not a picture that can be read. Use JPEG, PNG or WebP.");
        if ((long)codec.Info.Width * codec.Info.Height > MaxPixels) return new Upload.Refused("The picture has too many pixels. Make it smaller than 60 megapixels.");
        using var bitmap = SKBitmap.Decode(codec);
        if (bitmap is null) return new Upload.Refused("This file is not a picture that can be read. Use JPEG, PNG or WebP.");
        using var upright = Upright(bitmap, codec.EncodedOrigin);

        var key = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(12)).Replace('-', 'x').Replace('_', 'y').ToLowerInvariant();
        Directory.CreateDirectory(Folder);
        long bytes = 0;
        foreach (var width in Widths) bytes += await Write(upright, key, width, ct);
        var file = new StoredFile { Key = key, Name = Path.GetFileName(name), Alt = alt?.Trim() ?? "", Width = upright.Width, Height = upright.Height, Bytes = bytes, CreatedAt = clock.GetUtcNow() };
        db.Add(file);
        return new Upload.Kept(file);
    }

    public static string PathOf(string key, int width) => $"/files/{key}-{Widths.FirstOrDefault(w => w >= width, Full)}.webp";

    /// <summary>The file of an address, or null where this nation has none such.</summary>
    public string? FileOf(string key, int width) => key.All(char.IsAsciiLetterOrDigit) && Widths.Contains(width) && File.Exists(NameOf(key, width)) ? NameOf(key, width) : null;

    /// <summary>The same in a form that every mail program reads.</summary>
    /// <param name="key">Of the picture.</param>
    /// <param name="width">One of <see cref="Widths"/>.</param>
    /// <param name="kind">One of <see cref="OlderKinds"/>.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<string?> OlderFileOf(string key, int width, string kind, CancellationToken ct)
    {
        if (!OlderKinds.Contains(kind, StringComparer.Ordinal) || FileOf(key, width) is not { } file) return null;
        var older = Path.ChangeExtension(file, kind);
        if (File.Exists(older)) return older;
        using var picture = SKBitmap.Decode(file);
        // JPEG has no holes: what is seen through them in a mail is mostly white.
        using var flat = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, kind == Jpeg ? SKAlphaType.Opaque : SKAlphaType.Premul));
        using (var canvas = new SKCanvas(flat))
        {
            canvas.Clear(kind == Jpeg ? SKColors.White : SKColors.Transparent);
            canvas.DrawBitmap(picture, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        }

        using var image = SKImage.FromBitmap(flat);
        using var encoded = image.Encode(kind == Jpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, Quality);
        var temporary = $"{older}.{Guid.NewGuid():n}.tmp";
        await File.WriteAllBytesAsync(temporary, encoded.ToArray(), ct);
        File.Move(temporary, older, overwrite: true);
        return older;
    }

    /// <summary>Where a mail finds a picture of ours, and how many pixels wide it is; null for what is none.</summary>
    /// <param name="path">As pages have it: <see cref="PathOf"/>.</param>
    public MailPicture? ForMail(string path)
    {
        if (OurPath().Match(path) is not { Success: true } match || !int.TryParse(match.Groups["width"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var width) || FileOf(match.Groups["key"].Value, width) is not { } file) return null;
        using var codec = SKCodec.Create(file);
        return codec is null ? null : new(Path.ChangeExtension(path, codec.Info.AlphaType == SKAlphaType.Opaque ? Jpeg : Png), codec.Info.Width);
    }

    private string Folder => Path.Combine(store.Options.Data, "files", db.NationId.ToString());

    private string NameOf(string key, int width) => Path.Combine(Folder, $"{key}-{width}.webp");

    private async Task<long> Write(SKBitmap picture, string key, int width, CancellationToken ct)
    {
        var scale = Math.Min(1.0, width / (double)picture.Width);
        using var scaled = picture.Resize(new SKImageInfo(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale))), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var image = SKImage.FromBitmap(scaled);
        using var encoded = image.Encode(SKEncodedImageFormat.Webp, Quality);
        var temporary = NameOf(key, width) + ".tmp";
        await File.WriteAllBytesAsync(temporary, encoded.ToArray(), ct);
        File.Move(temporary, NameOf(key, width), overwrite: true);
        return encoded.Size;
    }

    private static async Task<SKData?> Read(Stream content, CancellationToken ct)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await content.ReadAsync(buffer, ct)) > 0)
        {
            if (memory.Length + read > MaxBytes) return null;
            memory.Write(buffer, 0, read);
        }

        return SKData.CreateCopy(memory.ToArray());
    }

    /// <summary>Telephones store how they were held beside the pixels; that goes with the rest of the metadata, so the pixels are turned.</summary>
    private static SKBitmap Upright(SKBitmap picture, SKEncodedOrigin origin)
    {
        var degrees = origin switch { SKEncodedOrigin.RightTop => 90, SKEncodedOrigin.BottomRight => 180, SKEncodedOrigin.LeftBottom => 270, _ => 0 };
        var turned = degrees is 90 or 270 ? new SKBitmap(picture.Height, picture.Width) : new SKBitmap(picture.Width, picture.Height);
        using var canvas = new SKCanvas(turned);
        canvas.Translate(turned.Width / 2f, turned.Height / 2f);
        canvas.RotateDegrees(degrees);
        canvas.Translate(-picture.Width / 2f, -picture.Height / 2f);
        canvas.DrawBitmap(picture, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        return turned;
    }

    [GeneratedRegex("^/files/(?<key>[a-z0-9]+)-(?<width>[0-9]{1,5})\\.webp$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OurPath();
}

/// <param name="Path">On the campaign's site.</param>
/// <param name="Width">In pixels.</param>
public sealed record MailPicture(string Path, int Width);
