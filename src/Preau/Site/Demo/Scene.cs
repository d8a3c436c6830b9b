using SkiaSharp;

namespace Preau.Site.Demo;

/// <summary>Paints flat landscapes of a town that does not exist, so that the demo has pictures whose rights are nobody's but ours.</summary>
public sealed class Scene : IDisposable
{
    public const int Width = 1600;
    public const int Height = 1066;
    private static readonly string[] Walls = ["#F3E3C3", "#EBD0A6", "#F6EEDC", "#E7C3A0", "#EADFC8", "#DDB892"];
    private static readonly string[] Roofs = ["#A63D24", "#8C3A2A", "#B5563A", "#5B6470", "#6E3B31"];
    private readonly SKSurface surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Premul));
    private readonly Random random;

    public Scene(int seed) => random = new Random(seed);

    private SKCanvas Canvas => surface.Canvas;

    public Scene Sky(string top, string bottom) => Gradient(0, Height, top, bottom);

    public Scene Gradient(float from, float to, string top, string bottom)
    {
        using var shader = SKShader.CreateLinearGradient(new SKPoint(0, from), new SKPoint(0, to), [SKColor.Parse(top), SKColor.Parse(bottom)], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        Canvas.DrawRect(0, from, Width, to - from, paint);
        return this;
    }

    public Scene Sun(float x, float y, float radius, string colour)
    {
        using var glow = SKShader.CreateRadialGradient(new SKPoint(x, y), radius * 5, [SKColor.Parse(colour).WithAlpha(150), SKColor.Parse(colour).WithAlpha(0)], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = glow };
        Canvas.DrawCircle(x, y, radius * 5, paint);
        Disc(x, y, radius, colour);
        return this;
    }

    public Scene Hills(float line, float height, string colour)
    {
        var (a, b, phase) = (random.NextDouble() + 1.2, random.NextDouble() + 3.1, random.NextDouble() * 6);
        using var path = new SKPathBuilder();
        path.MoveTo(0, Height);
        for (var x = 0; x <= Width; x += 16)
        {
            var t = x / (double)Width * Math.PI * 2;
            path.LineTo(x, line - (float)(height * ((0.6 * Math.Sin((t * a) + phase)) + (0.25 * Math.Sin((t * b) + (phase * 2))) + 0.4)));
        }

        path.LineTo(Width, Height);
        path.Close();
        using var shape = path.Detach();
        using var paint = Paint(colour);
        Canvas.DrawPath(shape, paint);
        return this;
    }

    public Scene Town(float ground, float from, float to, float tall)
    {
        for (var x = from; x < to;)
        {
            var wide = 62 + random.Next(70);
            House(x, ground, wide, (float)(tall * (0.6 + (random.NextDouble() * 0.6))));
            x += wide - 4;
        }

        return this;
    }

    public Scene Belfry(float x, float ground, float tall)
    {
        Rect(x, ground - tall, 74, tall, "#E4D3B2");
        Rect(x + 52, ground - tall, 22, tall, "#CDB88F");
        Shape("#4B5560", (x - 8, ground - tall), (x + 37, ground - tall - (tall * 0.62f)), (x + 82, ground - tall));
        Disc(x + 37, ground - tall + 48, 19, "#FAF8F3");
        Arch(x + 22, ground - tall + 90, 30, 62, "#5A5348");
        return this;
    }

    /// <summary>A bridge of stone arches over what was painted before.</summary>
    public Scene Bridge(float deck, float feet, int arches, string stone, string under)
    {
        Rect(0, deck, Width, 34, stone);
        var span = Width / (float)arches;
        for (var i = 0; i < arches; i++)
        {
            using var path = new SKPathBuilder();
            path.AddRect(new SKRect(i * span, deck + 30, (i + 1) * span, feet));
            using var block = path.Detach();
            using var hole = new SKPathBuilder();
            hole.AddRoundRect(new SKRect((i * span) + 26, deck + 62, ((i + 1) * span) - 26, feet + 400), span / 2, span / 2);
            using var opening = hole.Detach();
            using var left = block.Op(opening, SKPathOp.Difference);
            using var paint = Paint(stone);
            Canvas.DrawPath(left, paint);
        }

        Rect(0, deck - 12, Width, 12, under);
        return this;
    }

    public Scene Water(float from, string top, string bottom)
    {
        Gradient(from, Height, top, bottom);
        for (var i = 0; i < 90; i++)
        {
            var y = from + 12 + (float)(Math.Pow(random.NextDouble(), 1.4) * (Height - from));
            using var paint = Paint("#FFFFFF");
            paint.Color = paint.Color.WithAlpha((byte)(18 + random.Next(40)));
            Canvas.DrawRoundRect(random.Next(Width), y, 40 + random.Next(170), 3 + ((y - from) / 90), 3, 3, paint);
        }

        return this;
    }

    public Scene Trees(float ground, int count, float size, string dark, string light, float from = 0, float to = Width)
    {
        for (var i = 0; i < count; i++)
        {
            var x = from + ((to - from) * (i + (float)random.NextDouble()) / count);
            var r = size * (float)(0.7 + (random.NextDouble() * 0.6));
            Rect(x - (r * 0.09f), ground - (r * 1.1f), r * 0.18f, r * 1.1f, "#5C4632");
            Disc(x, ground - (r * 1.5f), r * 0.8f, dark);
            Disc(x - (r * 0.4f), ground - (r * 1.2f), r * 0.55f, dark);
            Disc(x + (r * 0.25f), ground - (r * 1.72f), r * 0.45f, light);
        }

        return this;
    }

    public Scene Stalls(float ground, int count)
    {
        string[] stripes = ["#A63D24", "#1E5FA8", "#4C6A1E", "#C98A1B"];
        var wide = Width / (float)count;
        for (var i = 0; i < count; i++)
        {
            var (x, colour) = ((i * wide) + 24, stripes[i % stripes.Length]);
            Rect(x + 14, ground - 300, 10, 300, "#5C4632");
            Rect(x + wide - 72, ground - 300, 10, 300, "#5C4632");
            Rect(x + 4, ground - 120, wide - 56, 120, "#8A6742");
            for (var k = 0; k < 26; k++) Disc(x + 24 + ((wide - 96) * (float)random.NextDouble()), ground - 124 - random.Next(26), 15 + random.Next(9), (k % 4) switch { 0 => "#C94F2F", 1 => "#E0A93B", 2 => "#6E8F35", _ => "#A7373F" });
            for (var s = 0; s < 8; s++) Shape(s % 2 == 0 ? colour : "#FAF8F3", (x + 16 + (s * (wide - 80) / 8), ground - 400), (x + 16 + ((s + 1) * (wide - 80) / 8), ground - 400), (x - 12 + ((s + 1) * (wide - 24) / 8), ground - 290), (x - 12 + (s * (wide - 24) / 8), ground - 290));
        }

        return this;
    }

    /// <summary>People as they are seen from some way off: a head, a coat.</summary>
    public Scene People(float ground, int count, float size, float from = 60, float to = Width - 60)
    {
        string[] coats = ["#1F2D3A", "#7A2D1B", "#3E5C76", "#C98A1B", "#4C6A1E", "#8A5A6B", "#D9CBB0", "#2E4A45"];
        string[] skins = ["#8D5B3E", "#E3B594", "#C68A62", "#5E3A28", "#F0CDB0"];
        for (var i = 0; i < count; i++)
        {
            var tall = size * (float)(0.82 + (random.NextDouble() * 0.3));
            var x = from + ((to - from) * (i + 0.2f + (0.6f * (float)random.NextDouble())) / count);
            var y = ground + (float)((random.NextDouble() - 0.5) * size * 0.16);
            using var coat = Paint(coats[random.Next(coats.Length)]);
            Canvas.DrawRoundRect(x - (tall * 0.15f), y - (tall * 0.78f), tall * 0.3f, tall * 0.78f, tall * 0.13f, tall * 0.13f, coat);
            Disc(x, y - (tall * 0.88f), tall * 0.105f, skins[random.Next(skins.Length)]);
            Shape("#2B2320", (x - (tall * 0.11f), y - (tall * 0.89f)), (x, y - (tall * 1.02f)), (x + (tall * 0.11f), y - (tall * 0.89f)));
        }

        return this;
    }

    /// <summary>A covered school courtyard: the préau.</summary>
    public Scene Courtyard(float ground, int arches)
    {
        Shape("#5B6470", (60, ground - 560), (Width - 60, ground - 560), (Width - 10, ground - 430), (10, ground - 430));
        Rect(40, ground - 430, Width - 80, 430, "#F1E4C8");
        var span = (Width - 120) / (float)arches;
        for (var i = 0; i < arches; i++)
        {
            Arch(80 + (i * span), ground - 350, span - 44, 350, "#6C5A49");
            Arch(80 + (i * span) + 14, ground - 332, span - 72, 332, "#4A3E34");
        }

        Rect(40, ground - 430, Width - 80, 20, "#A63D24");
        return this;
    }

    public Scene Train(float ground, string colour)
    {
        Rect(0, ground, Width, 16, "#4B5560");
        using var body = Paint("#F6F3EA");
        Canvas.DrawRoundRect(180, ground - 250, Width, 236, 60, 60, body);
        Rect(180 + 40, ground - 96, Width, 40, colour);
        for (var x = 330; x < Width; x += 170)
        {
            using var window = Paint("#2F4354");
            Canvas.DrawRoundRect(x, ground - 206, 120, 78, 12, 12, window);
        }

        Shape("#2F4354", (228, ground - 206), (292, ground - 206), (292, ground - 130), (206, ground - 130));
        return this;
    }

    public Scene Block(float x, float y, float wide, float tall, string colour)
    {
        Rect(x, y, wide, tall, colour);
        return this;
    }

    public Stream Png()
    {
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return new MemoryStream(data.ToArray());
    }

    public void Dispose() => surface.Dispose();

    private void House(float x, float ground, float wide, float tall)
    {
        var wall = Walls[random.Next(Walls.Length)];
        Rect(x, ground - tall, wide, tall, wall);
        var roof = Roofs[random.Next(Roofs.Length)];
        Shape(roof, (x - 6, ground - tall), (x + (wide * 0.2f), ground - tall - (wide * 0.42f)), (x + (wide * 0.8f), ground - tall - (wide * 0.42f)), (x + wide + 6, ground - tall));
        for (var row = ground - tall + 22; row < ground - 50; row += 56)
        {
            for (var column = x + 14; column < x + wide - 22; column += 32) Rect(column, row, 14, 24, random.Next(5) == 0 ? "#F2C14E" : "#59677A");
        }

        Arch(x + (wide * 0.35f), ground - 42, wide * 0.3f, 42, "#5C4632");
    }

    private void Arch(float x, float y, float wide, float tall, string colour)
    {
        using var paint = Paint(colour);
        Canvas.Save();
        Canvas.ClipRect(new SKRect(x, y, x + wide, y + tall));
        Canvas.DrawRoundRect(x, y, wide, tall + wide, wide / 2, wide / 2, paint);
        Canvas.Restore();
    }

    private void Rect(float x, float y, float wide, float tall, string colour)
    {
        using var paint = Paint(colour);
        Canvas.DrawRect(x, y, wide, tall, paint);
    }

    private void Disc(float x, float y, float radius, string colour)
    {
        using var paint = Paint(colour);
        Canvas.DrawCircle(x, y, radius, paint);
    }

    private void Shape(string colour, params (float X, float Y)[] corners)
    {
        using var path = new SKPathBuilder();
        path.MoveTo(corners[0].X, corners[0].Y);
        foreach (var (x, y) in corners[1..]) path.LineTo(x, y);
        path.Close();
        using var shape = path.Detach();
        using var paint = Paint(colour);
        Canvas.DrawPath(shape, paint);
    }

    private static SKPaint Paint(string colour) => new() { Color = SKColor.Parse(colour), IsAntialias = true };
}
