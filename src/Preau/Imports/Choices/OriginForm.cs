using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Preau.Shared;

namespace Preau.Imports.Choices;

/// <summary>Asked once for each file: where it comes from, and what allows to hold it. Every value that it sets answers with this.</summary>
public sealed class OriginForm
{
    public const int MaxText = 200;

    /// <summary>Art. L.37 hands rolls to whoever undertakes to use them as it says, which is asked where a file is known as one; to translate.</summary>
    public const string NotKnownAsRoll = "An electoral roll comes in with the undertaking of art. L.37, and this file was not known as one by its columns. Name at least “code de l’UGLE”, “type de liste”, “nom de naissance”, “prénoms” and “date de naissance” in its first row as the national register does, and choose the file again. If it is no roll, choose another kind of source and legal basis.";
    private static readonly DateOnly Earliest = new(1990, 1, 1);

    [Display(Name = "What kind of source")]
    public ImportOrigin? Kind { get; set; }

    [StringLength(MaxText), Display(Name = "Where exactly")]
    public string? Origin { get; set; }

    [Display(Name = "Legal basis")]
    public LegalBasis? Basis { get; set; }

    [StringLength(MaxText), Display(Name = "The other basis, in words")]
    public string? BasisText { get; set; }

    [Display(Name = "Obtained on")]
    public DateOnly? ObtainedOn { get; set; }

    public static OriginForm Of(Import import) => new() { Kind = import.OriginKind, Origin = import.Origin, Basis = import.Basis, BasisText = import.BasisText, ObtainedOn = import.ObtainedOn };

    public static IEnumerable<SelectListItem> Kinds(Words words) => Enum.GetValues<ImportOrigin>().Select(k => new SelectListItem(words[k.Label()], k.ToString()));

    public static IEnumerable<SelectListItem> Bases(Words words) => Enum.GetValues<LegalBasis>().Select(b => new SelectListItem(words[b.Label()], b.ToString()));

    /// <summary>What is missing or wrong, as sentences to translate, by field.</summary>
    public IEnumerable<(string Field, string Problem)> Problems(DateOnly today)
    {
        if (Kind is not { } kind || !Enum.IsDefined(kind)) yield return (nameof(Kind), "Say what kind of source the file comes from.");
        if (string.IsNullOrWhiteSpace(Origin)) yield return (nameof(Origin), "Say where the file comes from: whoever asks where their data is from is told so.");
        else if (Origin.Length > MaxText) yield return (nameof(Origin), "Say it in 200 characters at most.");
        if (Basis is not { } basis || !Enum.IsDefined(basis)) yield return (nameof(Basis), "Say on what legal basis you hold what is in the file. Without one it cannot be brought in.");
        else if (basis == LegalBasis.Other && string.IsNullOrWhiteSpace(BasisText)) yield return (nameof(BasisText), "Say in words which other legal basis it is.");
        if (BasisText?.Length > MaxText) yield return (nameof(BasisText), "Say it in 200 characters at most.");
        if (ObtainedOn is not { } day) yield return (nameof(ObtainedOn), "Say when you obtained the file.");
        else if (day > today || day < Earliest) yield return (nameof(ObtainedOn), "The day on which you obtained the file must lie between 1990 and today.");
    }

    /// <summary>What keeps a file that was not known as a roll from coming in as one, by field: in France any roll is under art. L.37, elsewhere registers of voters are under other law.</summary>
    public (string Field, string Problem)? RollProblem(string country) =>
        Basis == LegalBasis.ElectoralRoll ? (nameof(Basis), NotKnownAsRoll)
        : Kind == ImportOrigin.ElectoralRoll && country == "FR" ? (nameof(Kind), NotKnownAsRoll)
        : null;

    /// <summary>Of a table whose columns somebody matches.</summary>
    public void Check(ModelStateDictionary state, string prefix, NationFacts nation, DateTimeOffset now, Words words)
    {
        foreach (var (field, problem) in Problems(nation.DayOf(now)).Concat(RollProblem(nation.Country) is { } roll ? [roll] : []))
        {
            var key = $"{prefix}.{field}";
            if (!(state.TryGetValue(key, out var entry) && entry.Errors.Count > 0)) state.AddModelError(key, words[problem]);
        }
    }

    public void CopyTo(Import import) =>
        (import.OriginKind, import.Origin, import.Basis, import.BasisText, import.ObtainedOn) = (Kind, Origin!.Trim(), Basis, Basis == LegalBasis.Other ? BasisText!.Trim() : null, ObtainedOn);
}
