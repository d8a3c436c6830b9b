namespace Preau;

/// <summary>SQLite corrupts or hangs on network mounts, so the data folder must not be on one.</summary>
public static class LocalDisk
{
    private static readonly string[] NetworkKinds = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "fuse.davfs", "davfs", "9p", "lustre", "beegfs"];

    /// <summary>The kind of network mount that holds the folder, or null when it is on a local disk. <paramref name="mountInfo"/> is the text of /proc/self/mountinfo.</summary>
    public static string? NetworkMountOf(string folder, string mountInfo)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var best = (Length: -1, Kind: "");
        foreach (var line in mountInfo.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var halves = line.Split(" - ", 2);
            var left = halves[0].Split(' ');
            if (halves.Length < 2 || left.Length < 5) continue;
            var point = left[4].Replace("\\040", " ", StringComparison.Ordinal);
            var inside = point == "/" || path.Equals(point, StringComparison.Ordinal) || path.StartsWith(point + "/", StringComparison.Ordinal);
            if (inside && point.Length >= best.Length) best = (point.Length, halves[1].Split(' ')[0]);
        }

        return NetworkKinds.Contains(best.Kind, StringComparer.Ordinal) ? best.Kind : null;
    }

    /// <summary>Makes the data folder where it is not there yet.</summary>
    public static void Make(string folder)
    {
        if (File.Exists(folder)) throw new StartRefused($"{folder} is a file, not a folder: name a folder with PREAU_DATA.");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new StartRefused($"The data folder {folder} can't be made ({wrong.Message.TrimEnd('.')}): name another one with PREAU_DATA.");
        }
    }

    public static void Require(string folder)
    {
        Make(folder);
        if (!File.Exists("/proc/self/mountinfo")) return;
        if (NetworkMountOf(folder, File.ReadAllText("/proc/self/mountinfo")) is { } kind)
        {
            throw new StartRefused($"The data folder {folder} is on a network mount ({kind}). SQLite would lose data there. Put PREAU_DATA on a local disk, or use PostgreSQL (PREAU_STORE=postgres).");
        }
    }
}

/// <summary>The program can't start, for a reason that the operator can mend; its message is shown without a stack trace.</summary>
public sealed class StartRefused(string message) : Exception(message);
