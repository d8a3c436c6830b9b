using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.Shared;

namespace Preau.People;

/// <summary>The secret that fingerprints of suppressed addresses are made with.</summary>
public sealed class SuppressionSettings
{
    public string Key { get; set; } = "";
}

/// <summary>Addresses that must never be used again. Only fingerprints are kept, so that the list itself tells nobody who is on it.</summary>
public sealed class Suppressions(Database db, NationSettings settings, TimeProvider clock)
{
    /// <summary>The reason of those who asked that nothing be known of them; they alone can come back.</summary>
    public const string Erased = "erased";

    // An address that had been shut before: «erased,bounced».
    private const string ErasedToo = Erased + ",";

    /// <summary>The reason of a number that answered STOP; a new yes of its owner opens it.</summary>
    public const string Stopped = "stopped";

    /// <summary>The reason of an address that was taken off the record of somebody who had left; whoever reads there opens it.</summary>
    public const string Left = "unsubscribed";

    /// <summary>The reason of an address from which somebody called us spam; nothing opens it.</summary>
    public const string Complained = "complained";
    private KeyedHash? hash;

    /// <summary>The maker of fingerprints, for those who compare many at once.</summary>
    public async Task<KeyedHash> Hash(CancellationToken ct)
    {
        if (hash is not null) return hash;
        var kept = await settings.Get<SuppressionSettings>(ct);
        if (kept.Key.Length == 0)
        {
            kept.Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            await settings.Set(kept, ct);
        }
        return hash = new KeyedHash(Convert.FromBase64String(kept.Key));
    }

    /// <summary>The same for those who only read: null while nobody was ever shut out, since then there is no secret yet.</summary>
    public async Task<KeyedHash?> KnownHash(CancellationToken ct) =>
        hash ?? (await settings.Get<SuppressionSettings>(ct) is { Key.Length: > 0 } kept ? new KeyedHash(Convert.FromBase64String(kept.Key)) : null);

    /// <summary>The caller saves.</summary>
    public async Task Add(SuppressedChannel channel, string key, string reason, CancellationToken ct)
    {
        var print = await Fingerprint(channel, key, ct);
        if (db.Suppressions.Local.Any(s => s.Channel == channel && s.KeyHash == print)) return;
        if (await db.Suppressions.SingleOrDefaultAsync(s => s.Channel == channel && s.KeyHash == print, ct) is { } known)
        {
            // Why it was shut stays said, and that nothing may be known of them any more.
            if (reason == Erased && channel != SuppressedChannel.Roll && !IsErased(known.Reason)) known.Reason = ErasedToo + known.Reason;
            return;
        }

        db.Add(new Suppression { Channel = channel, KeyHash = print, Reason = reason, At = clock.GetUtcNow() });
        if (channel == SuppressedChannel.Mail) await Mark(key, isShut: true, ct);
    }

    /// <summary>Whether it is the reason, or one of two, that somebody asked to be erased.</summary>
    public static bool IsErased(string? reason) => reason == Erased || reason?.StartsWith(ErasedToo, StringComparison.Ordinal) == true;

    public async Task<bool> Contains(SuppressedChannel channel, string key, CancellationToken ct) => await WhyShut(channel, key, ct) is not null;

    /// <summary>The reason; null where it is open.</summary>
    public async Task<string?> WhyShut(SuppressedChannel channel, string key, CancellationToken ct)
    {
        if (await KnownHash(ct) is null) return null;
        var print = await Fingerprint(channel, key, ct);
        return await db.Suppressions.Where(s => s.Channel == channel && s.KeyHash == print).Select(s => s.Reason).SingleOrDefaultAsync(ct);
    }

    /// <summary>Those of some hundred mail addresses, by their keys, that nobody writes to any more.</summary>
    public Task<IReadOnlySet<string>> Among(IEnumerable<string> keys, CancellationToken ct) => Among(SuppressedChannel.Mail, keys, ct);

    /// <summary>The same of addresses or numbers of any channel.</summary>
    public async Task<IReadOnlySet<string>> Among(SuppressedChannel channel, IEnumerable<string> keys, CancellationToken ct)
    {
        if (await KnownHash(ct) is not { } known) return new HashSet<string>(StringComparer.Ordinal);
        var prints = keys.Distinct(StringComparer.Ordinal).ToDictionary(k => known.Of(EnumText<SuppressedChannel>.Of(channel), k), StringComparer.Ordinal);
        var asked = prints.Keys.ToArray();
        return (await db.Suppressions.Where(s => s.Channel == channel && EF.Parameter(asked).Contains(s.KeyHash)).Select(s => s.KeyHash).ToListAsync(ct)).Select(p => prints[p]).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// Somebody came back by their own act and agreed to something: what was shut because they were erased, or by their STOP, is open again. An address that came back,
    /// or from which somebody complained, stays shut, though files may name it again. The caller saves.
    /// </summary>
    public async Task CameBack(PersonInput person, IEnumerable<Purpose> agreed, CancellationToken ct)
    {
        if (await KnownHash(ct) is null) return;
        var purposes = agreed.ToList();
        foreach (var isByPhone in purposes.Select(p => p is Purpose.Sms or Purpose.Call).Distinct())
        {
            var channel = isByPhone ? SuppressedChannel.Phone : SuppressedChannel.Mail;
            foreach (var key in isByPhone ? person.Phones.Select(p => p.Key) : person.Emails.Select(e => e.Key)) await Lift(channel, key, Erased, ct);
        }

        if (purposes.Contains(Purpose.News))
        {
            foreach (var email in person.Emails) await Lift(SuppressedChannel.News, email.Key, Left, ct);
        }

        if (!purposes.Contains(Purpose.Sms)) return;
        foreach (var phone in person.Phones) await Lift(SuppressedChannel.Text, phone.Key, Stopped, ct);
    }

    public async Task<string> Fingerprint(SuppressedChannel channel, string key, CancellationToken ct) => (await Hash(ct)).Of(EnumText<SuppressedChannel>.Of(channel), key);

    private async Task Lift(SuppressedChannel channel, string key, string reason, CancellationToken ct)
    {
        var print = await Fingerprint(channel, key, ct);
        if (await db.Suppressions.SingleOrDefaultAsync(s => s.Channel == channel && s.KeyHash == print, ct) is not { } row) return;
        if (reason == Erased && row.Reason != Erased && IsErased(row.Reason)) row.Reason = row.Reason[ErasedToo.Length..];
        if (row.Reason != reason) return;
        db.Remove(row);
        if (channel == SuppressedChannel.Mail) await Mark(key, isShut: false, ct);
    }

    /// <summary>Of whoever has this address, now and in what the caller is about to save.</summary>
    private async Task Mark(string key, bool isShut, CancellationToken ct)
    {
        await db.PersonEmails.Where(e => e.EmailKey == key).ExecuteUpdateAsync(s => s.SetProperty(e => e.IsShut, isShut), ct);
        foreach (var email in db.PersonEmails.Local.Where(e => e.EmailKey == key)) email.IsShut = isShut;
    }
}
