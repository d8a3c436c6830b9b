using MimeKit;
using MimeKit.IO;

namespace Preau.Mail;

/// <summary>A mail to one person. It tells when its content begins to leave, and whether all of it did.</summary>
public sealed class Letter : MimeMessage
{
    public Letter(ReadOnlyMemory<byte> body) => Body = new LetterParts(this, body);

    /// <summary>Called once, before the first byte of content: what is written down then is there if the program ends in between.</summary>
    public Action? OnLeaving { get; set; }

    /// <summary>Its content began to leave.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>All of its content was given to the connection; the relay may have taken it, whatever is heard after.</summary>
    public bool IsWhole { get; private set; }

    private void Leave()
    {
        if (OnLeaving is null || HasLeft) return;
        OnLeaving();
        HasLeft = true;
    }

    /// <summary>Both parts as they were made, written as they are.</summary>
    private sealed class LetterParts(Letter letter, ReadOnlyMemory<byte> parts) : MimeEntity(Kind())
    {
        private static ContentType Kind()
        {
            var kind = new ContentType("multipart", "alternative");
            kind.Parameters.Add("boundary", LetterBody.Boundary);
            return kind;
        }

        public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78)
        {
            // Quoted-printable passes everywhere.
        }

        public override void WriteTo(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
        {
            if (stream is not MeasuringStream) letter.Leave();
            base.WriteTo(options, stream, contentOnly, cancellationToken);
            stream.Write(parts.Span);
            letter.IsWhole = letter.HasLeft;
        }

        public override async Task WriteToAsync(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
        {
            if (stream is not MeasuringStream) letter.Leave();
            await base.WriteToAsync(options, stream, contentOnly, cancellationToken);
            await stream.WriteAsync(parts, cancellationToken);
            letter.IsWhole = letter.HasLeft;
        }
    }
}
