using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Sylvan.Data.Csv;

namespace Preau.Imports.Batches;

/// <summary>The rows of a file as people, read ahead by a second thread: while one batch is written, the next is parsed, and prepared as far as that goes without the store.</summary>
internal static class RowBatches
{
    private const int Ahead = 1;

    // Rows of a book each: a batch also ends with so many characters, so that memory does not grow with what people put into cells.
    private const int MaxCharacters = 2 * 1024 * 1024;

    /// <param name="prepare">Called for each batch by the thread that reads, one after the other.</param>
    public static async IAsyncEnumerable<T> Read<T>(Import import, string path, Func<string[], RowReader> reader, long skip, int size, Func<List<ReadRow>, T> prepare, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var channel = Channel.CreateBounded<T>(Ahead);
        var reading = Task.Run(() => Fill(import, path, reader, skip, size, prepare, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in channel.Reader.ReadAllAsync(ct)) yield return batch;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private static async Task Fill<T>(Import import, string path, Func<string[], RowReader> reader, long skip, int size, Func<List<ReadRow>, T> prepare, ChannelWriter<T> to, CancellationToken ct)
    {
        try
        {
            RowReader? read = null;
            long index = 0;
            long characters = 0;
            var batch = new List<ReadRow>(size);
            await foreach (var row in CsvFile.Rows(path, import.Encoding, import.Delimiter, ct))
            {
                if (read is null)
                {
                    read = reader(CsvFile.Headers(row));
                    continue;
                }

                if (index++ < skip) continue;
                batch.Add(read.Read(row));
                characters += row.Raw.Length;
                if (batch.Count < size && characters < MaxCharacters) continue;
                await to.WriteAsync(prepare(batch), ct);
                (batch, characters) = (new List<ReadRow>(size), 0);
            }

            if (batch.Count > 0) await to.WriteAsync(prepare(batch), ct);
            to.Complete();
        }
        catch (CsvFormatException)
        {
            to.TryComplete(new ImportBroken("The file “{0}” was changed on the server after it was uploaded, and cannot be read any more.", import.FileName));
        }
        catch (IOException)
        {
            to.TryComplete(new ImportBroken("The file “{0}” is not on the server any more.", import.FileName));
        }
        catch (Exception problem)
        {
            // Whoever waits for the next batch is the one to hear of it.
            to.TryComplete(problem);
        }
    }
}
