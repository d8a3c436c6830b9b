using System.Collections.Concurrent;
using SkiaSharp;

namespace Preau.Browser.Walk;

/// <summary>Many screens on one picture, with their names, so that a person sees at a glance what does not belong.</summary>
public sealed class ContactSheet(string name, int tileWidth, int tileHeight, int columns)
{
    private const int Margin = 16;
    private const int Caption = 26;
    private readonly ConcurrentQueue<(string Title, byte[] Png)> tiles = new();

    public void Add(string title, byte[] png) => tiles.Enqueue((title, png));

    /// <summary>Writes as many pictures as are needed, each of at most twelve screens.</summary>
    public IEnumerable<string> Write(string folder)
    {
        foreach (var (number, page) in tiles.OrderBy(t => t.Title, StringComparer.Ordinal).Chunk(12).Index())
        {
            var file = Path.Combine(folder, $"{name}-{number + 1:00}.png");
            using var picture = Draw(page);
            using var data = picture.Encode(SKEncodedImageFormat.Png, 90);
            using var stream = File.Create(file);
            data.SaveTo(stream);
            yield return file;
        }
    }

    private SKImage Draw((string Title, byte[] Png)[] page)
    {
        var rows = (page.Length + columns - 1) / columns;
        using var surface = SKSurface.Create(new SKImageInfo(Margin + columns * (tileWidth + Margin), Margin + rows * (tileHeight + Caption + Margin)));
        surface.Canvas.Clear(new SKColor(0x88, 0x8c, 0x94));
        using var font = new SKFont(SKTypeface.Default, 15);
        using var ink = new SKPaint { Color = SKColors.White, IsAntialias = true };
        foreach (var (index, (title, png)) in page.Index())
        {
            var x = Margin + index % columns * (tileWidth + Margin);
            var y = Margin + index / columns * (tileHeight + Caption + Margin);
            surface.Canvas.DrawText(title, x, y + 16, SKTextAlign.Left, font, ink);
            using var shot = SKBitmap.Decode(png);
            using var image = SKImage.FromBitmap(shot);
            var scale = (float)tileWidth / shot.Width;
            var height = Math.Min(shot.Height, tileHeight / scale);
            surface.Canvas.DrawImage(image, new SKRect(0, 0, shot.Width, height), new SKRect(x, y + Caption, x + tileWidth, y + Caption + height * scale), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        return surface.Snapshot();
    }
}
