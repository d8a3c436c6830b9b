using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Preau.Panel;

/// <summary>A full disk or a store that is away is not a bug: 503 and a sentence, and nothing half done, since the transaction was not committed.</summary>
public sealed class StoreRefusals(ILogger<StoreRefusals> logger) : IExceptionHandler
{
    private const int SqliteBusy = 5;
    private const int SqliteIoError = 10;

    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Cause(exception) is not { } cause) return ValueTask.FromResult(false);
        logger.LogError("The store refused a write: {Cause}", cause);
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return ValueTask.FromResult(true);
    }

    private static string? Cause(Exception exception) => NoRoom.In(exception) ? "disk full" : (exception is DbUpdateException update ? update.InnerException : exception) switch
    {
        SqliteException { SqliteErrorCode: SqliteBusy } => "busy for too long",
        SqliteException { SqliteErrorCode: SqliteIoError } => "input or output error",
        PostgresException { SqlState: PostgresErrorCodes.OutOfMemory } => "memory full",
        NpgsqlException { IsTransient: true } => "not reachable",
        _ => null,
    };
}
