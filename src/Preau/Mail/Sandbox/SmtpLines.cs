using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Preau.Mail.Sandbox;

/// <summary>Nobody spoke for too long, or the other side is gone.</summary>
public sealed class LineDead(string why) : Exception(why);

/// <summary>
/// One side of an SMTP conversation: lines and blocks in, replies out. Replies leave when there is nothing left to read, so that a client that sends
/// many commands at once gets its answers at once too.
/// </summary>
public sealed class SmtpLines(PipeReader input, PipeWriter output, TimeSpan patience, TimeProvider clock, CancellationToken gone)
{
    private static readonly byte[] Crlf = "\r\n"u8.ToArray();

    public void Say(string reply)
    {
        Encoding.ASCII.GetBytes(reply, output);
        output.Write(Crlf);
    }

    /// <summary>As they are, without an end.</summary>
    public void Give(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    public async Task Flush() => await output.FlushAsync(gone);

    /// <summary>Null: longer than allowed, and read over.</summary>
    public async Task<string?> Read(int most)
    {
        var isLong = false;
        while (true)
        {
            var read = await More();
            if (Cut(read.Buffer, out var line, out var after))
            {
                var text = isLong || line.Length > most ? null : Encoding.UTF8.GetString(line);
                input.AdvanceTo(after);
                return text;
            }
            isLong |= read.Buffer.Length > most;
            Wait(read, isLong);
        }
    }

    /// <summary>Hands over the lines of a mail up to the lonely dot, dots unstuffed, each with its end.</summary>
    /// <param name="take">Told each line, and whether it is the first piece and the last of its line: a very long one comes in pieces.</param>
    public async Task ReadMail(Action<ReadOnlySequence<byte>, bool, bool> take)
    {
        var begins = true;
        while (true)
        {
            var read = await More();
            var rest = read.Buffer;
            while (Cut(rest, out var line, out var after))
            {
                var isStuffed = begins && BeginsWithDot(line);
                if (isStuffed && line.Length == 1)
                {
                    input.AdvanceTo(after);
                    return;
                }
                take(isStuffed ? line.Slice(1) : line, begins, true);
                rest = rest.Slice(after);
                begins = true;
            }
            // A line without an end that is longer than any may be is taken piece by piece, so that it never fills the memory. Its last byte may be a CR.
            if (rest.Length > 4096)
            {
                var piece = rest.Slice(0, rest.Length - 1);
                take(begins && BeginsWithDot(piece) ? piece.Slice(1) : piece, begins, false);
                rest = rest.Slice(piece.End);
                begins = false;
            }
            if (read.IsCompleted) throw new LineDead("in the middle of a mail");
            input.AdvanceTo(rest.Start, rest.End);
        }
    }

    /// <summary>A block of so many bytes, as BDAT sends them.</summary>
    public async Task ReadBlock(long length, Action<ReadOnlySequence<byte>> take)
    {
        while (length > 0)
        {
            var read = await More();
            var piece = read.Buffer.Slice(0, Math.Min(length, read.Buffer.Length));
            take(piece);
            length -= piece.Length;
            if (read.IsCompleted && length > 0) throw new LineDead("in the middle of a block");
            input.AdvanceTo(piece.End);
        }
    }

    /// <summary>Says nothing until the client gives up.</summary>
    public async Task Stall()
    {
        await Flush();
        await Task.Delay(patience, clock, gone);
        throw new LineDead("stalled on purpose");
    }

    private void Wait(ReadResult read, bool discard)
    {
        if (read.IsCompleted) throw new LineDead("the client left");
        if (discard) input.AdvanceTo(read.Buffer.GetPosition(read.Buffer.Length - 1), read.Buffer.End);
        else input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
    }

    private async Task<ReadResult> More()
    {
        if (input.TryRead(out var ready)) return ready;
        await Flush();
        using var timer = clock.CreateTimer(_ => input.CancelPendingRead(), null, patience, Timeout.InfiniteTimeSpan);
        var read = await input.ReadAsync(gone);
        return read.IsCanceled ? throw new LineDead("nobody spoke for too long") : read;
    }

    private static bool BeginsWithDot(ReadOnlySequence<byte> line) => new SequenceReader<byte>(line).TryPeek(out var first) && first == '.';

    private static bool Cut(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line, out SequencePosition after)
    {
        var reader = new SequenceReader<byte>(buffer);
        var isWhole = reader.TryReadTo(out line, "\r\n"u8, advancePastDelimiter: true);
        after = reader.Position;
        return isWhole;
    }
}
