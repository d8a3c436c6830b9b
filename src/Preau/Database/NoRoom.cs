using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Preau;

/// <summary>What stores and disks say when they are full.</summary>
public static class NoRoom
{
    private const int SqliteFull = 13;

    // ENOSPC and EDQUOT on Linux, and Windows' ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] Codes = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public static bool In(Exception problem) => (problem is DbUpdateException { InnerException: { } inner } ? inner : problem) switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteFull,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.DiskFull,
        IOException file => Codes.Contains(file.HResult),
        _ => false,
    };
}
