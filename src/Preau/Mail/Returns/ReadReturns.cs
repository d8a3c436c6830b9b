using Preau.Jobs;

namespace Preau.Mail.Returns;

/// <summary>Every minute: what came back since. Less often where the mailbox cannot be read.</summary>
public sealed record ReadReturns : IJob;

public sealed class ReadReturnsHandler(ReadMailbox read) : IHandle<ReadReturns>
{
    public Task Run(ReadReturns job, CancellationToken ct) => read.RunInTurn(ct);
}
