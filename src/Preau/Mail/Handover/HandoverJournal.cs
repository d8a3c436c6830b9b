namespace Preau.Mail;

/// <summary>
/// The journal of one process's work on one blast: a lock file that is held while it lives, named for the holder that stands in the rows it leased, and a log
/// for each connection. Removed when the store knows all that it says; found again by whoever starts when it was not.
/// </summary>
public sealed class HandoverJournal : IDisposable
{
    private const string LockEnding = ".lock";

    // The beginning of the name of every holder of this process.
    private static readonly string Ours = Guid.NewGuid().ToString("n")[..8];
    private readonly string folder;
    private readonly FileStream held;
    private readonly List<HandoverLog> logs = [];

    private HandoverJournal(string folder, string holder, FileStream held) => (this.folder, Holder, this.held) = (folder, holder, held);

    public string Holder { get; }

    public HandoverLog Log()
    {
        var log = new HandoverLog(Path.Combine(folder, $"{Holder}.{logs.Count}.log"));
        logs.Add(log);
        return log;
    }

    /// <summary>The store knows all: nothing of it is needed any more.</summary>
    public void Remove()
    {
        Dispose();
        Remove(folder, Holder);
    }

    /// <summary>Lets go without removing: what it says is read by the next look for journals of the dead.</summary>
    public void Dispose()
    {
        foreach (var log in logs) log.Dispose();
        held.Dispose();
    }

    /// <summary>How many other processes these holders are of.</summary>
    public static int Others(IEnumerable<string> holders) => holders.Select(h => h[..Math.Min(h.Length, Ours.Length)]).Distinct(StringComparer.Ordinal).Count(p => p != Ours);

    public static HandoverJournal Open(string data)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data, "hand-over")).FullName;
        var holder = Ours + Guid.NewGuid().ToString("n")[Ours.Length..];
        var held = new FileStream(Path.Combine(folder, holder + LockEnding), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        held.Write(System.Text.Encoding.ASCII.GetBytes(MachineBoot.Id));
        held.Flush();
        return new HandoverJournal(folder, holder, held);
    }

    /// <summary>Those on this machine whose process is gone, held so that nobody else reads them at the same time.</summary>
    public static IEnumerable<DeadJournal> Dead(string data)
    {
        var folder = Path.Combine(data, "hand-over");
        if (!Directory.Exists(folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + LockEnding).ToList())
        {
            FileStream held;
            try
            {
                held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Its holder lives, or another process is reading it or has just removed it.
                continue;
            }

            using (held)
            {
                var holder = Path.GetFileNameWithoutExtension(path);
                var notes = new Dictionary<HandoverKey, HandoverNote>();
                foreach (var log in Directory.EnumerateFiles(folder, holder + ".*.log")) HandoverLog.Read(log, notes);
                using var reader = new StreamReader(held);
                yield return new DeadJournal(holder, notes, reader.ReadToEnd() == MachineBoot.Id, () => Remove(folder, holder));
            }
        }
    }

    private static void Remove(string folder, string holder)
    {
        foreach (var log in Directory.EnumerateFiles(folder, holder + ".*.log").ToList()) File.Delete(log);
        File.Delete(Path.Combine(folder, holder + LockEnding));
    }
}

/// <param name="Holder">As it stands in the rows that it leased.</param>
/// <param name="Notes">The last that was said of each try.</param>
/// <param name="IsWhole">The machine has run since: every line is there. After a power cut lines may be missing, and silence proves nothing.</param>
/// <param name="Remove">When the store knows what it says.</param>
public sealed record DeadJournal(string Holder, IReadOnlyDictionary<HandoverKey, HandoverNote> Notes, bool IsWhole, Action Remove);
