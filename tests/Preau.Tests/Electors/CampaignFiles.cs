using System.Globalization;

namespace Preau.Tests.Electors;

/// <summary>
/// An electoral roll and the lists of a campaign in NationBuilder's layout, made up and the same each time, of any length. No two electors have a name and a date of birth in
/// common, so that numbers can be asserted to the row. Benches use them too.
/// </summary>
internal static class CampaignFiles
{
    private const string RollColumns =
        "\"code de l'ugle\";\"libellé de l'ugle\";\"libellé du type de liste\";\"nom de naissance\";\"nom d'usage\";\"prénoms\";\"sexe\";\"date de naissance\";\"code commune de naissance\";\"libellé commune de naissance\";\"code département de naissance\";\"pays de naissance\";\"libellé nationalité\";"
        + "\"numéro de voie\";\"libellé de voie\";\"complément 1\";\"complément 2\";\"lieu-dit\";\"code postal\";\"commune\";\"pays\";\"code du bureau de vote\";\"libellé du bureau de vote\";\"code circonscription législative du bureau de vote\";\"libellé canton du bureau de vote\";"
        + "\"libellé circonscription métropolitaine du bureau de vote\";numéro d'ordre dans le bureau de vote";

    private const string ListColumns = "nationbuilder_id,first_name,last_name,email,born_at,sex,address_address1,address_city,address_zip,address_country_code,tag_list";

    private static readonly string[] Given = ["Zoé", "Ali", "Léa", "Noé", "Inès", "Hugo", "Jade", "Adam", "Lina", "Paul", "Rose", "Gaël", "Alma", "Liam", "Nour", "Théo", "Ève", "Yann", "Maud", "Luc"];
    private static readonly string[] Sounds = ["ba", "bel", "cha", "cor", "da", "del", "fon", "gar", "gui", "la", "lem", "mar", "mon", "nel", "par", "pel", "rai", "rol", "sau", "sor", "tal", "ter", "val", "vin", "zan"];

    /// <summary>Electors a station.</summary>
    public const int AStation = 900;

    public static IEnumerable<string> Roll(int count) => Enumerable.Range(0, count).Select(i =>
    {
        var p = Somebody(i);
        var station = i / AStation;
        return string.Create(CultureInfo.InvariantCulture, $"\"99420\";\"Valmorin-sur-Lène\";\"LP\";\"{p.Last.ToUpperInvariant()}\";;\"{p.First}\";\"{p.Sex}\";\"{p.Born:dd/MM/yyyy}\";\"99001\";\"AILLEURS\";\"99\";\"FRANCE\";\"Française\";\"{p.Number}\";\"{p.Street}\";;;;\"{p.Postcode}\";\"Valmorin-sur-Lène\";\"FRANCE\";\"{station:0000}\";\"École {station}\";\"02\";\"Valmorin\";;{i % AStation}");
    }).Prepend(RollColumns);

    /// <summary>A list of which the first <paramref name="shared"/> rows are electors of the roll from <paramref name="from"/> on, and the others are on no roll.</summary>
    public static IEnumerable<string> List(int from, int count, int shared) => Enumerable.Range(0, count).Select(i =>
    {
        var p = Somebody(i < shared ? from + i : -1 - from - i);
        return string.Create(CultureInfo.InvariantCulture, $"{from + i + 1},{p.First},{p.Last},person.{from + i}@example.org,{p.Born:yyyy-MM-dd},{p.Sex},{p.Number} {p.Street},Valmorin-sur-Lène,{p.Postcode},FR,\"stall, newsletter\"");
    }).Prepend(ListColumns);

    /// <param name="number">From nought for electors, below it for whoever is none.</param>
    private static (string First, string Last, string Sex, DateOnly Born, int Number, string Street, string Postcode) Somebody(int number)
    {
        var n = number < 0 ? ~number : number;
        var last = Sounds[n % 25] + Sounds[n / 25 % 25] + Sounds[n / 625 % 25] + (number < 0 ? "ec" : "");
        var born = new DateOnly(1940, 1, 1).AddDays(n * 7919L % 23_000 is var days ? (int)days : 0);
        return (Given[n / 15_625 % Given.Length], char.ToUpperInvariant(last[0]) + last[1..], n % 2 == 0 ? "F" : "M", born, 1 + (n % 180), "Rue des Lavoirs", (99_400 + (n % 60)).ToString(CultureInfo.InvariantCulture));
    }
}
