using System.Globalization;
using System.Text;

namespace Preau.Liquid;

/// <summary>Collects text up to a length and until a moment, then stops whoever writes.</summary>
internal sealed class BoundedWriter(LiquidLimits limits, Bounds bounds) : TextWriter
{
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        Check(1);
        text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Check(count);
        text.Append(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Check(buffer.Length);
        text.Append(buffer);
    }

    public override void Write(string? value)
    {
        if (value is null) return;
        Check(value.Length);
        text.Append(value);
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer, index, count);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    public override Task FlushAsync() => Task.CompletedTask;

    public override string ToString() => text.ToString();

    private void Check(int more)
    {
        if (text.Length + more > limits.Output) throw new LiquidStopped(Bounds.TooMuchText, limits.Output.ToString(CultureInfo.InvariantCulture));
        bounds.Time();
    }
}
