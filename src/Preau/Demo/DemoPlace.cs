namespace Preau.Demo;

/// <summary>Valmorin-sur-Lène, a commune that does not exist: neither does its river, its postcode or its INSEE code.</summary>
public static class DemoPlace
{
    public const string City = "Valmorin-sur-Lène";
    public const string Postcode = "99420";
    public const string CityCode = "99420";
    public const int Population = 27_400;

    /// <summary>Villages around it, where some supporters live who can't vote here.</summary>
    public static readonly (string City, string Postcode)[] Neighbours =
    [
        ("Brécy-le-Haut", "99430"), ("Saint-Aubrin", "99430"), ("Les Ormières", "99440"), ("Chantelène", "99450"), ("Villeneuve-Morin", "99425"),
    ];

    public static readonly Quarter[] Quarters =
    [
        new("Centre", ["École Jean-Macé", "Hôtel de ville", "Salle des fêtes"],
            "Grande Rue|rue de l’Église|place de la Halle|rue des Tanneurs|rue du Pont-Vieux|rue de la République|place du Marché|rue des Lavoirs|rue Pasteur|impasse du Puits|rue du Four-Banal|quai de la Lène|passage des Drapiers|rue Victor-Hugo|rue de l’Abreuvoir"),
        new("Gare", ["École Marie-Curie", "Gymnase de la Gare", "Maison des associations"],
            "avenue de la Gare|rue du Dépôt|boulevard Gambetta|rue des Cheminots|rue Émile-Zola|rue de l’Industrie|place Jean-Jaurès|rue du Gazomètre|rue Ambroise-Croizat|allée des Aiguilleurs|rue des Forges|cité du Rail"),
        new("Les Tilleuls", ["École des Tilleuls", "Collège Louise-Michel", "Centre social"],
            "allée des Tilleuls|rue Jean-Moulin|square des Acacias|avenue Pablo-Neruda|rue Olympe-de-Gouges|allée des Érables|rue Salvador-Allende|tour Bellevue|résidence du Parc|rue Germaine-Tillion|allée Frida-Kahlo|place de la Commune"),
        new("La Varenne", ["École de la Varenne", "Salle polyvalente", "Bibliothèque"],
            "route de la Varenne|chemin des Vignes|rue des Coteaux|rue du Belvédère|chemin de la Croix-Blanche|impasse des Merles|rue des Pressoirs|clos des Sarments|chemin des Échalas|rue de la Treille|rue des Vendanges"),
        new("Faubourg Saint-Roch", ["École Saint-Roch", "Foyer rural", "Marché couvert"],
            "faubourg Saint-Roch|rue de la Chapelle|rue des Jardiniers|rue du Moulin-Neuf|chemin du Bief|rue Louise-Bonnet|rue des Teinturiers|impasse du Meunier|rue de la Soie|place des Canuts|rue du Onze-Novembre"),
        new("Les Rives", ["École des Rives", "Base nautique", "Salle du Port"],
            "promenade des Rives|rue du Port|chemin de Halage|rue des Pêcheurs|quai aux Sables|rue des Peupliers|allée des Martins-Pêcheurs|rue de l’Écluse|rue des Saules|impasse du Passeur|rue du Gué"),
        new("Hauts de Morin", ["École des Hauts", "Maison de quartier", "Stade Colette-Besson"],
            "avenue des Hauts|rue du Château-d’Eau|rue Simone-Veil|allée des Cèdres|rue Georges-Brassens|rue Barbara|impasse des Grillons|rue Jacques-Prévert|rue Rosa-Parks|allée des Genêts|rue Aimé-Césaire|rue Missak-Manouchian"),
        new("Le Grand Pré", ["École du Grand-Pré", "Ludothèque", "Lycée agricole"],
            "rue du Grand-Pré|chemin des Prairies|rue des Bleuets|rue des Coquelicots|allée des Noisetiers|rue de la Ferme|impasse des Moissons|rue du Pâtis|chemin de la Source|rue des Haies|rue de la Bergerie|allée des Charmes"),
    ];

    public static int Stations => Quarters.Sum(q => q.Halls.Length);
}

/// <summary>A part of the commune, the halls it votes in, and its streets.</summary>
public sealed record Quarter(string Name, string[] Halls, string StreetList)
{
    public string[] Streets { get; } = StreetList.Split('|');
}
