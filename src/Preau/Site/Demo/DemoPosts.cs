namespace Preau.Site.Demo;

/// <summary>The news of the demo's campaign.</summary>
public static class DemoPosts
{
    public static readonly IReadOnlyList<DemoPage> All =
    [
        new(PageKind.Post, DemoPicture.Meeting, null, 34,
            new("premiere-reunion-publique", "Deux cents personnes sous le préau", "Pour notre première réunion publique, l’école Jean-Macé a manqué de chaises. Ce que nous en retenons.",
                """
                <p>On attendait quatre-vingts personnes. Il en est venu plus de deux cents, dont beaucoup n’avaient jamais mis les pieds à une réunion politique. Les chaises du réfectoire n’ont pas suffi ; on s’est serré debout sous le préau.</p>
                <h2>Trois questions revenues dix fois</h2><p>Qui a décidé de la fermeture de classe ? Où en est la passerelle ? Et pourquoi la bibliothèque ferme-t-elle à 17 h ? À la première nous avons répondu par le courrier de l’inspection, lu en entier. Pour les deux autres, nous avons pris date.</p>
                <blockquote><p>C’est la première fois qu’on me demande mon avis avant, et pas après.</p></blockquote>
                <p>Prochaine réunion aux Hauts de Morin, à la Maison de quartier. Il y aura des chaises.</p>
                """),
            new("first-public-meeting", "Two hundred people in the courtyard", "At our first public meeting the Jean-Macé school ran out of chairs. What we took away from it.",
                """
                <p>We expected eighty people. More than two hundred came, many of whom had never set foot in a political meeting. The canteen’s chairs were not enough; we stood close together under the roof of the courtyard.</p>
                <h2>Three questions, asked ten times</h2><p>Who decided to close the class? What of the footbridge? And why does the library close at 5 pm? The first we answered with the inspectorate’s letter, read in full. For the other two we set a date.</p>
                <blockquote><p>It is the first time that I am asked before, and not after.</p></blockquote>
                <p>Next meeting in Hauts de Morin, at the Maison de quartier. There will be chairs.</p>
                """)),
        new(PageKind.Post, DemoPicture.School, null, 21,
            new("classe-des-tilleuls", "La classe des Tilleuls : un recours est déposé", "Vingt-six familles ont signé avec nous. Le tribunal a deux mois.",
                """
                <p>La décision de fermer la quatrième classe de l’école des Tilleuls repose sur un effectif compté en juin, avant l’arrivée des familles de la résidence du Parc. Nous avons recompté avec les parents : il manque onze enfants à l’appel de l’inspection.</p>
                <p>Le recours a été déposé lundi. Vingt-six familles l’ont signé. Nous publierons la réponse ici, quelle qu’elle soit.</p>
                """),
            new("class-at-les-tilleuls", "The class at Les Tilleuls: an appeal is filed", "Twenty-six families signed with us. The court has two months.",
                """
                <p>The decision to close the fourth class of the Tilleuls school rests on numbers taken in June, before the families of the Parc residence moved in. We counted again with the parents: eleven children are missing from the inspectorate’s list.</p>
                <p>The appeal was filed on Monday. Twenty-six families signed it. We will publish the answer here, whatever it is.</p>
                """)),
        new(PageKind.Post, DemoPicture.Station, null, 11,
            new("bus-du-soir", "Dernier bus à 19 h 40 : nous avons raté le nôtre", "Un mardi soir avec ceux qui rentrent tard, de la gare aux Hauts de Morin.",
                """
                <p>À 19 h 52, le train de la préfecture entre en gare. Le dernier bus est parti depuis douze minutes. Ce mardi, quarante-trois personnes ont fait le chemin à pied jusqu’aux Hauts : une infirmière, des apprentis, une grand-mère et son chariot.</p>
                <p>Prolonger deux lignes jusqu’à 22 h coûte 186 000 € par an. C’est le prix du parking provisoire de la place de la Halle, resté provisoire neuf ans.</p>
                """),
            new("evening-bus", "Last bus at 7.40 pm: we missed ours", "A Tuesday evening with those who come home late, from the station to Hauts de Morin.",
                """
                <p>At 7.52 pm the train from the prefecture comes in. The last bus left twelve minutes ago. This Tuesday forty-three people walked up to the Hauts: a nurse, apprentices, a grandmother with her trolley.</p>
                <p>Running two lines until 10 pm costs 186,000 € a year. That is the price of the temporary car park on the place de la Halle, temporary for nine years.</p>
                """)),
        new(PageKind.Post, DemoPicture.Market, null, 3,
            new("samedi-au-marche", "Samedi au marché, on compte les voix et les pommes", "Le stand est à gauche de la fontaine. Venez avec vos questions, repartez avec le programme.",
                """
                <p>Ce samedi, de 9 h à 12 h, la liste est au complet au marché couvert. Nous y présentons le chiffrage du programme, page par page, avec celui qui a tenu les comptes de l’hôpital pendant vingt ans.</p>
                <p>Vous ne pouvez pas voter le jour dit ? On vous explique la procuration, et on trouve quelqu’un.</p>
                """),
            new("saturday-at-the-market", "Saturday at the market, counting votes and apples", "The stand is left of the fountain. Bring your questions, take the programme home.",
                """
                <p>This Saturday from 9 to 12 the whole list is at the covered market. We present the costing of the programme, page by page, with the man who kept the hospital’s books for twenty years.</p>
                <p>You cannot vote on the day? We explain how to vote by proxy, and find somebody.</p>
                """)),
    ];
}
