namespace Preau.Mail.Returns;

/// <summary>Bytes as letters and figures (RFC 4648, without padding) that mean the same in either case: mail servers may write an address otherwise.</summary>
public static class Base32
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Bits = 5;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length * 8 + Bits - 1) / Bits];
        for (var i = 0; i < text.Length; i++)
        {
            var value = 0;
            for (var bit = i * Bits; bit < (i + 1) * Bits; bit++) value = value << 1 | (bit / 8 < bytes.Length ? bytes[bit / 8] >> (7 - bit % 8) & 1 : 0);
            text[i] = Letters[value];
        }

        return new string(text);
    }

    /// <summary>Null for what holds other signs.</summary>
    public static byte[]? Read(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length * Bits / 8];
        for (var i = 0; i < text.Length; i++)
        {
            var value = Letters.IndexOf(char.ToLowerInvariant(text[i]), StringComparison.Ordinal);
            if (value < 0) return null;
            for (var bit = 0; bit < Bits; bit++)
            {
                var at = i * Bits + bit;
                if (at / 8 < bytes.Length && (value >> (Bits - 1 - bit) & 1) == 1) bytes[at / 8] |= (byte)(1 << (7 - at % 8));
            }
        }

        return bytes;
    }
}
