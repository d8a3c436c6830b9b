namespace Preau.Site.Demo;

/// <summary>The pictures of the demo's site, each with what it shows in both languages.</summary>
public sealed record DemoPicture(string Name, string French, string English, Func<Scene> Draw)
{
    public static readonly DemoPicture River = new("river", "Dessin : au lever du soleil, le pont de pierre de Valmorin et ses maisons au bord de la Lène", "Drawing: the stone bridge of Valmorin at sunrise, with its houses along the Lène",
        () => new Scene(11).Sky("#8FB3D1", "#F9D9B0").Sun(1130, 330, 74, "#FFF1CF").Hills(520, 130, "#A9B9B0").Hills(585, 90, "#86A08D").Hills(640, 60, "#5F7F66")
            .Town(690, -10, 760, 190).Belfry(430, 690, 330).Town(690, 1010, 1640, 160).Trees(700, 5, 74, "#3F5F3C", "#6E8F4F", 730, 1040)
            .Water(690, "#F1C99A", "#31536B").Bridge(668, 850, 4, "#B49A78", "#8C7558").People(664, 9, 92, 200, 1400).Trees(1080, 4, 150, "#2F4A33", "#557A45", -40, 420));

    public static readonly DemoPicture School = new("school", "Dessin : des enfants et des parents sous le préau de l’école des Tilleuls", "Drawing: children and parents in front of the covered courtyard of the school",
        () => new Scene(5).Sky("#A9CBE2", "#EAF1EC").Hills(520, 70, "#9DB89B").Courtyard(800, 5).Trees(820, 2, 190, "#3F5F3C", "#7C9C55", -60, 240).Trees(820, 2, 190, "#3F5F3C", "#7C9C55", 1380, 1660)
            .Gradient(800, Scene.Height, "#D8C6A1", "#BFA679").People(900, 11, 170).People(1010, 6, 210, 260, 1400));

    public static readonly DemoPicture Market = new("market", "Dessin : les étals du marché du samedi, devant les maisons de la place", "Drawing: the stalls of the Saturday market in front of the houses on the square",
        () => new Scene(23).Sky("#BBD6E4", "#F6EBD3").Town(690, -10, 1640, 320).Gradient(690, Scene.Height, "#D9CBB0", "#B7A27C").Stalls(840, 4).People(980, 13, 230));

    public static readonly DemoPicture Path = new("path", "Dessin : des promeneurs sur la passerelle, entre les peupliers de la rive", "Drawing: walkers on the footbridge between the poplars of the river bank",
        () => new Scene(31).Sky("#9CC3D5", "#F4EFD9").Hills(470, 110, "#A3BFA0").Hills(560, 80, "#7FA077").Trees(640, 9, 92, "#456B43", "#7DA05A").Water(640, "#B9D5D2", "#3B6674")
            .Block(0, 628, Scene.Width, 22, "#7A5C3E").Block(0, 556, Scene.Width, 8, "#7A5C3E").People(630, 8, 150).Trees(1100, 3, 190, "#2F4A33", "#5F8747", 1060, 1660));

    public static readonly DemoPicture Station = new("station", "Dessin : un train à quai en gare de Valmorin, à la tombée du soir", "Drawing: a train at the platform of Valmorin station at nightfall",
        () => new Scene(44).Sky("#2F4A66", "#E8A77C").Sun(360, 470, 60, "#FFDFA8").Hills(600, 90, "#4D5F6B").Town(660, -10, 1640, 150).Train(820, "#A63D24").Gradient(836, Scene.Height, "#8E8A82", "#6B675F").People(1000, 9, 210));

    public static readonly DemoPicture Meeting = new("meeting", "Dessin : une réunion publique du soir sous le préau, devant une assemblée debout", "Drawing: an evening meeting in the covered courtyard, before a standing audience",
        () => new Scene(52).Sky("#1F2D3A", "#6B4A3E").Courtyard(700, 4).Gradient(700, Scene.Height, "#5B4638", "#2C2521").Sun(420, 250, 26, "#FFE3A6").Sun(820, 250, 26, "#FFE3A6").Sun(1220, 250, 26, "#FFE3A6")
            .Block(620, 600, 360, 110, "#7A2D1B").People(610, 1, 210, 700, 900).People(830, 14, 170).People(960, 13, 220).People(1090, 11, 270));
}
