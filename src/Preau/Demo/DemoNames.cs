namespace Preau.Demo;

/// <summary>Common given names and surnames, written down by hand for the demo. Synthetic: no line of any register is behind them.</summary>
public static class DemoNames
{
    // By generation: born before 1955, 1955–1974, 1975–1990, after 1990.
    public static readonly string[][] Women =
    [
        Split("Monique Jacqueline Françoise Nicole Michèle Annie Denise Yvonne Jeannine Colette Paulette Marie-Thérèse Andrée Bernadette Odette Simone Claudine Ginette Josette Huguette Raymonde Arlette"),
        Split("Catherine Sylvie Nathalie Isabelle Martine Christine Brigitte Véronique Patricia Valérie Corinne Pascale Sandrine Florence Laurence Muriel Fatima Agnès Dominique Marie-Christine Hélène Béatrice Rosa Nadia"),
        Split("Stéphanie Céline Émilie Aurélie Julie Élodie Virginie Audrey Delphine Karine Sonia Claire Anne-Laure Samira Leïla Mélanie Charlotte Marion Pauline Amandine Sophie Marie Ludivine Aïcha Ana"),
        Split("Léa Manon Camille Chloé Emma Inès Sarah Océane Lucie Mathilde Clara Anaïs Zoé Jade Louise Alice Yasmine Maëlys Lina Éloïse Justine Margaux Nina Salomé Aya"),
    ];

    public static readonly string[][] Men =
    [
        Split("Jean Michel Claude André Pierre Jacques Bernard René Roger Robert Marcel Gérard Daniel Guy Raymond Henri Maurice Georges Jean-Claude Lucien Serge Roland"),
        Split("Philippe Patrick Alain Christian Éric Pascal Thierry Laurent Dominique Bruno Didier Gilles Jean-Luc Frédéric Olivier François Mohamed Marc Jean-Pierre Yves Hervé Antonio Rachid Franck"),
        Split("Nicolas Sébastien Christophe Julien David Guillaume Jérôme Cédric Vincent Mickaël Karim Benoît Arnaud Ludovic Grégory Mathieu Yannick Mehdi Fabrice Emmanuel Damien Loïc Samuel Xavier Tiago"),
        Split("Thomas Lucas Hugo Théo Maxime Antoine Clément Alexandre Quentin Romain Adrien Louis Enzo Nathan Yanis Bastien Rayan Gabriel Arthur Jules Ibrahim Noé Valentin Kévin Aurélien Malik"),
    ];

    public static readonly string[] Surnames = Split("""
        Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel
        Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier
        Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval
        Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud
        Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier
        Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger
        Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty
        Aubry Guyot Carré Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Collet Léger Bouvier
        Julien Prévost Millet Perrot Daniel Cousin Germain Breton Besson Langlois Rémy Pelletier Lévêque Perrier Leblanc Barré Lebrun
        Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez Guichard Gillet Étienne Grondin Poulain Tessier Chevallier
        Collin Chauvin Bouchet Gay Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélémy Cordier Pichon Lejeune Gilbert
        Lamy Delaunay Pasquier Carlier Laporte Traoré Diallo Nguyen Benali Haddad Cissé Kone Da-Silva Ferreira Pereira Santos Rossi Romano
        Kowalski Nowak Ben-Amar Belkacem Amrani Saïdi Mansouri Camara Sow Ba N’Diaye Tran Lê Rakoto Le-Goff Le-Gall Kervella Cadiou Etcheverry
        L’Hermite D’Angelo De-Almeida Van-Damme O’Connor Sauvage Vallet Tanguy Lacombe Chauvet Ferrand Maurin Ponsard Bérard Védrine Mounier
        """);

    private static string[] Split(string names) =>
        [.. names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
