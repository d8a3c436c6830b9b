using System.Buffers;

namespace Preau.Mail.Sandbox;

/// <summary>How much room all mails that are being taken have together.</summary>
public sealed class Room(SmtpOptions options)
{
    private long taken;

    public bool Take(long bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= options.MaxBytesAtOnce) return true;
        Interlocked.Add(ref taken, -bytes);
        return false;
    }

    public void Give(long bytes) => Interlocked.Add(ref taken, -bytes);
}

/// <summary>A mail while it is being handed over: envelope, bytes, and what is wrong with it.</summary>
public sealed class MailInHand(string sender, bool isUnicode, SmtpOptions options, Room room) : IDisposable
{
    private readonly MemoryStream bytes = new();
    private long reserved;
    private long lineLength;
    private string? problem;

    public string Sender => sender;
    public bool IsUnicode => isUnicode;
    public List<string> Recipients { get; } = [];

    /// <summary>What its recipients asked to be done wrong once the mail itself comes.</summary>
    public Mischief Mischief { get; set; }

    /// <summary>BDAT began: the mail comes in blocks.</summary>
    public bool IsInBlocks { get; set; }

    /// <summary>The reply that refuses it; null while nothing is wrong.</summary>
    public string? Problem => problem;

    public void TakeLine(ReadOnlySequence<byte> piece, bool isFirst, bool isLast)
    {
        lineLength = isFirst ? piece.Length : lineLength + piece.Length;
        if (lineLength > options.MaxLine) problem ??= $"554 5.6.0 A line is longer than {options.MaxLine} bytes";
        var reader = new SequenceReader<byte>(piece);
        if (reader.TryAdvanceToAny("\r\n"u8)) problem ??= "554 5.6.11 A line ends in CR or LF alone; every line ends in CR LF";
        TakeBlock(piece);
        if (isLast) TakeBlock(new ReadOnlySequence<byte>("\r\n"u8.ToArray()));
    }

    public void TakeBlock(ReadOnlySequence<byte> piece)
    {
        if (problem is not null) return;
        if (bytes.Length + piece.Length > options.MaxMail)
        {
            problem = $"552 5.3.4 Larger than {options.MaxMail} bytes";
            return;
        }
        if (reserved < bytes.Length + piece.Length && !Reserve(piece.Length))
        {
            problem = "452 4.3.1 Too much at once, try again later";
            return;
        }
        foreach (var part in piece) bytes.Write(part.Span);
    }

    public CaughtMail Caught() => new(sender, [.. Recipients], bytes.ToArray());

    public void Dispose()
    {
        room.Give(reserved);
        bytes.Dispose();
    }

    private bool Reserve(long length)
    {
        var more = Math.Max(length, 64 * 1024);
        if (!room.Take(more)) return false;
        reserved += more;
        return true;
    }
}
