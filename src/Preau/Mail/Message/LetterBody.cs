using System.Buffers;
using System.Text;

namespace Preau.Mail;

/// <summary>The two parts of a blast's mails as bytes: all that is the same in each is encoded once.</summary>
public sealed class LetterBody
{
    // «=_» never stands in quoted-printable text, so no text can end a part.
    public const string Boundary = "=_preau_part";
    private static readonly byte[] PlainHead = Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
    private static readonly byte[] HtmlHead = Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
    private static readonly byte[] End = Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n");
    private readonly MailTemplate template;
    private readonly (byte[] Bytes, Hole? Then)[] pieces;

    public LetterBody(MailTemplate template)
    {
        this.template = template;
        pieces = [.. template.Frame.Select(p => (Encoded(p.Text), p.Then))];
    }

    public void Write(MailWords words, IBufferWriter<byte> to)
    {
        to.Write(PlainHead);
        QuotedPrintable.Write(template.Plain(words), to);
        to.Write(HtmlHead);
        foreach (var (bytes, then) in pieces)
        {
            to.Write(bytes);
            if (then is { } hole) QuotedPrintable.Write(words.In(hole), to);
        }

        to.Write(End);
    }

    private static byte[] Encoded(string text)
    {
        var bytes = new ArrayBufferWriter<byte>();
        QuotedPrintable.Write(text, bytes);
        return bytes.WrittenSpan.ToArray();
    }
}
