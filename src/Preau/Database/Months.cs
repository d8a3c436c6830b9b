namespace Preau;

public static class Months
{
    /// <summary>The month of an instant as event tables carry it: 202611.</summary>
    public static int Of(DateTimeOffset at) => at.UtcDateTime.Year * 100 + at.UtcDateTime.Month;

    public static int Next(int month) => month % 100 == 12 ? month + 89 : month + 1;

    public static int Back(int month, int count)
    {
        var index = month / 100 * 12 + month % 100 - 1 - count;
        return index / 12 * 100 + index % 12 + 1;
    }
}
