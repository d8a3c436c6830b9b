using System.Globalization;
using Fluid;
using Fluid.Values;

namespace Preau.Liquid;

/// <summary>Keeps the values that a template makes, and the time it takes to make them, within its limits: doubling a text sixty times is few steps and much memory.</summary>
internal sealed class Bounds(LiquidLimits limits, TimeProvider clock)
{
    public const string TooMuchText = "this makes a text of more than {0} characters.";
    private const string Key = "bounds";
    private const int Elements = 100_000;
    private readonly long began = clock.GetTimestamp();

    public void Enter(TemplateContext context) => context.AmbientValues[Key] = this;

    public static Bounds Of(TemplateContext context) => (Bounds)context.AmbientValues[Key];

    /// <summary>Every filter and every name that is given a value is held to the bounds of the rendering that runs it.</summary>
    public static void Guard(TemplateOptions options)
    {
        foreach (var (name, filter) in options.Filters.ToList())
        {
            options.Filters.Remove(name);
            options.Filters.AddFilter(name, async (input, arguments, context) =>
            {
                var bounds = Of(context);
                bounds.Text(LengthAfter(name, input, arguments, context));
                try
                {
                    return bounds.Value(await filter(input, arguments, context));
                }
                catch (Exception fault) when (IsFault(fault))
                {
                    throw new LiquidStopped("“{0}” cannot be worked out with what it is given here.", name, fault);
                }
            });
        }

        options.Assigned = (_, value, context) => new(Of(context).Value(value));
        options.Captured = (_, value, context) => new(Of(context).Value(value));
    }

    /// <summary>Whether a template asked for what there is not, such as a number divided by nought: a mistake of its writer, which the engine meets only with the values of one reader.</summary>
    public static bool IsFault(Exception fault) => fault is ArithmeticException or ArgumentException or FormatException or InvalidCastException or IndexOutOfRangeException;

    public void Time()
    {
        if (clock.GetElapsedTime(began) > limits.Time) throw new LiquidStopped("this runs for longer than {0} seconds.", limits.Time.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    public void Text(long length)
    {
        if (length > limits.Output) throw new LiquidStopped(TooMuchText, limits.Output.ToString(CultureInfo.InvariantCulture));
        Time();
    }

    private FluidValue Value(FluidValue value)
    {
        if (value is StringValue text) Text(text.ToStringValue().Length);
        if (value is ArrayValue { Values.Count: > Elements }) throw new LiquidStopped("this makes a list of more than {0} entries.", Elements.ToString(CultureInfo.InvariantCulture));
        Time();
        return value;
    }

    /// <summary>How long a text a filter would make, for those that can make one from little.</summary>
    private static long LengthAfter(string filter, FluidValue input, FilterArguments arguments, TemplateContext context) => filter switch
    {
        "append" or "prepend" => (long)input.ToStringValue().Length + arguments.At(0).ToStringValue().Length,
        "replace" => input.ToStringValue().Length + (Count(input.ToStringValue(), arguments.At(0).ToStringValue()) * arguments.At(1).ToStringValue().Length),
        "join" => input.Enumerate(context).Take(Elements + 1).Sum(e => (long)e.ToStringValue().Length + arguments.At(0).ToStringValue().Length),
        _ => 0,
    };

    private static long Count(string text, string part) => part.Length == 0 ? 0 : text.AsSpan().Count(part);
}
