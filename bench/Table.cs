using System.Text.Json;

namespace Preau.Bench;

/// <summary>Prints results as they come: a table for people, or one JSON object a line.</summary>
public sealed class Table(string bench, bool json)
{
    private bool begun;

    public void Add(Measure measure)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { bench, @case = measure.Case, value = Math.Round(measure.Value, 3), unit = measure.Unit, limit = Rounded(measure.Limit), ratio = Rounded(measure.Ratio) }));
            return;
        }

        if (!begun) Console.WriteLine($"{"case",-44} {"value",14} {"unit",-14} {"limit",14} {"ratio",7}");
        begun = true;
        Console.WriteLine(FormattableString.Invariant($"{measure.Case,-44} {measure.Value,14:N1} {measure.Unit,-14} {measure.Limit,14:N1} {measure.Ratio,7:N2}{(measure.Ratio > 0.9 ? "  generator-bound?" : "")}"));
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 3) : null;
}
