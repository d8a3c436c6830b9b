namespace Preau.Jobs;

/// <summary>Work that comes back: <paramref name="Job"/> is enqueued every <paramref name="Every"/>, and not again while the last one still waits.</summary>
/// <param name="Name">The row in <c>job_schedule</c>; several processes share it.</param>
/// <param name="Job">What is enqueued.</param>
/// <param name="Every">From one start to the next. Missed turns (the program was down) are not made up for.</param>
/// <param name="PerOwner">One job for every owner instead of one for the installation.</param>
public sealed record Recurring(string Name, IJob Job, TimeSpan Every, bool PerOwner = false);
