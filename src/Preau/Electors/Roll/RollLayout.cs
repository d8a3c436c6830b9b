using Preau.Shared;

namespace Preau.Electors.Roll;

/// <summary>What kind of table a file is.</summary>
public enum ImportLayout
{
    /// <summary>A table of people, whose columns somebody matches.</summary>
    People,

    /// <summary>The electoral roll as the national register hands it out, in 27 columns (REU, ELIRE).</summary>
    RollReu,

    /// <summary>The electoral roll in the 29 columns of the order of 12 November 2013 (INTA1326795A).</summary>
    Roll2013,
}

/// <summary>What a column of a roll says.</summary>
public enum RollPart
{
    /// <summary>Read by nobody: it says the same as another one, or nothing of use.</summary>
    Ignored,

    /// <summary>Where somebody was born and of which nationality: the list may not be sorted by it, so it is not kept.</summary>
    Dropped,
    Commune,
    Department,
    CommuneName,
    Lists,
    BirthName,
    UsageName,
    GivenNames,
    Sex,
    BornOn,
    StreetNumber,
    StreetType,
    Street,
    Complement1,
    Complement2,
    Place,
    Postcode,
    City,
    Country,
    Station,
    StationName,
    Constituency,
    Canton,
    OrderNumber,
    ListedOn,
}

/// <summary>A roll known by the names of its columns, which registers of several years spell a little differently.</summary>
public sealed class RollLayout
{
    private static readonly Dictionary<string, RollPart> Reu = new(StringComparer.Ordinal)
    {
        ["code du l ugle"] = RollPart.Commune, ["code de l ugle"] = RollPart.Commune, ["code ugle"] = RollPart.Commune,
        ["libelle du l ugle"] = RollPart.CommuneName, ["libelle de l ugle"] = RollPart.CommuneName, ["libelle ugle"] = RollPart.CommuneName,
        ["libelle du type de liste"] = RollPart.Lists, ["type de liste"] = RollPart.Lists, ["code du type de liste"] = RollPart.Lists,
        ["nom de naissance"] = RollPart.BirthName, ["nom d usage"] = RollPart.UsageName, ["prenoms"] = RollPart.GivenNames, ["sexe"] = RollPart.Sex, ["date de naissance"] = RollPart.BornOn,
        ["code commune de naissance"] = RollPart.Dropped, ["code de la commune de naissance"] = RollPart.Dropped, ["libelle commune de naissance"] = RollPart.Dropped, ["libelle de la commune de naissance"] = RollPart.Dropped,
        ["code departement de naissance"] = RollPart.Dropped, ["code du departement de naissance"] = RollPart.Dropped, ["libelle departement de naissance"] = RollPart.Dropped, ["libelle du departement de naissance"] = RollPart.Dropped,
        ["pays de naissance"] = RollPart.Dropped, ["libelle nationalite"] = RollPart.Dropped, ["identifiant nationalite"] = RollPart.Dropped, ["code nationalite"] = RollPart.Dropped, ["nationalite"] = RollPart.Dropped,
        ["numero de voie"] = RollPart.StreetNumber, ["libelle de voie"] = RollPart.Street, ["complement 1"] = RollPart.Complement1, ["complement 2"] = RollPart.Complement2, ["lieu dit"] = RollPart.Place,
        ["code postal"] = RollPart.Postcode, ["commune"] = RollPart.City, ["pays"] = RollPart.Country,
        ["code du bureau de vote"] = RollPart.Station, ["libelle du bureau de vote"] = RollPart.StationName, ["code circonscription legislative du bureau de vote"] = RollPart.Constituency,
        ["libelle canton du bureau de vote"] = RollPart.Canton, ["code canton du bureau de vote"] = RollPart.Canton,
        ["libelle circonscription metropolitaine du bureau de vote"] = RollPart.Ignored, ["code circonscription metropolitaine du bureau de vote"] = RollPart.Ignored,
        ["numero d ordre dans le bureau de vote"] = RollPart.OrderNumber,
    };

