using System.Text;

namespace Preau.Imports;

/// <summary>Bytes in a file of UTF-8 that are none: lines that came from an older program. They are read as what was meant, or passed over where that is still to be found out.</summary>
internal sealed class StrayBytes(Encoding? meant) : DecoderFallback
{
    // What Western lists are full of, what they have now and then, and letters that they hardly have. All else is in none by intention.
    private const string Usual = "éèàçêÉÈÀÇÊ";
    private const string Frequent = "âîôûùëïüöäáíóúñßœÂÎÔÛÙËÏÜÖÄÁÍÓÚÑŒ’‘“”«»–—…•€°\u00a0";
    private readonly long[] seen = new long[256];

    public override int MaxCharCount => 4;

    /// <summary>How many there were.</summary>
    public long Count => seen.Sum();

    /// <summary>How much of Western languages they are, if they are read that way.</summary>
    public long Sense(Encoding way)
    {
        long sense = 0;
        for (var b = 0x80; b < seen.Length; b++)
        {
            var c = way.GetChars([(byte)b])[0];
            sense += seen[b] * (Usual.Contains(c) ? 3 : Frequent.Contains(c) ? 2 : char.IsLetter(c) ? 1 : 0);
        }

        return sense;
    }

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Letters(this);

    private string Read(byte[] bytes)
    {
        foreach (var b in bytes) seen[b]++;
        return meant?.GetString(bytes) ?? "";
    }

    private sealed class Letters(StrayBytes all) : DecoderFallbackBuffer
    {
        private string letters = "";
        private int next;

        public override int Remaining => letters.Length - next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            (letters, next) = (all.Read(bytesUnknown), 0);
            return letters.Length > 0;
        }

        public override char GetNextChar() => next < letters.Length ? letters[next++] : '\0';

        public override bool MovePrevious()
        {
            if (next == 0) return false;
            next--;
            return true;
        }

        public override void Reset() => (letters, next) = ("", 0);
    }
}
