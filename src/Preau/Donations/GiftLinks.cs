using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Preau.Nations;

namespace Preau.Donations;

/// <summary>The secret that the addresses of a nation's donors are signed with.</summary>
public sealed class GiftLinkSettings
{
    public string Key { get; set; } = "";
}

/// <summary>
/// Addresses that donors come back to. They carry a signed token, never a bare number. The same gift has the same token always: a checkout that is
/// opened twice with one key must be asked for in the same words.
/// </summary>
public sealed class GiftLinks(CurrentNation nation, NationSettings settings)
{
    private const int SignatureBytes = 16;

    public async Task<Uri> Thanks(Uri site, long giftId, CancellationToken ct) => new(site, $"/give/thanks/{await Token(giftId, ct)}");

    public async Task<Uri> Left(Uri site, long giftId, CancellationToken ct) => new(site, $"/give/left/{await Token(giftId, ct)}");

    public async Task<string> Token(long giftId, CancellationToken ct)
    {
        var bytes = new byte[sizeof(long) + SignatureBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, giftId);
        (await Sign(giftId, ct)).CopyTo(bytes.AsSpan(sizeof(long)));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The gift that a token is for, or null when it was not made here.</summary>
    public async Task<long?> Read(string token, CancellationToken ct)
    {
        if (!Base64Url.IsValid(token, out var length) || length != sizeof(long) + SignatureBytes) return null;
        var bytes = Base64Url.DecodeFromChars(token);
        var giftId = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var signed = await Sign(giftId, ct);
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(sizeof(long)), signed) ? giftId : null;
    }

    /// <summary>Makes the nation's secret with its first gift. Called inside the gate, since two at once would make two.</summary>
    public async Task Prepare(CancellationToken ct)
    {
        var kept = await settings.Get<GiftLinkSettings>(ct);
        if (kept.Key.Length > 0) return;
        kept.Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await settings.Set(kept, ct);
    }

    private async Task<byte[]> Sign(long giftId, CancellationToken ct)
    {
        var kept = await settings.Get<GiftLinkSettings>(ct);
        // Without a gift there is no secret yet, and nothing that a random one would fit.
        var key = kept.Key.Length > 0 ? Convert.FromBase64String(kept.Key) : RandomNumberGenerator.GetBytes(32);
        return HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes($"gift {nation.Id} {giftId}"))[..SignatureBytes];
    }
}
