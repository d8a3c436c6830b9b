namespace Preau.Bench;

/// <summary>One thing that is measured. Classes that implement it and have a constructor without parameters are found by themselves.</summary>
public interface IBench
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>One line: what is measured, against which limit.</summary>
    string About { get; }

    /// <summary>Measures, and hands each result over as soon as it is known.</summary>
    Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct);
}

/// <summary>What the command line asked for.</summary>
public sealed record BenchOptions(int? People, Dialect Store, string Scratch, Action<string> Say)
{
    /// <summary>Connection string of a PostgreSQL server where databases may be made.</summary>
    public static string Postgres => Environment.GetEnvironmentVariable("PREAU_BENCH_POSTGRES") ?? Environment.GetEnvironmentVariable("PREAU_TEST_POSTGRES")
        ?? throw new BenchRefused("--store postgres needs PREAU_BENCH_POSTGRES: the connection string of a server where databases may be made.");
}

/// <summary>One result. <paramref name="Limit"/> is the peer or physical limit measured in the same run, in the same unit; null when there is none.</summary>
public sealed record Measure(string Case, double Value, string Unit, double? Limit = null)
{
    /// <summary>How much of the limit is reached; above 0.9 the generator may be what was measured.</summary>
    public double? Ratio => Limit is > 0 ? Value / Limit : null;
}

/// <summary>The bench can't run here, for a reason that whoever runs it can mend.</summary>
public sealed class BenchRefused(string message) : Exception(message);
