using Preau.Jobs;

namespace Preau.Texting;

/// <summary>What a network said of a text of a blast before it was written down that it left. Without the number, which is no job's to keep: what is in hand goes to one.</summary>
public sealed record HearReport(long BlastId, long PersonId, SmsReport Report) : IJob;

/// <summary>Listens again, until whoever has the text in hand has written down how that ended, or counts as gone.</summary>
public sealed class HearReportHandler(ReportOfBlast ofBlast) : IHandle<HearReport>
{
    public async Task Run(HearReport job, CancellationToken ct)
    {
        if (!await ofBlast.Run(job.BlastId, job.PersonId, null, job.Report, ct)) throw new TryLater("The text is in hand still.");
    }
}
