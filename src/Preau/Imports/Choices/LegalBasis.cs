using System.Globalization;
using Preau.Shared;

namespace Preau.Imports.Choices;

/// <summary>What allows the campaign to hold what a file says of people (GDPR art. 6 and 9).</summary>
public enum LegalBasis
{
    /// <summary>Art. 6(1)(a) and 9(2)(a): everybody in the file agreed.</summary>
    Consent,

    /// <summary>Art. 9(2)(d): members and people in regular contact with a political body.</summary>
    RegularContact,

    /// <summary>Art. 6(1)(f), for what tells no opinion.</summary>
    LegitimateInterest,

    /// <summary>Code électoral, art. L.37: candidates, parties and groups may have the roll, never to trade it.</summary>
    ElectoralRoll,

    /// <summary>Art. 9(2)(e): what people themselves made public.</summary>
    ManifestlyPublic,

    /// <summary>Said in words.</summary>
    Other,
}

/// <summary>What kind of place a file comes from.</summary>
public enum ImportOrigin
{
    OwnList,
    OtherSystem,
    PaperForms,
    ElectoralRoll,
    Partner,
    PublicSource,
    Other,
}

public static class ChoiceWords
{
    /// <summary>To translate.</summary>
    public static string Label(this LegalBasis basis) => basis switch
    {
        LegalBasis.Consent => "Consent of the people in it",
        LegalBasis.RegularContact => "Members and regular contacts of a political body (GDPR art. 9(2)(d))",
        LegalBasis.LegitimateInterest => "Legitimate interest, for what tells no opinion (GDPR art. 6(1)(f))",
        LegalBasis.ElectoralRoll => "Electoral roll handed out under art. L.37 of the Code électoral",
        LegalBasis.ManifestlyPublic => "Made public by the people themselves (GDPR art. 9(2)(e))",
        LegalBasis.Other => "Another basis, in words",
    };

    /// <summary>For lists; to translate.</summary>
    public static string Brief(this LegalBasis basis) => basis switch
    {
        LegalBasis.Consent => "Agreement",
        LegalBasis.RegularContact => "Art. 9(2)(d)",
        LegalBasis.LegitimateInterest => "Art. 6(1)(f)",
        LegalBasis.ElectoralRoll => "Art. L.37",
        LegalBasis.ManifestlyPublic => "Art. 9(2)(e)",
        LegalBasis.Other => "Another one",
    };

    /// <summary>To translate.</summary>
    public static string Label(this ImportOrigin origin) => origin switch
    {
        ImportOrigin.OwnList => "A list of our own",
        ImportOrigin.OtherSystem => "Another system that we used",
        ImportOrigin.PaperForms => "Paper forms or a stall",
        ImportOrigin.ElectoralRoll => "The electoral roll",
        ImportOrigin.Partner => "A party or partner that gave it to us",
        ImportOrigin.PublicSource => "A public source",
        ImportOrigin.Other => "Something else",
    };

    /// <summary>Where the values of a file come from, as whoever asks gets to read it; null for imports of before this was asked.</summary>
    public static string? Story(Import import, Words words) => import.Basis is not { } basis ? null
        : words["{0}: {1} · legal basis: {2} · obtained on {3}", words[import.OriginKind!.Value.Label()], import.Origin, basis == LegalBasis.Other ? import.BasisText : words[basis.Label()], import.ObtainedOn?.ToString("d MMM yyyy", CultureInfo.CurrentCulture)];
}
