using System.Collections.Frozen;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>The name of a street as it is compared: folded, abbreviations written out, and once more without the words that people leave out.</summary>
/// <param name="Key">«avenue de la gare».</param>
/// <param name="Kind">«avenue»; nothing where the name does not begin with one.</param>
/// <param name="Rest">«gare»: what tells it from others of its commune.</param>
public sealed record StreetKey(string Key, string Kind, string Rest)
{
    // Only the first word of a street says which kind it is; further on «all» or «c» may be anything.
    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["all"] = "allee", ["av"] = "avenue", ["ave"] = "avenue", ["bd"] = "boulevard", ["bld"] = "boulevard", ["blvd"] = "boulevard", ["boul"] = "boulevard", ["bvd"] = "boulevard", ["car"] = "carrefour",
        ["ch"] = "chemin", ["che"] = "chemin", ["chem"] = "chemin", ["chm"] = "chemin", ["cite"] = "cite", ["clos"] = "clos", ["crs"] = "cours", ["esp"] = "esplanade", ["fbg"] = "faubourg", ["fg"] = "faubourg",
        ["ham"] = "hameau", ["imp"] = "impasse", ["ld"] = "lieu dit", ["lot"] = "lotissement", ["mte"] = "montee", ["pas"] = "passage", ["pass"] = "passage", ["pl"] = "place", ["prom"] = "promenade",
        ["qu"] = "quai", ["qrt"] = "quartier", ["r"] = "rue", ["res"] = "residence", ["rpt"] = "rond point", ["rte"] = "route", ["rle"] = "ruelle", ["sen"] = "sentier", ["sent"] = "sentier", ["sq"] = "square",
        ["trav"] = "traverse", ["tsse"] = "terrasse", ["vla"] = "villa", ["vc"] = "voie communale", ["za"] = "zone artisanale", ["zi"] = "zone industrielle",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> KindWords = Kinds.Values.Select(v => v.Split(' ')[0])
        .Concat(["rue", "sente", "venelle", "voie", "mail", "parc", "parvis", "pont", "port", "rampe", "ruelle", "tour", "domaine", "cour", "galerie", "chaussee", "levee", "enclos", "jardin"]).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Written = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["st"] = "saint", ["ste"] = "sainte", ["sts"] = "saints", ["stes"] = "saintes", ["nd"] = "notre dame", ["gal"] = "general", ["gl"] = "general", ["gen"] = "general", ["mal"] = "marechal", ["mar"] = "marechal",
        ["dr"] = "docteur", ["pdt"] = "president", ["pres"] = "president", ["prof"] = "professeur", ["pr"] = "professeur", ["cdt"] = "commandant", ["col"] = "colonel", ["cap"] = "capitaine", ["cpt"] = "capitaine",
        ["cne"] = "capitaine", ["lt"] = "lieutenant", ["sgt"] = "sergent", ["abb"] = "abbe", ["mgr"] = "monseigneur", ["jj"] = "jean jacques", ["premier"] = "1", ["1er"] = "1", ["quatre"] = "4", ["huit"] = "8",
        ["onze"] = "11", ["quatorze"] = "14", ["vieux"] = "vieux", ["gde"] = "grande", ["gd"] = "grand", ["pte"] = "petite", ["pt"] = "petit",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Small = new[] { "de", "du", "des", "d", "la", "le", "les", "l", "et", "a", "au", "aux", "en", "dit" }.ToFrozenSet(StringComparer.Ordinal);

    public static StreetKey Of(string? name)
    {
        var words = NameKey.Words(name).ToList();
        if (words.Count == 0) return new("", "", "");
        if (words.Count > 1 && Kinds.TryGetValue(words[0], out var kind)) words[0] = kind;
        for (var i = 0; i < words.Count; i++)
        {
            if (Written.TryGetValue(words[i], out var whole)) words[i] = whole;
        }

        var key = string.Join(' ', words);
        var split = key.Split(' ');
        var isKind = split.Length > 1 && KindWords.Contains(split[0]);
        var rest = string.Join(' ', split.Skip(isKind ? 1 : 0).Where(w => !Small.Contains(w)));
        return new(key, isKind ? split[0] : "", rest.Length > 0 ? rest : key);
    }

    /// <summary>The words that are no slip of one another: figures, and letters that stand alone. «8 mai 1945» is not «9 mai 1945».</summary>
    public string Figures => string.Join(' ', Rest.Split(' ').Where(w => w.Length == 1 || w.Any(char.IsAsciiDigit)));

    /// <summary>Whether a word may begin the name of a street.</summary>
    public static bool IsKind(string word) => Kinds.ContainsKey(word) || KindWords.Contains(word);
}
