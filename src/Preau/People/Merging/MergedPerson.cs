using Microsoft.EntityFrameworkCore;
using Preau.People.Merging;

namespace Preau.People.Merging
{
    /// <summary>A number that somebody had before they were merged into another record: links, mails and files that bear it lead on.</summary>
    public sealed class MergedPerson : INumbered, IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }

        /// <summary>The number that is gone.</summary>
        public long Id { get; set; }

        /// <summary>Who is meant now.</summary>
        public long PersonId { get; init; }

        /// <summary>By what one of the two came: that which the record does not say, since the other one is older. Null for merges of before this was kept.</summary>
        public string? Source { get; init; }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<MergedPerson> MergedPeople => Set<MergedPerson>();

        /// <summary>Whom a number means that was written down earlier: the person who is kept, where two were merged since.</summary>
        public async Task<long> WhoIs(long personId, CancellationToken ct) => await MergedPeople.Where(m => m.Id == personId).Select(m => (long?)m.PersonId).SingleOrDefaultAsync(ct) ?? personId;
    }
}
