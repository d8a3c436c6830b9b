using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using MimeKit;

namespace Preau.Mail.Sandbox;

/// <summary>
/// Every mail that was handed over, on disk and nowhere else. A row is written once and never changed; it is there before the sender is told so,
/// whatever kills this process afterwards. A double is a row of its own.
/// </summary>
public sealed class Mailbox : IDisposable
{
    private const string Schema = """
        pragma journal_mode = wal;
        pragma synchronous = normal;
        create table if not exists mail (
            id integer primary key autoincrement, at integer not null, sender text not null, recipients text not null, message_id text, subject text not null,
            copy integer not null, size integer not null, folded text not null);
        create index if not exists mail_by_message_id on mail (message_id, copy) where message_id is not null;
        create table if not exists raw (id integer primary key, bytes blob not null);
        create table if not exists opened (at integer not null);
        """;

    private const string Columns = "select id, at, sender, recipients, message_id, subject, copy, size from mail";
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly SqliteConnection writer;
    private readonly string reading;
    private MailTotals totals;

    public Mailbox(string folder, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);
        this.clock = clock;
        var file = Path.Combine(folder, "mailbox.db");
        reading = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Cache = SqliteCacheMode.Private, Pooling = false }.ToString();
        writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Cache = SqliteCacheMode.Private, Pooling = false }.ToString());
        writer.Open();
        using var schema = Command(writer, Schema);
        schema.ExecuteNonQuery();
        Born = (long)Scalar("insert into opened (at) select @at where not exists (select 1 from opened); select at from opened", ("@at", clock.GetUtcNow().ToUnixTimeSeconds()));
        using var count = Command(writer, "select count(*), coalesce(sum(copy > 1), 0), coalesce(sum(message_id is null), 0) from mail");
        using var row = count.ExecuteReader();
        row.Read();
        totals = new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }

    public MailTotals Totals
    {
        get
        {
            lock (gate) return totals;
        }
    }

    /// <summary>Keeps a mail, double or not. When this returns it is on disk.</summary>
    public long Add(CaughtMail mail)
    {
        var (messageId, subject) = Read(mail.Raw);
        var recipients = string.Join(' ', mail.Recipients);
        lock (gate)
        {
            using var transaction = writer.BeginTransaction(deferred: false);
            var copy = messageId is null ? 1 : (long)Scalar("select coalesce(max(copy), 0) + 1 from mail where message_id = @message_id", ("@message_id", messageId));
            var id = (long)Scalar(
                """
                insert into mail (at, sender, recipients, message_id, subject, copy, size, folded)
                values (@at, @sender, @recipients, @message_id, @subject, @copy, @size, @folded) returning id
                """,
                ("@at", clock.GetUtcNow().ToUnixTimeMilliseconds()), ("@sender", mail.Sender), ("@recipients", recipients), ("@message_id", messageId), ("@subject", subject),
                ("@copy", copy), ("@size", mail.Raw.Length), ("@folded", Fold($"{recipients} {subject}")));
            using var raw = Command(writer, "insert into raw (id, bytes) values (@id, @bytes)", ("@id", id), ("@bytes", mail.Raw));
            raw.ExecuteNonQuery();
            transaction.Commit();
            totals = new(totals.Mails + 1, totals.Doubles + (copy > 1 ? 1 : 0), totals.WithoutId + (messageId is null ? 1 : 0));
            return id;
        }
    }

    /// <summary>The mails that fit, newest first; those after a given one oldest first.</summary>
    public List<MailRow> Find(MailSearch search)
    {
        using var connection = Open();
        using var command = Command(
            connection,
            $"""
            {Columns}
            where (@text is null or folded like @text escape '\') and (@recipient is null or ' ' || recipients || ' ' like @recipient escape '\')
            and (@message_id is null or message_id = @message_id) and (@doubles = 0 or copy > 1)
            and (@before is null or id < @before) and (@after is null or id > @after)
            order by id {(search.After is null ? "desc" : "asc")} limit @take
            """,
            ("@text", Contains(search.Text)), ("@recipient", search.Recipient is { } who ? $"% {Escape(who)} %" : null), ("@message_id", search.MessageId),
            ("@doubles", search.DoublesOnly ? 1 : 0), ("@before", search.Before), ("@after", search.After), ("@take", search.Take));
        return [.. Rows(command)];
    }

    /// <summary>All of them, oldest first, without holding them in memory.</summary>
    public async IAsyncEnumerable<MailRow> Everything([EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = Open();
        await using var command = Command(connection, $"{Columns} order by id");
        foreach (var row in Rows(command))
        {
            ct.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    public (MailRow Row, byte[] Raw)? Find(long id)
    {
        using var connection = Open();
        using var command = Command(connection, $"{Columns} where id = @id", ("@id", id));
        if (Rows(command).SingleOrDefault() is not { } row) return null;
        using var bytes = Command(connection, "select bytes from raw where id = @id", ("@id", id));
        return bytes.ExecuteScalar() is byte[] raw ? (row, raw) : null;
    }

    /// <summary>The mail that came first with this Message-ID.</summary>
    public long? FirstWith(string messageId)
    {
        using var connection = Open();
        using var command = Command(connection, "select id from mail where message_id = @message_id and copy = 1", ("@message_id", messageId));
        return command.ExecuteScalar() as long?;
    }

    /// <summary>When this mailbox was made: numbers of another one mean nothing in it.</summary>
    public long Born { get; }

    /// <summary>What came to an address, also with something behind its «+», oldest first: a mailbox as its owner reads it.</summary>
    public List<long> To(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at < 0) return [];
        using var connection = Open();
        using var command = Command(connection, @"select id from mail where ' ' || recipients || ' ' like @plain escape '\' or ' ' || recipients || ' ' like @tagged escape '\' order by id",
            ("@plain", $"% {Escape(address)} %"), ("@tagged", $"% {Escape(address[..at])}+%{Escape(address[at..])} %"));
        using var reader = command.ExecuteReader();
        var ids = new List<long>();
        while (reader.Read()) ids.Add(reader.GetInt64(0));
        return ids;
    }

    public void Clear()
    {
        lock (gate)
        {
            using (var delete = Command(writer, "begin immediate; delete from raw; delete from mail; commit")) delete.ExecuteNonQuery();
            using var shrink = Command(writer, "vacuum");
            shrink.ExecuteNonQuery();
            totals = new(0, 0, 0);
        }
    }

    public void Dispose() => writer.Dispose();

    private static (string? MessageId, string Subject) Read(byte[] raw)
    {
        try
        {
            using var stream = new MemoryStream(raw, writable: false);
            var headers = HeaderList.Load(stream);
            var id = headers[HeaderId.MessageId]?.Trim(' ', '<', '>');
            return (string.IsNullOrEmpty(id) ? null : id, headers[HeaderId.Subject]?.Trim() ?? "");
        }
        catch (FormatException)
        {
            // Not a mail; kept all the same, since that is what was sent.
            return (null, "");
        }
    }

    private static IEnumerable<MailRow> Rows(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return new MailRow(
                reader.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), reader.GetString(2), reader.GetString(3).Split(' '),
                reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetString(5), reader.GetInt64(6), reader.GetInt64(7));
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(reading);
        connection.Open();
        return connection;
    }

    private object Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(writer, sql, values);
        return command.ExecuteScalar() ?? throw new InvalidOperationException("The mailbox answered nothing.");
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private static string? Contains(string? text) => string.IsNullOrWhiteSpace(text) ? null : $"%{Escape(Fold(text.Trim()))}%";

    private static string Fold(string text) => text.ToLowerInvariant();

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
