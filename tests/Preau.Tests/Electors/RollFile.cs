using System.Text;

namespace Preau.Tests.Electors;

/// <summary>A made-up elector, as registers write one.</summary>
internal sealed record Elector(string BirthName, string GivenNames, string Born)
{
    public string? UsageName { get; init; }
    public string Sex { get; init; } = "F";
    public string List { get; init; } = "LP";
    public string Commune { get; init; } = "99420";
    public string CommuneName { get; init; } = "Valmorin-sur-Lène";
    public string Station { get; init; } = "0001";
    public string StationName { get; init; } = "École Jean-Macé";
    public string Number { get; init; } = "12";
    public string Street { get; init; } = "Rue des Lavoirs";
    public string Order { get; init; } = "1";
}

/// <summary>Those whom tests of several rolls are about.</summary>
internal static class Electors
{
    public static readonly Elector Ana = new("ALPHA", "ANA", "01/01/1980");
    public static readonly Elector Bob = new("BRAVO", "BOB", "02/01/1980") { Sex = "M" };
    public static readonly Elector Cleo = new("CHARLIE", "CLEO", "03/01/1980") { Station = "0002", StationName = "Gymnase" };
    public static readonly Elector Dan = new("DELTA", "DAN", "04/01/1980") { Sex = "M", Station = "0003", StationName = "Mairie" };
    public static readonly Elector Eva = new("ECHO", "EVA", "05/01/1980") { List = "LCM" };
    public static readonly Elector Finn = new("FOXTROT", "FINN", "06/01/1980") { Sex = "M", Commune = "26001", CommuneName = "Ailleurs", Station = "0001", StationName = "École" };
    public static readonly Elector Gus = Finn with { BirthName = "GOLF", GivenNames = "GUS" };
}

/// <summary>Files in the layouts of the French roll: 27 columns of the national register, every field quoted but the last; 29 of the order of 2013.</summary>
internal static class RollFile
{
    public const string Columns =
        "code du l'ugle;libellé de l'ugle;libellé du type de liste;nom de naissance;nom d'usage;prénoms;sexe;date de naissance;code commune de naissance;libellé commune de naissance;code département de naissance;pays de naissance;libellé nationalité;"
        + "numéro de voie;libellé de voie;complément 1;complément 2;lieu-dit;code postal;commune;pays;code du bureau de vote;libellé du bureau de vote;code circonscription législative du bureau de vote;libellé canton du bureau de vote;"
        + "libellé circonscription métropolitaine du bureau de vote;numéro d'ordre dans le bureau de vote";

    public const string Columns2013 =
        "TypeListe;InfoListe;DateCreationListe;CodeDepartement;CodeCommune;NomCommune;NoElecteurGeneral;Sexe;NomdeNaissance;NomDusage;Prenoms;DateDeNaissance;NomComNaissance;DeptNaissance;PaysNaissance;Nationalite;NomBureauDeVote;NoBureauDeVote;"
        + "CodeCanton;CodeCirconscription;ComplementDeLocalisation1;ComplementDeLocalisation2;NumeroVoie;TypeVoie;LibelleVoie;LieuDit;CodePostal;VilleLocalite;Pays";

    public static byte[] Reu(params IEnumerable<Elector> electors)
    {
        var text = new StringBuilder(string.Join(';', Columns.Split(';')[..^1].Select(c => $"\"{c}\""))).Append(';').Append(Columns.Split(';')[^1]).Append('\n');
        foreach (var e in electors)
        {
            string[] cells =
            [
                e.Commune, e.CommuneName, e.List, e.BirthName, e.UsageName ?? "", e.GivenNames, e.Sex, e.Born, "99001", "NAISSANCEVILLE", "99", "FRANCE", "Française", e.Number, e.Street, "", "", "", "99420", e.CommuneName, "FRANCE", e.Station, e.StationName, "02", "Valmorin", "",
            ];
            text.AppendJoin(';', cells.Select(c => c.Length == 0 ? "" : $"\"{c}\"")).Append(';').Append(e.Order).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Order2013(params IEnumerable<Elector> electors)
    {
        var text = new StringBuilder(Columns2013).Append('\n');
        foreach (var e in electors)
            text.AppendJoin(';', ["liste générale", "liste électorale", "30/09/2018", "99", e.Commune[2..], e.CommuneName, e.Order, e.Sex, e.BirthName, e.UsageName ?? e.BirthName, e.GivenNames, e.Born, "NAISSANCEVILLE", "99", "FRANCE", "", e.StationName, e.Station, "01", "02", "", "", e.Number, "Rue", "des Lavoirs", "", "99420", e.CommuneName, "FRANCE"]).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
