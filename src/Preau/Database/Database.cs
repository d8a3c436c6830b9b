using Microsoft.EntityFrameworkCore;

namespace Preau;

/// <summary>The store as the product sees it: always inside one nation (or none), with every feature's sets added by its own folder.</summary>
public sealed partial class Database : DbContext
{
    private readonly CurrentNation nation;
    private readonly Actor actor;
    private readonly Store store;
    private readonly IdBlocks idBlocks;
    private readonly Wakeups wakeups;
    private readonly TimeProvider clock;

    public Database(DbContextOptions<Database> options, CurrentNation nation, Actor actor, Store store, IdBlocks idBlocks, Wakeups wakeups, TimeProvider clock) : base(options)
    {
        (this.nation, this.actor, this.store, this.idBlocks, this.wakeups, this.clock) = (nation, actor, store, idBlocks, wakeups, clock);
        // New rows join the nation as they are added: it is part of their key, and foreign keys need it before they are saved.
        ChangeTracker.Tracking += (_, tracking) =>
        {
            if (!tracking.FromQuery && tracking.Entry.Entity is IOwned row && row.NationId == default) row.NationId = NationId;
        };
    }

    // Filters read these through the context, so that each context asks with its own nation and account.
    public NationId NationId => nation.Id;
    public bool OnlyAssigned => actor.AssignedTo is not null;
    public long AssignedTo => actor.AssignedTo ?? 0;
    public bool HidesGifts => actor.HidesGifts;

    public Store Store => store;
    public Dialect Dialect => store.Dialect;
    public Ids Ids => new(this, idBlocks);

    /// <summary>What happened, for auditors and for the readers of the change feed. Only bulk writes need to call it.</summary>
    public Trail Trail => field ??= new Trail(this, actor, clock);

    /// <summary>For work that writes transaction after transaction: between two of them.</summary>
    public WriterTurns Turns => field ??= new WriterTurns(Dialect);

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        Prepare();
        var count = base.SaveChanges(acceptAllChangesOnSuccess);
        wakeups.Ring();
        return count;
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Prepare();
        var count = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        wakeups.Ring();
        return count;
    }

    /// <summary>Refuses rows of another nation, and writes down what is about to change.</summary>
    private void Prepare()
    {
        foreach (var entry in ChangeTracker.Entries<IOwned>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && entry.Entity.NationId != NationId)
            {
                throw new InvalidOperationException($"A {entry.Metadata.ClrType.Name} of nation {entry.Entity.NationId} cannot be saved in nation {NationId}.");
            }
        }

        Trail.Follow();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configuration.Properties<NationId>().HaveConversion<NationIdConverter>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        Conventions.AddEntities(model);
        Conventions.Apply(model, this);
    }
}
