using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Mail.Confirming;

/// <summary>A yes that waits for its owner: in the file for the person, gone when they are erased.</summary>
public sealed class ConfirmingPart(Database db) : IPersonPart
{
    public string Name => "pending";

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(PendingYes)];

    public async Task<object?> Export(long personId, CancellationToken ct) =>
        await db.PendingYeses.AsNoTracking().Where(y => y.PersonId == personId).Select(y => new { y.Address, y.Language, y.Source, y.Questions, y.AskedAt, y.SentAt }).SingleOrDefaultAsync(ct);

    public Task Erase(long personId, CancellationToken ct) => db.PendingYeses.Where(y => y.PersonId == personId).ExecuteDeleteAsync(ct);
}
