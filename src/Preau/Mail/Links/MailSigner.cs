using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Preau.Mail.Returns;

namespace Preau.Mail;

/// <summary>
/// Writes and reads the addresses that a nation's mails carry. A token names blast, person and (for clicks) link, and is signed with the nation's
/// own secret over its own number: it says nothing to strangers and is worth nothing in another nation. The same delivery has the same token always.
/// </summary>
public sealed class MailSigner(byte[] key, NationId nation, string origin)
{
    private const int SignatureBytes = 16;
    private const int LongestNumbers = 30;

    // A text has room for little. Whoever guesses one in sixteen million counts a click that nobody made, and learns a public address.
    private const int BriefSignatureBytes = 3;

    // The left side of an address has room for 64 signs.
    private const int ShortSignatureBytes = 10;

    private enum Use : byte
    {
        Click = 1,
        Leave = 2,
        Message = 3,
        Lot = 4,
        Return = 5,
        LeaveByMail = 6,
        Brief = 7,
        Opening = 8,
        Yes = 9,
        Letter = 10,
        LetterMessage = 11,
    }

    public string Origin => origin;

    public string Click(long blastId, long personId, long linkId) => $"{origin}/m/c/{Token(Use.Click, blastId, personId, linkId)}";

    /// <summary>The picture in a mail whose reader agreed to have openings measured.</summary>
    public string Opening(long blastId, long personId) => $"{origin}/m/o/{Token(Use.Opening, blastId, personId, 0)}";

    /// <summary>The button by which the owner of an address says that it was they who filled in a form.</summary>
    public string Yes(long personId, DateTimeOffset askedAt) => $"{origin}/m/y/{Token(Use.Yes, 0, personId, askedAt.ToUnixTimeMilliseconds())}";

    public string Leave(long blastId, long personId) => $"{origin}/m/u/{Token(Use.Leave, blastId, personId, 0)}";

    /// <summary>The same as <see cref="Click"/>, as short as a text wants it; the link itself says of which blast it is.</summary>
    public string Brief(long linkId, long personId)
    {
        Span<byte> bytes = stackalloc byte[LongestNumbers + SignatureBytes];
        var length = Number(bytes, Number(bytes, 0, linkId), personId);
        Sign(Use.Brief, bytes[..length], bytes.Slice(length, SignatureBytes));
        return $"{origin}/t/{Base64Url.EncodeToString(bytes[..(length + BriefSignatureBytes)])}";
    }

    /// <summary>The left side of the Message-ID: the same for a delivery always, so that a relay can be asked about it.</summary>
    public string MessageName(long blastId, long personId) => Token(Use.Message, blastId, personId, 0);