    private static readonly Dictionary<string, RollPart> Order2013 = new(StringComparer.Ordinal)
    {
        ["typeliste"] = RollPart.Lists, ["infoliste"] = RollPart.Ignored, ["datecreationliste"] = RollPart.ListedOn, ["codedepartement"] = RollPart.Department, ["codecommune"] = RollPart.Commune, ["nomcommune"] = RollPart.CommuneName,
        ["noelecteurgeneral"] = RollPart.OrderNumber, ["sexe"] = RollPart.Sex, ["nomdenaissance"] = RollPart.BirthName, ["nomdusage"] = RollPart.UsageName, ["prenoms"] = RollPart.GivenNames, ["datedenaissance"] = RollPart.BornOn,
        ["nomcomnaissance"] = RollPart.Dropped, ["deptnaissance"] = RollPart.Dropped, ["paysnaissance"] = RollPart.Dropped, ["nationalite"] = RollPart.Dropped,
        ["nombureaudevote"] = RollPart.StationName, ["nobureaudevote"] = RollPart.Station, ["codecanton"] = RollPart.Canton, ["codecirconscription"] = RollPart.Constituency,
        ["complementdelocalisation1"] = RollPart.Complement1, ["complementdelocalisation2"] = RollPart.Complement2, ["numerovoie"] = RollPart.StreetNumber, ["typevoie"] = RollPart.StreetType, ["libellevoie"] = RollPart.Street,
        ["lieudit"] = RollPart.Place, ["codepostal"] = RollPart.Postcode, ["villelocalite"] = RollPart.City, ["pays"] = RollPart.Country,
    };

    // Without these nobody can be told apart, nor put on a list.
    private static readonly RollPart[] Needed = [RollPart.Commune, RollPart.Lists, RollPart.BirthName, RollPart.GivenNames, RollPart.BornOn];

    private static readonly HashSet<string> DroppedNames = Reu.Concat(Order2013).Where(p => p.Value == RollPart.Dropped).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);

    private readonly string[] headers;
    private readonly RollPart[] parts;

    private RollLayout(ImportLayout kind, string[] headers, RollPart[] parts) => (Kind, this.headers, this.parts) = (kind, headers, parts);

    public ImportLayout Kind { get; }

    public int Width => headers.Length;

    /// <summary>The columns that are not kept, as the file names them.</summary>
    public IReadOnlyList<string> Dropped => [.. headers.Where((_, i) => parts[i] == RollPart.Dropped)];

    /// <summary>The columns that nobody knows: left out as well.</summary>
    public IReadOnlyList<string> Ignored => [.. headers.Where((_, i) => parts[i] == RollPart.Ignored)];

    public IReadOnlyList<string> Kept => [.. headers.Where((_, i) => parts[i] is not (RollPart.Ignored or RollPart.Dropped))];

    /// <summary>Null where the columns are not those of a roll.</summary>
    public static RollLayout? Of(IReadOnlyList<string> headers) => Of(headers, Reu, ImportLayout.RollReu) ?? Of(headers, Order2013, ImportLayout.Roll2013);

    /// <summary>Whether a column says what no list of electors may be kept by, whatever table it stands in.</summary>
    public static bool IsDropped(string header) => DroppedNames.Contains(NameKey.Of(header));

    /// <summary>The first column of several that say the same.</summary>
    public int IndexOf(RollPart part) => Array.IndexOf(parts, part);

    /// <summary>The row as the file wrote it, but for what may not be kept: those cells are empty.</summary>
    public string Without(string[] cells, string delimiter) => string.Join(delimiter, cells.Select((c, i) => i < parts.Length && parts[i] == RollPart.Dropped ? "" : CsvCell.Of(c, delimiter[0])));

    private static RollLayout? Of(IReadOnlyList<string> headers, Dictionary<string, RollPart> names, ImportLayout kind)
    {
        RollPart[] parts = [.. headers.Select(h => names.GetValueOrDefault(NameKey.Of(h), RollPart.Ignored))];
        return Needed.All(parts.Contains) ? new(kind, [.. headers], parts) : null;
    }
}
