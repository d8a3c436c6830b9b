using System.Buffers;
using System.Text;

namespace Preau.Mail;

/// <summary>
/// Text as quoted-printable (RFC 2045), with CRLF and lines of at most 76. What is written ends at the beginning of a line, so that a part that is
/// the same in every mail is encoded once and put before and behind what differs.
/// </summary>
public static class QuotedPrintable
{
    private const int LongestLine = 75;
    private static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;

    public static void Write(ReadOnlySpan<char> text, IBufferWriter<byte> to)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Write(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), to);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> to)
    {
        // Three for each byte and three for each line, and the last soft break.
        var span = to.GetSpan((text.Length * 3) + (text.Length * 3 / 70 * 3) + 16);
        var (at, column) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i];
            if (value == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            if (value is (byte)'\n' or (byte)'\r')
            {
                span[at++] = (byte)'\r';
                span[at++] = (byte)'\n';
                column = 0;
                continue;
            }

            var isPlain = value is >= 33 and <= 126 and not (byte)'=' || value is (byte)' ' or (byte)'\t' && !EndsLine(text, i + 1);
            if (column + (isPlain ? 1 : 3) > LongestLine) (at, column) = (SoftBreak(span, at), 0);
            if (isPlain)
            {
                span[at++] = value;
                column++;
                continue;
            }

            span[at++] = (byte)'=';
            span[at++] = Hex[value >> 4];
            span[at++] = Hex[value & 15];
            column += 3;
        }

        if (column > 0) at = SoftBreak(span, at);
        to.Advance(at);
    }

    // Space before a line's end is lost on the way.
    private static bool EndsLine(ReadOnlySpan<byte> text, int at) => at < text.Length && (text[at] is (byte)'\r' or (byte)'\n');

    private static int SoftBreak(Span<byte> to, int at)
    {
        to[at++] = (byte)'=';
        to[at++] = (byte)'\r';
        to[at++] = (byte)'\n';
        return at;
    }
}