    /// <summary>The left side of the Message-ID of a letter to one person, which is no blast's: with a mark of the address it goes to. Each letter has another one, or mail services take the second for the first.</summary>
    public string LetterName(long personId, string addressKey) => Token(Use.LetterMessage, personId, MarkOf(personId, addressKey), RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>Behind the sign in the address that a mail comes back to.</summary>
    public string Return(long blastId, long personId) => Short(Use.Return, blastId, personId);

    /// <summary>The same of a letter.</summary>
    public string Letter(long personId, string addressKey) => Short(Use.Letter, personId, MarkOf(personId, addressKey));

    /// <summary>Tells the address that a letter went to from others of the same person: 32 bits, for the token has little room, of a hash that nobody else can make.</summary>
    public long MarkOf(long personId, string addressKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"letter {nation.Value} {personId} {addressKey}"))));

    /// <summary>Behind the sign in the address by which its reader leaves the list.</summary>
    public string LeaveByMail(long blastId, long personId) => Short(Use.LeaveByMail, blastId, personId);

    /// <summary>The lot that a person has drawn in a blast, from 0 to below 1: the same always, and told from nothing without the nation's secret.</summary>
    public double Lot(long blastId, long personId)
    {
        Span<byte> bytes = stackalloc byte[LongestNumbers];
        Span<byte> signed = stackalloc byte[SignatureBytes];
        Sign(Use.Lot, bytes[..Number(bytes, Number(bytes, 0, blastId), personId)], signed);
        return Lot(signed);
    }

    /// <summary>The lot of a number in a texting campaign, where everybody with one telephone is one.</summary>
    public double Lot(long campaignId, string numberKey) => Lot(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"lot {nation.Value} {campaignId} {numberKey}"))));

    private static double Lot(ReadOnlySpan<byte> signed) => (BinaryPrimitives.ReadUInt64BigEndian(signed) >> 11) * (1.0 / (1ul << 53));

    /// <summary>Null when the token was not made here for this.</summary>
    public (long BlastId, long PersonId, long LinkId)? ReadClick(string token) => Read(Use.Click, token);

    /// <summary>With the instant of the asking, in milliseconds.</summary>
    public (long PersonId, long AskedAt)? ReadYes(string token) => Read(Use.Yes, token) is { } read ? (read.PersonId, read.LinkId) : null;

    public (long BlastId, long PersonId)? ReadOpening(string token) => Read(Use.Opening, token) is { } read ? (read.BlastId, read.PersonId) : null;

    public (long BlastId, long PersonId)? ReadLeave(string token) => Read(Use.Leave, token) is { } read ? (read.BlastId, read.PersonId) : null;

    /// <summary>Null when the code was not made here.</summary>
    public (long LinkId, long PersonId)? ReadBrief(string code)
    {
        if (code.Length > 40 || !Base64Url.IsValid(code) || !Open(Use.Brief, Base64Url.DecodeFromChars(code), BriefSignatureBytes, out var numbers)) return null;
        var at = 0;
        return (Number(numbers, ref at), Number(numbers, ref at));
    }

    public ReturnedMail? ReadMessage(string name) => Read(Use.Message, name) is { } read ? new(read.BlastId, read.PersonId) : null;

    public (long PersonId, long Mark)? ReadLetterName(string name) => Read(Use.LetterMessage, name) is { } read ? (read.BlastId, read.PersonId) : null;

    public ReturnedMail? ReadReturn(string token) => ReadShort(Use.Return, token);

    public (long PersonId, long Mark)? ReadLetter(string token) => ReadShort(Use.Letter, token) is { } read ? (read.BlastId, read.PersonId) : null;

    public ReturnedMail? ReadLeaveByMail(string token) => ReadShort(Use.LeaveByMail, token);

    private string Short(Use use, long blastId, long personId)
    {
        Span<byte> bytes = stackalloc byte[LongestNumbers + SignatureBytes];
        var length = Number(bytes, Number(bytes, 0, blastId), personId);
        Sign(use, bytes[..length], bytes.Slice(length, SignatureBytes));
        return Base32.Of(bytes[..(length + ShortSignatureBytes)]);
    }

    private ReturnedMail? ReadShort(Use use, string token)
    {
        if (Base32.Read(token) is not { } bytes || !Open(use, bytes, ShortSignatureBytes, out var numbers)) return null;
        var at = 0;
        return new(Number(numbers, ref at), Number(numbers, ref at));
    }

    private string Token(Use use, long blastId, long personId, long linkId)
    {
        Span<byte> bytes = stackalloc byte[LongestNumbers + SignatureBytes];
        var length = Number(bytes, 0, blastId);
        length = Number(bytes, length, personId);
        length = Number(bytes, length, linkId);
        Sign(use, bytes[..length], bytes.Slice(length, SignatureBytes));
        return Base64Url.EncodeToString(bytes[..(length + SignatureBytes)]);
    }

    private (long BlastId, long PersonId, long LinkId)? Read(Use use, string token)
    {
        if (token.Length > 100 || !Base64Url.IsValid(token) || !Open(use, Base64Url.DecodeFromChars(token), SignatureBytes, out var numbers)) return null;
        var at = 0;
        return (Number(numbers, ref at), Number(numbers, ref at), Number(numbers, ref at));
    }

    /// <summary>Whether so many bytes at the end sign the numbers before them, for this use.</summary>
    private bool Open(Use use, ReadOnlySpan<byte> bytes, int signature, out ReadOnlySpan<byte> numbers)
    {
        numbers = default;
        if (bytes.Length <= signature || bytes.Length > LongestNumbers + signature) return false;
        numbers = bytes[..^signature];
        Span<byte> signed = stackalloc byte[SignatureBytes];
        Sign(use, numbers, signed);
        return CryptographicOperations.FixedTimeEquals(signed[..signature], bytes[^signature..]);
    }

    private void Sign(Use use, ReadOnlySpan<byte> numbers, Span<byte> to)
    {
        Span<byte> text = stackalloc byte[1 + sizeof(long) + LongestNumbers];
        text[0] = (byte)use;
        BinaryPrimitives.WriteInt64BigEndian(text[1..], nation.Value);
        numbers.CopyTo(text[(1 + sizeof(long))..]);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, text[..(1 + sizeof(long) + numbers.Length)], whole);
        whole[..SignatureBytes].CopyTo(to);
    }

    // Seven bits a byte, the highest says that another follows: ids are small, and so are the addresses.
    private static int Number(Span<byte> to, int at, long value)
    {
        for (; value > 0x7f; value >>= 7) to[at++] = (byte)(value & 0x7f | 0x80);
        to[at++] = (byte)value;
        return at;
    }

    private static long Number(ReadOnlySpan<byte> from, ref int at)
    {
        long value = 0;
        for (var shift = 0; at < from.Length && shift < 63; shift += 7)
        {
            var next = from[at++];
            value |= (long)(next & 0x7f) << shift;
            if (next <= 0x7f) break;
        }

        return value;
    }
}
