namespace Preau.Shared;

/// <summary>Text, sign by sign.</summary>
public static class Signs
{
    extension(string text)
    {
        /// <summary>Its beginning. Never in the middle of a sign: half of one can be neither stored nor folded.</summary>
        public string Cut(int most) => text.Length <= most ? text : text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
