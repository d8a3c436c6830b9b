using Preau.Shared;

namespace Preau.Tests.Shared;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("06 39 98 00 12", "FR", "+33639980012", PhoneKind.Mobile)]
    [InlineData("06.39.98.00.12", "FR", "+33639980012", PhoneKind.Mobile)]
    [InlineData("+33 (0)6 39 98 00 12", "FR", "+33639980012", PhoneKind.Mobile)]
    [InlineData("0033639980012", "FR", "+33639980012", PhoneKind.Mobile)]
    [InlineData("639980012", "FR", "+33639980012", PhoneKind.Mobile)]
    [InlineData("01-99-00-00-12", "FR", "+33199000012", PhoneKind.Landline)]
    [InlineData("07 81 23 45 67", "FR", "+33781234567", PhoneKind.Mobile)]
    [InlineData("0692 12 34 56", "FR", "+262692123456", PhoneKind.Mobile)]
    [InlineData("+44 20 7946 0958", "FR", "+442079460958", PhoneKind.Landline)]
    [InlineData("(202) 456-1111", "US", "+12024561111", PhoneKind.Mobile)]
    public void Numbers_become_international(string given, string region, string number, PhoneKind kind)
    {
        Assert.True(PhoneNumber.TryParse(given, region, out var phone));
        Assert.Equal(number, phone.Number);
        Assert.Equal(kind, phone.Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("06 39 98 00")]
    [InlineData("06 39 98 00 12 34")]
    [InlineData("none")]
    [InlineData("3639")]
    [InlineData("00 00 00 00 00")]
    public void What_does_not_ring_is_refused(string? given) => Assert.False(PhoneNumber.TryParse(given, "FR", out _));

    [Fact]
    public void Numbers_are_shown_as_the_country_writes_them()
    {
        Assert.Equal("06 39 98 00 12", PhoneNumber.Display("+33639980012", "FR"));
        Assert.Equal("+44 20 7946 0958", PhoneNumber.Display("+442079460958", "FR"));
        Assert.Equal("•• •• •• 12", PhoneNumber.Hidden("+33639980012"));
    }
}
