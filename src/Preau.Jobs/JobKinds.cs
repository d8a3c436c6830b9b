using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Preau.Jobs;

/// <summary>A kind of job that this program can run.</summary>
/// <param name="Name">How the table names it: the name of the record, which therefore can't be changed while jobs of it wait.</param>
/// <param name="Run">Reads the body, finds the handler in the scope, and runs it.</param>
public sealed record JobKind(string Name, Func<IServiceProvider, string, CancellationToken, Task> Run)
{
    public static JobKind Of<TJob>() where TJob : IJob =>
        new(JobKinds.NameOf(typeof(TJob)), (scope, body, ct) => scope.GetRequiredService<IHandle<TJob>>().Run(JobKinds.Read<TJob>(body), ct));
}

/// <summary>Every kind that was registered.</summary>
public sealed class JobKinds(IEnumerable<JobKind> kinds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<string, JobKind> byName = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);

    public static string NameOf(Type job) => job.Name;

    public static string Write(IJob job) => JsonSerializer.Serialize(job, job.GetType(), Json);

    public static TJob Read<TJob>(string body) where TJob : IJob =>
        JsonSerializer.Deserialize<TJob>(body, Json) ?? throw new JsonException($"The body of a {typeof(TJob).Name} is empty.");

    public JobKind? Find(string name) => byName.GetValueOrDefault(name);
}
