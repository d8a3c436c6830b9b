using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Jobs;

namespace Preau.Jobs
{
    public sealed class JobRowMap : IEntityTypeConfiguration<JobRow>
    {
        public void Configure(EntityTypeBuilder<JobRow> job)
        {
            job.HasKey(j => j.Id);
            job.Property(j => j.Id).ValueGeneratedOnAdd();
            job.ToTable("job");
        }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        /// <summary>Work for later, saved together with the fact that asks for it.</summary>
        public void Enqueue(IJob job, DateTimeOffset? at = null) => Add(JobRow.Of(job, NationId == NationId.None ? null : NationId.Value, clock.GetUtcNow(), at));
    }
}
