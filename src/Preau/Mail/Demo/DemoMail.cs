using Preau.Mail.Blocks;

namespace Preau.Mail.Demo;

/// <summary>A mail of the demo's past, written for it.</summary>
/// <param name="DaysAgo">When it left.</param>
/// <param name="Links">Where its text leads: paths of the demo's site, the most followed one first.</param>
/// <param name="Pull">How many of those who got it follow a link.</param>
/// <param name="Lost">How many the connection broke for.</param>
/// <param name="HeldOut">In basis points: who did not get it, to measure what it does. Whom it moved signed after following its link.</param>
/// <param name="Other">The subject of a second version, which fewer followed.</param>
public sealed record DemoMail(string Language, string Subject, string Preheader, string Body, int DaysAgo, string[] Links, double Pull, int Lost = 0, int HeldOut = 0, string? Other = null)
{
    /// <summary>Only those who read English, chosen by that: it needs their word for messages chosen by what is known of them.</summary>
    public bool IsForEnglish => Language == "en";

    private const string Greeting = """<p>Bonjour {{ person.first_name | default: "à toutes et à tous" }},</p>""";
    private const string Signature = "<p>Nadia Védrine<br>Valmorin en commun</p>";

    public static readonly IReadOnlyList<DemoMail> Past =
    [
        new("fr", "Nous y sommes : Valmorin en commun", "Trente-cinq noms, trois chantiers, et une place pour vous.",
            Greeting + """
            <p>Vous avez laissé votre adresse au marché, à une porte ou sur le site : merci. Depuis hier, notre liste est complète. Trente-cinq personnes qui vivent ici, de la Gare aux Rives.</p>
            <p>Nous nous présentons pour trois chantiers : <strong>la passerelle sur la Lène, la classe des Tilleuls, le bus du soir</strong>. Chacun a un prix, une date et quelqu’un qui en répond. Tout est dans <a href="/programme">le programme</a>.</p>
            <p>Et <a href="/equipe">voici qui nous sommes</a>. Vous en connaissez sûrement.</p>
            """ + Signature, 62, ["/programme", "/equipe"], 0.24),
        new("fr", "Douze ans d’études, aucune pierre", "La passerelle sur la Lène : ce qu’il manque, et ce que vous pouvez faire en une minute.",
            Greeting + """
            <p>Quatre études, six maires adjoints, 410 000 € de dossiers : la passerelle n’a toujours pas sa première pierre. Ce n’est pas une question d’argent, c’est une question de décision.</p>
            <p>Nous demandons au préfet et au département de l’inscrire au contrat de plan. Chaque signature compte, car elle sera remise en mains propres : <a href="/passerelle">signez ici</a>, cela prend une minute.</p>
            <blockquote>« Pour aller au collège à pied, ma fille fait trois kilomètres. Il y en a un à vol d’oiseau. »</blockquote>
            <p>Ensuite, transmettez ce courriel à quelqu’un de l’autre rive.</p>
            """ + Signature, 33, ["/passerelle", "/programme"], 0.31, Lost: 3, HeldOut: 2000, Other: "La passerelle sur la Lène : où en est-on ?"),
        new("en", "For our neighbours who read this in English", "The same campaign, in the language you asked for.",
            """
            <p>Dear {{ person.first_name | default: "friend" }},</p>
            <p>When you signed up you told us that you would rather read English. So here is what we stand for, without a dictionary: <a href="/en/programme">the programme in English</a>.</p>
            <p>Citizens of the European Union vote in municipal elections here. If you are not on the roll yet, there is still time: answer this mail and we will help you with the form.</p>
            <p>Nadia Védrine<br>Valmorin en commun</p>
            """, 19, ["/en/programme"], 0.35),
        new("fr", "Jeudi, 19 h, sous le préau de Jean-Macé", "Venez avec une question, ou avec un voisin qui en a une.",
            Greeting + """
            <p>La dernière fois, l’école a manqué de chaises. Nous en avons emprunté à la salle des fêtes : il y en aura pour tout le monde.</p>
            <ul><li>19 h : les comptes de la ville en dix images</li><li>19 h 30 : vos questions, toutes, dans l’ordre où elles arrivent</li><li>20 h 45 : soupe, pommes et dernier bus… tant qu’il y en a un</li></ul>
            <p>Ce que la première réunion nous a appris est <a href="/premiere-reunion-publique">raconté ici</a>. Et si vous pouvez aider une heure, <a href="/rejoindre">dites-le nous</a>.</p>
            """ + Signature, 5, ["/rejoindre", "/premiere-reunion-publique", "/don"], 0.27),
    ];

    public const string DraftSubject = "Samedi au marché : deux heures avec nous ?";
    public const string DraftOther = "Quatre personnes nous manquent samedi. Vous ?";
    public const int DraftHeldOut = 1000;
    public const string DraftPreheader = "Le stand est à gauche de la fontaine. Il manque quatre personnes.";
    public static IReadOnlyList<Block> DraftBody =>
    [
        .. BlocksOfHtml.Read(Greeting + "<p>Vous nous avez dit que le marché du samedi vous convient. Cette semaine il nous manque quatre personnes, de 9 h à 11 h ou de 11 h à 13 h.</p>"),
        new Block.Columns([BlocksOfHtml.Read("<h3>De 9 h à 11 h</h3><p>On monte le stand, on parle de la passerelle, on écoute le reste.</p>"), BlocksOfHtml.Read("<h3>De 11 h à 13 h</h3><p>Le monde est là : on note, on explique, on replie.</p>")]),
        new Block.Button("Voici comment cela se passe", "/samedi-au-marche", BlockAlign.Center),
        .. BlocksOfHtml.Read("<p>Rien à préparer. Pour venir, répondez simplement à ce courriel avec l’heure qui vous va.</p>" + Signature),
    ];

    /// <summary>The letter of the week, to be filled in, with a file at its end.</summary>
    public static IReadOnlyList<Block> Letter(string path, string words) =>
    [
        .. BlocksOfHtml.Read(Greeting + "<h3>Ce qui s’est passé</h3><p>Deux phrases, pas plus.</p><h3>Ce qui vient</h3><ul><li>Jour, heure, lieu</li></ul>"),
        new Block.Button("Dire que je viens", "/rejoindre", BlockAlign.Center),
        .. BlocksOfHtml.Read($"<p>À transmettre autour de vous : <a href=\"{path}\">{words}</a>.</p>" + Signature),
    ];

    /// <summary>Blocks that its campaign keeps, by name.</summary>
    public static readonly IReadOnlyList<(string Name, IReadOnlyList<Block> Blocks)> Kept =
    [
        ("Signature de Nadia", BlocksOfHtml.Read(Signature)),
        ("Les trois chantiers", [new Block.Heading(3, [new("Nos trois chantiers")], BlockAlign.Left), new Block.Items(true, [.. new[] { "la passerelle sur la Lène", "la classe des Tilleuls", "le bus du soir" }.Select(t => (IReadOnlyList<Block>)[new Block.Paragraph([new(t)], BlockAlign.Left)])])]),
        ("Bouton : signer pour la passerelle", [new Block.Button("Je signe pour la passerelle", "/passerelle", BlockAlign.Center)]),
    ];
}
