using System.Runtime.InteropServices;

namespace Preau.Commands;

/// <summary>How the C library gives out what SQLite, TLS and the runtime take outside the collector's reach.</summary>
public static class NativeMemory
{
    // M_ARENA_MAX of glibc's malloc.h.
    private const int ArenaMax = -8;

    /// <summary>Two pools instead of eight a core: each keeps what it once held, which is 20 MB while mails are sent. Other C libraries have no such pools.</summary>
    public static void UseFewPools()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = SetOption(ArenaMax, 2);
        }
        catch (Exception other) when (other is DllNotFoundException or EntryPointNotFoundException)
        {
            // Not glibc.
        }
    }

    [DllImport("libc.so.6", EntryPoint = "mallopt", ExactSpelling = true)]
    private static extern int SetOption(int option, int value);
}
