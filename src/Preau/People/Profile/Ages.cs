namespace Preau.People.Profile;

public static class Ages
{
    private const int Oldest = 125;

    /// <summary>Whether somebody who is alive may have been born that day.</summary>
    public static bool IsPossible(DateOnly born, DateOnly today) => born <= today && born > today.AddYears(-Oldest);

    public static int Of(DateOnly born, DateOnly today) => today.Year - born.Year - (today < born.AddYears(today.Year - born.Year) ? 1 : 0);
}
