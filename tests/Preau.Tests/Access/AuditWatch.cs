using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Preau.Tests.Access;

/// <summary>Stands behind every request of every test: one that changes a record and leaves no line in the audit trail fails where it was asked.</summary>
public sealed partial class AuditWatch : DbCommandInterceptor, IDbTransactionInterceptor, IStartupFilter
{
    // What the program keeps for itself: numbers handed out, queues, where readers stand, when a session was last seen.
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase) { "id_block", "job", "change", "change_reader", "session", "data_protection_key" };

    private readonly AsyncLocal<Writes?> current = new();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (HttpContext context, RequestDelegate rest) =>
        {
            var writes = current.Value = new Writes();
            await rest(context);
            string[] silent = [.. writes.Tables.Where(t => !Own.Contains(t))];
            if (silent.Length > 0 && !writes.Tables.Contains("audit_entry"))
            {
                throw new InvalidOperationException($"{context.Request.Method} {context.Request.Path} wrote {string.Join(", ", silent)} and no line in the audit trail.");
            }
        });
        next(app);
    };

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (result > 0) Note(command, eventData.Context);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Note(command, eventData.Context);
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        current.Value?.Commit(transaction);
        return Task.CompletedTask;
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => current.Value?.Commit(transaction);

    private void Note(DbCommand command, DbContext? context)
    {
        if (current.Value is not { } writes || context is null) return;
        foreach (Match match in Writing().Matches(command.CommandText))
        {
            var table = match.Groups["table"].Value;
            if (IsAudited(table, context)) writes.Add(command.Transaction, table);
        }
    }

    // As for the trail itself: rows of traffic are a record of their own, and what is computed from others can be computed again.
    private static bool IsAudited(string table, DbContext context) => table == "audit_entry" ||
        !context.Model.GetEntityTypes().Where(e => e.GetTableName() == table).Any(e => e.ClrType.IsAssignableTo(typeof(IEventRow)) || e.ClrType.IsAssignableTo(typeof(IDerived)));

    [GeneratedRegex("""\b(INSERT\s+INTO|(?<!FOR |DO )UPDATE|DELETE\s+FROM)\s+"?(?<table>[a-z_]+)"?""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Writing();

    private sealed class Writes
    {
        private readonly Dictionary<DbTransaction, HashSet<string>> open = [];

        public HashSet<string> Tables { get; } = new(StringComparer.OrdinalIgnoreCase);

        public void Add(DbTransaction? transaction, string table)
        {
            if (transaction is null) Tables.Add(table);
            else if (open.TryGetValue(transaction, out var tables)) tables.Add(table);
            else open[transaction] = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { table };
        }

        public void Commit(DbTransaction transaction)
        {
            if (open.Remove(transaction, out var tables)) Tables.UnionWith(tables);
        }
    }
}
