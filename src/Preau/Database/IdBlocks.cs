using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace Preau;

/// <summary>Ids are reserved in blocks by the application, per nation and table: small, known before insert, the same on both stores.</summary>
public sealed class IdBlocks(Store store)
{
    private const int BlockSize = 20;
    private readonly ConcurrentDictionary<(NationId, string), Block> blocks = new();

    public long Next(NationId nation, string table)
    {
        var block = blocks.GetOrAdd((nation, table), _ => new Block());
        lock (block)
        {
            if (block.Next == block.End)
            {
                block.Next = Reserve(nation, table, BlockSize);
                block.End = block.Next + BlockSize;
            }

            return block.Next++;
        }
    }

    public long Reserve(NationId nation, string table, int count)
    {
        using var connection = store.Connection();
        connection.Open();
        using var command = connection.CreateCommand();
        return Reserve(command, nation, table, count);
    }

    public static long Reserve(DbCommand command, NationId nation, string table, int count)
    {
        command.CommandText = """
            insert into id_block (nation_id, table_name, next_id) values (@nation_id, @table_name, @count + 1)
            on conflict (nation_id, table_name) do update set next_id = id_block.next_id + @count
            returning next_id - @count
            """;
        command.Bind("nation_id", nation.Value);
        command.Bind("table_name", table);
        command.Bind("count", (long)count);
        return (long)command.ExecuteScalar()!;
    }

    private sealed class Block
    {
        public long Next;
        public long End;
    }
}

/// <summary>Numbers for rows that are about to be written.</summary>
public readonly struct Ids(Database db, IdBlocks blocks)
{
    public long Next(string table) => Next(db.NationId, table);

    /// <summary>The first of <paramref name="count"/> numbers that nobody else will get.</summary>
    public long Reserve(string table, int count) => InOwnTransaction ? ReserveHere(db.NationId, table, count) : blocks.Reserve(db.NationId, table, count);

    internal long Next(NationId nation, string table) => InOwnTransaction ? ReserveHere(nation, table, 1) : blocks.Next(nation, table);

    // SQLite has one writer: while we hold the write lock, another connection could not move the counter.
    private bool InOwnTransaction => db.Dialect == Dialect.Sqlite && db.Database.CurrentTransaction is not null;

    private long ReserveHere(NationId nation, string table, int count)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        return IdBlocks.Reserve(command, nation, table, count);
    }
}

public sealed class IdGenerator : ValueGenerator<long>
{
    public override bool GeneratesTemporaryValues => false;

    public override long Next(EntityEntry entry)
    {
        var db = (Database)entry.Context;
        return db.Ids.Next(entry.Entity is IOwned ? db.NationId : NationId.None, entry.Metadata.GetTableName()!);
    }
}
