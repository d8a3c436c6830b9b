using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>What the program adds to texts or says itself: who writes, how to stop it, and that it was heard. In the language of whoever reads it.</summary>
public sealed class TextFoot(Database db, CurrentNation nation, Words words, TimeProvider clock)
{
    private const int LongestName = 40;

    /// <summary>How long somebody is taken to know who writes.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromDays(30);

    private string Name => nation.Facts.Name is { Length: > LongestName } name ? name[..LongestName].TrimEnd() : nation.Facts.Name;

    /// <summary>Below the first text to a number, and again a month later; empty in between.</summary>
    public async Task<string> Below(string numberKey, long? personId, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - KnownFor;
        var isKnown = await db.TextMessages.AnyAsync(t => t.NumberKey == numberKey && t.IsSigned && t.At > since
            && (t.State == TextState.Leaving || t.State == TextState.HandedOver || t.State == TextState.Delivered || t.State == TextState.Unknown), ct);
        return isKnown ? "" : Under(await Said(personId, ct));
    }

    /// <summary>Below each text to many.</summary>
    public string In(string language) => Under(words.In(language));

    public async Task<string> Confirmation(long? personId, CancellationToken ct) => (await Said(personId, ct))["{0}. Noted, you will get no more texts from us.", Name];

    private string Under(Words said) => "\n" + said["{0}. Answer STOP to get no more texts.", Name];

    private async Task<Words> Said(long? personId, CancellationToken ct) =>
        words.In(await db.People.IgnoreQueryFilters([Conventions.AssignedFilter]).Where(p => p.Id == personId).Select(p => p.Language).SingleOrDefaultAsync(ct) ?? nation.Facts.Language);
}
