using System.Runtime.InteropServices;

namespace Preau.Shared;

/// <summary>How the C library gives out what SQLite, TLS and the runtime take outside the collector's reach. C libraries other than glibc have no such pools.</summary>
public static class NativeMemory
{
    // M_ARENA_MAX of glibc's malloc.h.
    private const int ArenaMax = -8;

    /// <summary>Two pools instead of eight a core: each keeps what it once held, which is 20 MB while mails are sent.</summary>
    public static void UseFewPools() => Ask(() => SetOption(ArenaMax, 2));

    /// <summary>After much work in the store: what it took for sorting goes back to the system, and does not lie about until the next time.</summary>
    public static void GiveBack() => Ask(() => Trim(0));

    private static void Ask(Func<int> question)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            question();
        }
        catch (Exception other) when (other is DllNotFoundException or EntryPointNotFoundException)
        {
            // Not glibc.
        }
    }

    [DllImport("libc.so.6", EntryPoint = "mallopt", ExactSpelling = true)]
    private static extern int SetOption(int option, int value);

    [DllImport("libc.so.6", EntryPoint = "malloc_trim", ExactSpelling = true)]
    private static extern int Trim(nuint keep);
}
