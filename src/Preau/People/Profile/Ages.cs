namespace Preau.People.Profile;

public static class Ages
{
    public static int Of(DateOnly born, DateOnly today) => today.Year - born.Year - (today < born.AddYears(today.Year - born.Year) ? 1 : 0);
}
