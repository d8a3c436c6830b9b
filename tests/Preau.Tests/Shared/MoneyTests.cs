using System.Globalization;
using Preau.Shared;

namespace Preau.Tests.Shared;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(370370, 3, 123457)]
    [InlineData(100, 3, 33)]
    [InlineData(5, 2, 3)]
    [InlineData(0, 7, 0)]
    public void An_average_is_rounded_and_half_a_cent_up(long cents, long parts, long each) => Assert.Equal(new Money(each, "EUR"), new Money(cents, "EUR") / parts);

    [Theory]
    [InlineData("25", 2500)]
    [InlineData("25,50", 2550)]
    [InlineData("25.5", 2550)]
    [InlineData(" 1 234,56 € ", 123456)]
    [InlineData("1 234,56", 123456)]
    [InlineData("1,234.56", 123456)]
    [InlineData("1.234", 123400)]
    [InlineData("4600", 460000)]
    [InlineData("EUR 12", 1200)]
    [InlineData("12,", 1200)]
    [InlineData("-3,20", -320)]
    [InlineData("0,05", 5)]
    public void Typed_amounts_are_read_with_comma_or_point(string typed, long cents)
    {
        Assert.True(Money.TryParse(typed, "EUR", out var money));
        Assert.Equal(new Money(cents, "EUR"), money);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("abc")]
    [InlineData("25 $")]
    [InlineData("1,2,3")]
    [InlineData("12-3")]
    [InlineData("1.2345")]
    [InlineData("9999999999999")]
    [InlineData(",")]
    public void What_is_no_amount_is_refused(string? typed) => Assert.False(Money.TryParse(typed, "EUR", out _));

    [Theory]
    [InlineData("1,999", true)]
    [InlineData("1.999 €", true)]
    [InlineData("12,345", true)]
    [InlineData("1 999", false)]
    [InlineData("1,234,567", false)]
    [InlineData("1,999.00", false)]
    [InlineData("1,99", false)]
    [InlineData("1999", false)]
    public void Three_digits_behind_one_comma_or_point_can_be_read_in_two_ways(string typed, bool isDouble)
    {
        Assert.Equal(isDouble, Money.HasTwoReadings(typed, "EUR"));
        Assert.False(Money.HasTwoReadings(typed, "XPF"));
    }

    [Fact]
    public void The_pacific_franc_has_no_cents()
    {
        Assert.True(Money.TryParse("1 500", "XPF", out var money));
        Assert.Equal(1500, money.Cents);
        Assert.Equal("1500", money.Plain());
    }

    [Theory]
    [InlineData("fr-FR", 460000, "EUR", "4 600,00 €")]
    [InlineData("en-GB", 460000, "EUR", "€4,600.00")]
    [InlineData("fr-FR", -1250, "EUR", "-12,50 €")]
    [InlineData("en-US", -1250, "USD", "-$12.50")]
    public void Amounts_are_written_by_culture(string culture, long cents, string currency, string written) =>
        Assert.Equal(written, Spaces(new Money(cents, currency).ToString(CultureInfo.GetCultureInfo(culture))));

    [Fact]
    public void Whole_amounts_can_go_without_cents()
    {
        var french = CultureInfo.GetCultureInfo("fr-FR");
        Assert.Equal("25 €", Spaces(new Money(2500, "EUR").Brief(french)));
        Assert.Equal("25,50 €", Spaces(new Money(2550, "EUR").Brief(french)));
        Assert.Equal("25.50", new Money(2550, "EUR").Plain());
    }

    [Fact]
    public void Two_currencies_are_never_added()
    {
        Assert.Equal(Money.Euros(30), Money.Euros(10) + Money.Euros(20));
        Assert.True(Money.Euros(10) < Money.Euros(20));
        Assert.Throws<InvalidOperationException>(() => Money.Euros(10) + new Money(1000, "USD"));
        Assert.Throws<InvalidOperationException>(() => Money.Euros(10) > new Money(1000, "USD"));
    }

    private static string Spaces(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ').Replace('\u2212', '-');
}
