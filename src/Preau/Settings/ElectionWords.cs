using Preau.Law;

namespace Preau.Settings;

/// <summary>The law's kinds as people call them; sentences to translate.</summary>
public static class ElectionWords
{
    public static string Label(this ElectionKind kind) => kind switch
    {
        ElectionKind.Municipal => "Municipal",
        ElectionKind.Departmental => "Departmental",
        ElectionKind.Regional => "Regional",
        ElectionKind.Legislative => "Legislative",
        ElectionKind.Senatorial => "Senatorial",
        ElectionKind.European => "European",
        ElectionKind.Presidential => "Presidential",
        ElectionKind.Referendum => "Referendum",
        ElectionKind.Other => "Another election",
    };

    /// <summary>From the first round to the second; null where there is none on another day.</summary>
    public static int? DaysBetweenRounds(this ElectionKind kind) => kind switch
    {
        ElectionKind.Municipal or ElectionKind.Departmental or ElectionKind.Regional or ElectionKind.Legislative => 7,
        ElectionKind.Presidential => 14,
        ElectionKind.Senatorial or ElectionKind.European or ElectionKind.Referendum or ElectionKind.Other => null,
    };

    public static string Label(this CollectorKind kind) => kind switch
    {
        CollectorKind.Agent => "A mandataire financier",
        CollectorKind.Association => "An association de financement",
    };
}
