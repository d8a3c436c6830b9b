namespace Preau.Design;

/// <summary>A row of a list that is made up as it is asked for.</summary>
public sealed record SampleRow(long Id, string Name, string City, long Cents, DateTimeOffset At);

/// <summary>People who are nobody, as many as a screen wants to see.</summary>
public static class Samples
{
    public const long Million = 1_000_000;
    public const string LongName = "Marie-Antoinette-Philippine Charpentier-Delacroix de la Rochefoucauld-Montbazon-Saint-Germain";
    public const string LongWord = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

    public const string LongText = "Elle a demandé trois fois quand passerait le camion du tri, a proposé de tenir le bureau de vote de l’école Jules-Ferry, "
        + "connaît tout l’immeuble et ne veut surtout pas être rappelée pendant la sieste. <script>alert(1)</script> & “quotes”.";

    private static readonly string[] First = ["Ada", "Bilal", "Camille", "Dominique", "Élodie", "Fatou", "Gaspard", "Hélène"];
    private static readonly string[] Last = ["Préaulx", "Tableaunoir", "Craie", "Marelle", "Cartable", "Encrier", "Pupitre"];
    private static readonly string[] Cities = ["Villebelle", "Saint-Préau", "Les Tilleuls", "Port-Marelle", "Beaumont-sur-Craie"];

    public static IReadOnlyList<SampleRow> After(long id, int count, DateTimeOffset now) =>
        [.. Enumerable.Range(1, count).Select(i => id + i).Where(i => i <= Million).Select(i => new SampleRow(i, $"{First[i % First.Length]} {Last[i % Last.Length]}", Cities[i % Cities.Length], i * 7919 % 460_000, now.AddMinutes(-i)))];
}
