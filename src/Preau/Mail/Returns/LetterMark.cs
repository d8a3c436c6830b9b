using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Preau.Mail.Returns;

/// <summary>Tells the address of a letter from others of the same person without naming it: the token of its return path carries it, and has little room.</summary>
public static class LetterMark
{
    /// <param name="addressKey">As of a person's address.</param>
    /// <returns>32 bits of its SHA-256.</returns>
    public static long Of(string addressKey) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(addressKey)));
}
