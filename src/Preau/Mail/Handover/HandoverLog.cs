using System.Globalization;
using System.Text;

namespace Preau.Mail;

/// <summary>
/// One connection's part of a hand-over journal: a line before the content of a mail leaves, a line when its end is known. Lines go to the operating
/// system one by one, which keeps them when this process is killed; whether the machine may lose them is answered by <see cref="HandoverJournal"/>.
/// </summary>
public sealed class HandoverLog : IDisposable
{
    private const long EmptyAbove = 1 << 20;
    private readonly FileStream file;
    private readonly byte[] line = new byte[128];
    private long written;
    private long settled;

    public HandoverLog(string path) => file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Start(HandoverKey key) => Write('S', key, "");

    public void End(HandoverKey key, HandoverNote note)
    {
        Write('E', key, EnumText<HandoverNote>.Of(note));
        written++;
    }

    /// <summary>The store knows an end that this log holds.</summary>
    public void Settled() => Interlocked.Increment(ref settled);

    /// <summary>Between two mails: begins anew when it grew long and the store knows all that it holds.</summary>
    public void Tidy()
    {
        if (file.Position > EmptyAbove && written == Interlocked.Read(ref settled)) file.SetLength(0);
    }

    public void Dispose() => file.Dispose();

    /// <summary>The last that was said of each try; a line that was cut off by the end of its process counts as not written.</summary>
    public static void Read(string path, Dictionary<HandoverKey, HandoverNote> notes)
    {
        var text = File.ReadAllText(path, Encoding.ASCII);
        foreach (var entry in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = entry.Split(' ');
            if (Key(words) is not { } key) continue;
            if (words is ["S", ..]) notes[key] = HandoverNote.Started;
            else if (words is ["E", .., var said] && EnumText<HandoverNote>.TryParse(said, out var note)) notes[key] = note;
        }
    }

    private static HandoverKey? Key(string[] words) =>
        words.Length >= 6 && long.TryParse(words[1], CultureInfo.InvariantCulture, out var nation) && int.TryParse(words[2], CultureInfo.InvariantCulture, out var month)
        && long.TryParse(words[3], CultureInfo.InvariantCulture, out var blast) && long.TryParse(words[4], CultureInfo.InvariantCulture, out var person) && int.TryParse(words[5], CultureInfo.InvariantCulture, out var attempt)
            ? new HandoverKey(nation, month, blast, person, attempt) : null;

    private void Write(char kind, HandoverKey key, string said)
    {
        Encoding.ASCII.TryGetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {key.NationId} {key.Month} {key.BlastId} {key.PersonId} {key.Attempt} {said}\n"), line, out var length);
        file.Write(line, 0, length);
    }
}
