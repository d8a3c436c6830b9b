namespace Preau.Site.Demo;

/// <summary>The pages of the demo that stay: invented, like the town they speak of.</summary>
public static class DemoPages
{
    public static readonly IReadOnlyList<DemoPage> All =
    [
        new(PageKind.Home, DemoPicture.River, null, 48,
            new("", "Une ville se décide à plusieurs.", "Avec Nadia Védrine, trente-cinq habitantes et habitants se présentent à l’élection partielle. Trois chantiers, des comptes ouverts, et votre mot à dire.",
                """
                <p>Depuis la démission du maire, Valmorin attend. Nous n’attendons plus : nous avons frappé à 2 300 portes, tenu neuf réunions sous les préaux de nos écoles, et retenu ce qui revient partout.</p>
                <h2>Garder nos classes</h2><p>Pas une fermeture de plus aux Tilleuls. Une cantine cuisinée sur place dans les huit écoles, et une garderie jusqu’à 18 h 30.</p>
                <h2>Passer la Lène à pied</h2><p>La passerelle promise depuis douze ans, sur plan en six mois, ouverte avant la fin du mandat. Le bus du soir jusqu’à 22 h, les sept jours.</p>
                <h2>Ouvrir les comptes</h2><p>Chaque dépense de plus de 5 000 € publiée sous un mois. Un dixième de l’investissement décidé dans les quartiers, par celles et ceux qui y vivent.</p>
                """),
            new("", "A town is run by many.", "With Nadia Védrine, thirty-five residents stand in the by-election. Three works, open books, and your say.",
                """
                <p>Since the mayor resigned, Valmorin has been waiting. We have stopped waiting: we knocked on 2,300 doors, met nine times in the courtyards of our schools, and kept what came up everywhere.</p>
                <h2>Keep our classes</h2><p>Not one more closure at Les Tilleuls. Meals cooked on the spot in all eight schools, and after-school care until 6.30 pm.</p>
                <h2>Cross the Lène on foot</h2><p>The footbridge promised twelve years ago, drawn within six months, open before the term ends. Evening buses until 10 pm, seven days a week.</p>
                <h2>Open the books</h2><p>Every expense above 5,000 € published within a month. A tenth of investment decided in the quarters, by those who live there.</p>
                """)),
        new(PageKind.Basic, DemoPicture.School, 1, 40,
            new("programme", "Le programme", "Ce que nous ferons, quand, et ce que cela coûte. Rien d’autre n’est promis.",
                """
                <p>Ce programme tient en quatre chapitres. Chaque mesure a été chiffrée avec d’anciens agents de la ville ; le détail est distribué dans nos réunions.</p>
                <h2>L’école d’abord</h2><p>Une ville qui perd ses classes perd ses familles.</p>
                <ul><li>Aucune fermeture demandée par la mairie, et un recours contre celle des Tilleuls.</li><li>Une cuisine dans chaque école : 640 repas par jour, la moitié des produits venus de moins de quarante kilomètres.</li><li>La garderie jusqu’à 18 h 30, au même tarif qu’aujourd’hui.</li></ul>
                <h2>Aller et venir</h2><p>La moitié des trajets à Valmorin font moins de trois kilomètres.</p>
                <ul><li>La passerelle entre les Rives et le Centre : étude en 2027, ouverture en 2031, 2,9 millions d’euros dont 60 % de subventions.</li><li>Les bus jusqu’à 22 h, tous les jours, gratuits avant 18 ans.</li><li>Des trottoirs praticables en fauteuil sur tout le trajet des écoles.</li></ul>
                <h2>Décider ensemble</h2><p>Les comptes d’une commune ne sont pas un secret.</p>
                <ul><li>Chaque dépense de plus de 5 000 € publiée sous un mois.</li><li>Un dixième de l’investissement voté dans les quartiers.</li><li>Le conseil municipal filmé, et une question du public à chaque séance.</li></ul>
                <blockquote><p>On ne demande pas la lune. On demande où passe l’argent, et que l’école reste ouverte.</p></blockquote>
                <h2>Ce que cela coûte</h2><p>Les trois chapitres coûtent 1,1 million d’euros par an, sans hausse du taux de taxe foncière : l’emprunt du stade est remboursé en 2028, et la ville éteint enfin les bureaux qu’elle n’occupe plus.</p>
                """),
            new("programme", "The programme", "What we will do, when, and what it costs. Nothing else is promised.",
                """
                <p>This programme has four chapters. Each measure was costed with former town staff; the details are handed out at our meetings.</p>
                <h2>School first</h2><p>A town that loses its classes loses its families.</p>
                <ul><li>No closure asked for by the town hall, and an appeal against the one at Les Tilleuls.</li><li>A kitchen in every school: 640 meals a day, half of the produce from less than forty kilometres away.</li><li>After-school care until 6.30 pm, at today’s price.</li></ul>
                <h2>Getting about</h2><p>Half of all trips in Valmorin are shorter than three kilometres.</p>
                <ul><li>The footbridge between Les Rives and the Centre: study in 2027, open in 2031, 2.9 million euros, 60% of it from grants.</li><li>Buses until 10 pm, every day, free below 18.</li><li>Pavements fit for a wheelchair all the way to each school.</li></ul>
                <h2>Deciding together</h2><p>The accounts of a town are no secret.</p>
                <ul><li>Every expense above 5,000 € published within a month.</li><li>A tenth of investment voted in the quarters.</li><li>Council meetings filmed, with a question from the public at each.</li></ul>
                <blockquote><p>We are not asking for the moon. We ask where the money goes, and that the school stays open.</p></blockquote>
                <h2>What it costs</h2><p>The three chapters cost 1.1 million euros a year, without a higher rate of property tax: the stadium’s loan is paid off in 2028, and the town at last leaves offices that it no longer uses.</p>
                """)),
        new(PageKind.Basic, DemoPicture.Market, 2, 44,
            new("equipe", "Qui nous sommes", "Trente-cinq personnes qui vivent ici, et une institutrice qui connaît la moitié de la ville par son prénom.",
                """
                <h2>Nadia Védrine</h2><p>Née à Valmorin, Nadia a dirigé l’école Jean-Macé pendant onze ans. Elle préside l’association des usagers du bus et n’a jamais été élue. Elle a 47 ans et trois enfants, qui rentrent à pied.</p>
                <h2>La liste</h2><p>Un menuisier, deux infirmières, une agricultrice, un cheminot, une libraire, un ancien comptable de l’hôpital : dix-huit femmes, dix-sept hommes, de 19 à 74 ans, de tous les quartiers. Aucun ne cumulera de mandat.</p>
                <h2>Nous rencontrer</h2><p>Tous les samedis de 9 h à 12 h au marché, et le mardi soir à la Maison des associations, avenue de la Gare. Entrez sans frapper.</p>
                """),
            new("team", "Who we are", "Thirty-five people who live here, and a teacher who knows half of the town by first name.",
                """
                <h2>Nadia Védrine</h2><p>Born in Valmorin, Nadia was head of the Jean-Macé school for eleven years. She chairs the bus users’ association and has never held office. She is 47 and has three children, who walk home.</p>
                <h2>The list</h2><p>A joiner, two nurses, a farmer, a railwayman, a bookseller, a former accountant of the hospital: eighteen women, seventeen men, aged 19 to 74, from every quarter. None will hold a second office.</p>
                <h2>Meet us</h2><p>Every Saturday from 9 to 12 at the market, and on Tuesday evenings at the Maison des associations, avenue de la Gare. Come in without knocking.</p>
                """)),
        new(PageKind.Blog, null, 3, 46,
            new("actualites", "Actualités", "Ce que nous faisons, semaine après semaine.", ""),
            new("news", "News", "What we do, week by week.", "")),
        new(PageKind.Petition, DemoPicture.Path, null, 30,
            new("passerelle", "La passerelle sur la Lène, maintenant", "Douze ans d’études, aucune pierre. Demandons au préfet et au département d’inscrire la passerelle au contrat de 2027.",
                """
                <p>Quatre mille personnes vivent aux Rives. Pour aller au collège, à la gare ou au marché, il leur faut faire le tour par le pont-route : 2,4 kilomètres, sans trottoir sur six cents mètres.</p>
                <p>La passerelle ramène ce trajet à quatre cents mètres. Elle est au schéma départemental depuis douze ans. Il ne manque qu’une signature : la vôtre aidera à obtenir la leur.</p>
                <h2>Ce que nous demandons</h2><ul><li>L’inscription au contrat de territoire de 2027.</li><li>La publication de l’étude hydraulique, payée par nos impôts et tenue secrète depuis trois ans.</li><li>Un trottoir provisoire sur le pont-route avant la rentrée.</li></ul>
                """),
            new("footbridge", "The footbridge over the Lène, now", "Twelve years of studies, not one stone. Let us ask prefect and department to put the footbridge into the 2027 contract.",
                """
                <p>Four thousand people live in Les Rives. To reach school, station or market they must go round by the road bridge: 2.4 kilometres, six hundred metres of it without a pavement.</p>
                <p>The footbridge makes that four hundred metres. It has been in the department’s plan for twelve years. All that lacks is a signature: yours will help to get theirs.</p>
                <h2>What we ask</h2><ul><li>A place in the 2027 territory contract.</li><li>The hydraulic study, paid by our taxes and kept secret for three years, published.</li><li>A temporary pavement on the road bridge before school starts again.</li></ul>
                """)),
        new(PageKind.SignUp, null, 4, 45,
            new("rejoindre", "Rejoignez-nous", "Une heure par semaine ou une seule fois : dites-nous comment vous voulez aider, nous vous rappelons.",
                "<p>Tracter au marché, prêter une salle, tenir un bureau de vote, ou simplement recevoir des nouvelles : chacun à sa mesure. Vos coordonnées ne sont données à personne.</p>"),
            new("join", "Join us", "An hour a week or just once: tell us how you would like to help, and we will call you back.",
                "<p>Hand out leaflets at the market, lend a room, watch a polling station, or simply get the news: each in their measure. Your details are given to nobody.</p>")),
        new(PageKind.Donation, null, null, 38,
            new("don", "Chaque don compte, dans les deux sens", "Nous n’acceptons de dons que d’habitants, jamais d’une entreprise ni d’un parti. Et nos comptes seront publics.",
                "<p>20 € paient 400 tracts. 50 € louent une salle pour un soir. 150 € impriment le programme pour tout un quartier.</p>"),
            new("donate", "Every gift counts, both ways", "We take nothing from companies or parties: only from residents. And our accounts will be public.",
                "<p>20 € pay for 400 leaflets. 50 € rent a hall for an evening. 150 € print the programme for a whole quarter.</p>")),
        new(PageKind.Thanks, null, null, 45,
            new("merci", "Merci, nous comptons sur vous.", "C’est noté. Si vous avez demandé de nos nouvelles, elles vous viendront par courriel. En attendant, parlez-en à une personne qui ne vote plus.",
                "<p>Le samedi matin, nous sommes au marché : venez dire bonjour.</p>"),
            new("thanks", "Thank you, we count on you.", "We have noted it. If you asked for our news, it comes to you by mail. Meanwhile, tell somebody who no longer votes.",
                "<p>On Saturday mornings we are at the market: come and say hello.</p>")),
    ];
}
