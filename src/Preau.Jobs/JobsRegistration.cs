using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Preau.Jobs;

/// <summary>How a program takes part: <c>AddJobs</c> once, <c>AddJob</c> for each kind, <c>AddRecurring</c> for what comes back.</summary>
public static class JobsRegistration
{
    /// <summary>Store and runner. Register <see cref="OpenJobConnection"/> and <see cref="OpenJobScope"/>, and <see cref="ListJobOwners"/> where recurring jobs are per owner.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, Func<IServiceProvider, JobDialect> dialect, Action<JobOptions>? with = null)
    {
        var options = new JobOptions();
        with?.Invoke(options);
        services.AddSingleton(options).AddSingleton<JobKinds>().AddSingleton<JobBell>().AddSingleton<JobRunner>();
        services.AddSingleton(p => new JobStore(p.GetRequiredService<OpenJobConnection>(), dialect(p), p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ListJobOwners>(_ => _ => ValueTask.FromResult<IReadOnlyList<long?>>([null]));
        return services.AddHostedService(p => p.GetRequiredService<JobRunner>());
    }

    public static IServiceCollection AddJob<TJob, THandler>(this IServiceCollection services) where TJob : IJob where THandler : class, IHandle<TJob> =>
        services.AddSingleton(JobKind.Of<TJob>()).AddScoped<IHandle<TJob>, THandler>();

    public static IServiceCollection AddRecurring(this IServiceCollection services, string name, IJob job, TimeSpan every, bool perOwner = false) =>
        services.AddSingleton(new Recurring(name, job, every, perOwner));
}
