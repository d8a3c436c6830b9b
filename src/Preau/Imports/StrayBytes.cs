using System.Text;

namespace Preau.Imports;

/// <summary>Bytes in a file of UTF-8 that are none: lines that came from an older program, in Windows-1252. They are read as what was meant.</summary>
internal sealed class StrayBytes : DecoderFallback
{
    public override int MaxCharCount => 4;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Letters(this);

    private sealed class Letters(StrayBytes all) : DecoderFallbackBuffer
    {
        private string letters = "";
        private int next;

        public override int Remaining => letters.Length - next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            all.Count += bytesUnknown.Length;
            (letters, next) = (CsvFile.Windows1252.GetString(bytesUnknown), 0);
            return true;
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
