using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Preau.Commands.Backup;

/// <summary>The sum of the hashes of all rows: the same whatever order a store gives them in.</summary>
public sealed class Digest
{
    private UInt128 sum;

    public long Rows { get; private set; }

    public void Add(ReadOnlySpan<byte> line)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(line, hash);
        unchecked
        {
            sum += BinaryPrimitives.ReadUInt128LittleEndian(hash);
        }

        Rows++;
    }

    public string Text => sum.ToString("x32", CultureInfo.InvariantCulture);
}
