namespace Preau.Demo;

/// <summary>What the demo's people do, say and are tagged with. Written for the demo.</summary>
public static class DemoWords
{
    public static readonly string[] MailDomains = ["example.org", "courrier.example", "boite.example", "lettre.example", "example.com"];

    /// <summary>Where people came from, commonest first.</summary>
    public static readonly string[] Sources = ["page", "petition", "market", "door", "meeting", "friend", "leaflet"];

    public static readonly (string Purpose, double Share)[] ConsentShares =
        [("news", 1), ("sms", 0.45), ("call", 0.3), ("targeted", 0.5), ("measure", 0.55), ("after_election", 0.6)];

    public static readonly (string Name, double Share)[] Tags =
    [
        ("bénévole", 0.11), ("tractage", 0.07), ("porte-à-porte", 0.05), ("réunion publique", 0.14), ("parent d’élève", 0.12), ("commerçant", 0.05),
        ("vélo", 0.09), ("cantine bio", 0.08), ("marché du samedi", 0.13), ("procuration", 0.03), ("colistier", 0.02), ("presse", 0.01), ("association", 0.1),
    ];

    public static readonly string[] Occupations =
    [
        "enseignante", "infirmier", "retraité", "retraitée", "aide à domicile", "artisan", "commerçante", "étudiant", "étudiante", "cheminot", "agricultrice",
        "ingénieure", "chauffeur de bus", "libraire", "comptable", "cuisinier", "assistante maternelle", "menuisier", "secrétaire médicale", "informaticien",
    ];

    public static readonly string[] Notes =
    [
        "Peut prêter une salle pour une réunion d’appartement.",
        "Demande où en est le dossier de la passerelle sur la Lène.",
        "Préfère être rappelée après 18 h.",
        "A une remorque, peut aider pour le marché du samedi.",
        "S’inquiète de la fermeture de la classe à l’école des Tilleuls.",
        "Veut bien tenir un bureau de vote comme assesseur.",
        "Connaît tout le monde faubourg Saint-Roch : à associer au boîtage.",
        "Ne souhaite pas parler de l’élection au travail.",
        "Attend une réponse sur les horaires de la bibliothèque.",
        "Sera absent le dimanche du vote : lui parler de la procuration.",
    ];
}
