using System.Globalization;
using Preau.Liquid;

namespace Preau.Mail;

/// <summary>The frame that comes with the product, compiled once.</summary>
public sealed class MailFrame
{
    private const string File = "frame";
    private static readonly Theme Theme = Load();

    public ValueTask<string> Render(FrameDrop drop, CultureInfo culture, Translate translate, TimeProvider clock) => Theme.Render(File, [new("frame", drop)], culture, translate, clock);

    private static Theme Load()
    {
        using var stream = typeof(MailFrame).Assembly.GetManifestResourceStream("Mail/Text/frame.liquid") ?? throw new InvalidOperationException("Mail/Text/frame.liquid");
        using var reader = new StreamReader(stream);
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { [File] = reader.ReadToEnd() };
        return Theme.Load(files, [typeof(FrameDrop), typeof(FrameParagraph)], LiquidLimits.Page, out var problems) ?? throw new InvalidOperationException(string.Join('\n', problems));
    }
}
