namespace Preau.Tests.Storage;

public sealed class NationDayTests
{
    [Theory]
    [InlineData("Europe/Paris")]
    [InlineData("Atlantic/Azores")]
    [InlineData("America/Havana")]
    [InlineData("Asia/Beirut")]
    [InlineData("America/Asuncion")]
    [InlineData("Pacific/Noumea")]
    public void A_day_begins_where_the_day_before_ends_also_when_clocks_change(string zone)
    {
        var nation = new NationFacts(new NationId(1), "n", "N", zone, "fr", "EUR", "FR");
        for (var day = new DateOnly(2023, 1, 1); day.Year < 2027; day = day.AddDays(1))
        {
            var start = nation.StartOf(day);
            Assert.Equal(day, nation.DayOf(start));
            Assert.Equal(day.AddDays(-1), nation.DayOf(start.AddTicks(-1)));
        }
    }
}
