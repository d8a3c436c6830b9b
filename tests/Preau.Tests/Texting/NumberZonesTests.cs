using System.Globalization;
using PhoneNumbers;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>What hour it is at a number, by what its beginning tells.</summary>
public sealed class NumberZonesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <param name="number">Of some country.</param>
    /// <param name="hours">What hour it is there at noon in London; «+» where it may be another one as well.</param>
    [Theory]
    [InlineData("+33639981234", "13")]
    [InlineData("+33612345678", "13")]
    [InlineData("+262692123456", "16")]
    [InlineData("+262262123456", "16")]
    [InlineData("+262639123456", "15")]
    [InlineData("+262269612345", "15")]
    [InlineData("+590690001234", "8")]
    [InlineData("+596696123456", "8")]
    [InlineData("+594694123456", "9")]
    [InlineData("+508551234", "9")]
    [InlineData("+687751234", "23")]
    [InlineData("+68987123456", "2+")]
    [InlineData("+681821234", "0")]
    [InlineData("+32470123456", "13")]
    [InlineData("+41781234567", "13")]
    [InlineData("+352628123456", "13")]
    [InlineData("+4915123456789", "13")]
    [InlineData("+393123456789", "13")]
    [InlineData("+31612345678", "13")]
    [InlineData("+46701234567", "13")]
    [InlineData("+48512345678", "13")]
    [InlineData("+34612345678", "13+")]
    [InlineData("+351912345678", "12+")]
    [InlineData("+447400123456", "12")]
    [InlineData("+353850123456", "12")]
    [InlineData("+40712034567", "14")]
    [InlineData("+306912345678", "14")]
    [InlineData("+380501234567", "14+")]
    [InlineData("+905012345678", "15")]
    [InlineData("+79123456789", "14+")]
    [InlineData("+212650123456", "13")]
    [InlineData("+213551234567", "13")]
    [InlineData("+21620123456", "13")]
    [InlineData("+221701234567", "12")]
    [InlineData("+2250123456789", "12")]
    [InlineData("+237671234567", "13")]
    [InlineData("+243991234567", "13+")]
    [InlineData("+261321234567", "15")]
    [InlineData("+23052512345", "16")]
    [InlineData("+27711234567", "14")]
    [InlineData("+201001234567", "14")]
    [InlineData("+972502345678", "14")]
    [InlineData("+96171123456", "14")]
    [InlineData("+918123456789", "17")]
    [InlineData("+8613123456789", "20")]
    [InlineData("+819012345678", "21")]
    [InlineData("+84912345678", "19")]
    [InlineData("+61412345678", "23+")]
    [InlineData("+64211234567", "1+")]
    [InlineData("+525512345678", "6")]
    [InlineData("+5511912345678", "9")]
    [InlineData("+573211234567", "7")]
    [InlineData("+56961234567", "9+")]
    [InlineData("+50934101234", "7")]
    [InlineData("+15145550123", "7")]
    [InlineData("+16045550123", "4")]
    [InlineData("+12125550123", "7")]
    [InlineData("+18085550123", "2")]
    [InlineData("+17875550123", "8")]
    [InlineData("+18765550123", "7")]
    [InlineData("+18005550123", "7+")]
    public void It_is_the_hour_of_the_country(string number, string hours)
    {
        var zones = NumberZones.Of(number);
        var there = zones.Select(z => TimeZoneInfo.ConvertTime(Noon, z).Hour).Distinct().ToList();

        Assert.True(there.Contains(int.Parse(hours.TrimEnd('+'), CultureInfo.InvariantCulture)) && (hours.EndsWith('+') || there.Count == 1), string.Join(", ", zones.Select(z => $"{z.Id} {TimeZoneInfo.ConvertTime(Noon, z).Hour}")));
    }

    /// <summary>What a machine knows of zones is newer than what a library of telephone numbers does.</summary>
    [Fact]
    public void Each_country_s_mobile_numbers_ring_by_its_first_and_its_last_clock()
    {
        const string Table = "/usr/share/zoneinfo/zone.tab";
        Assert.SkipUnless(File.Exists(Table), "This machine has no table of zones.");
        var util = PhoneNumberUtil.GetInstance();
        var zones = File.ReadLines(Table).Where(l => !l.StartsWith('#')).Select(l => l.Split('\t')).ToLookup(l => l[0], l => TimeZoneInfo.FindSystemTimeZoneById(l[2]), StringComparer.Ordinal);
        var missing = new List<string>();
        // Numbers of North America, Brazil and Mexico are each of an area, mobile or not. China goes by one clock, Greenland's first is a weather station's, and in Simferopol no Ukrainian number rings.
        string[] others = ["BR", "MX", "CN", "GL", "UA"];
        foreach (var region in util.GetSupportedRegions().Except(others, StringComparer.Ordinal).Where(r => zones.Contains(r) && util.GetCountryCodeForRegion(r) != 1).Order(StringComparer.Ordinal))
        {
            var number = region == "CL" ? "+56961234567" : util.Format(util.GetExampleNumberForType(region, PhoneNumberType.MOBILE), PhoneNumberFormat.E164);
            var ours = NumberZones.Of(number);
            foreach (var at in new[] { new DateTimeOffset(2027, 1, 15, 12, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 7, 15, 12, 0, 0, TimeSpan.Zero) })
            {
                var (first, last) = (ours.Min(o => o.GetUtcOffset(at)), ours.Max(o => o.GetUtcOffset(at)));
                var lacking = zones[region].Where(z => z.GetUtcOffset(at) < first || z.GetUtcOffset(at) > last).Select(z => z.Id).ToList();
                if (lacking.Count > 0) missing.Add($"{region} {number} in {at:MMM}: {string.Join(' ', lacking)}, not {string.Join(' ', ours.Select(o => o.Id))}");
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Theory]
    [InlineData("36111")]
    [InlineData("MA BANQUE")]
    [InlineData("+")]
    [InlineData("+999123456")]
    public void What_tells_no_country_tells_no_clock(string number) => Assert.Empty(NumberZones.Of(number));

    [Fact]
    public void In_no_country_is_it_never_day_by_all_its_clocks()
    {
        var util = PhoneNumberUtil.GetInstance();
        foreach (var country in util.GetSupportedCallingCodes().Select(c => c.ToString(CultureInfo.InvariantCulture)))
        {
            foreach (var month in new[] { 1, 7 })
            {
                for (var hour = 0; hour < 24; hour++)
                {
                    var at = new DateTimeOffset(2027, month, 15, hour, 0, 0, TimeSpan.Zero);
                    // The numbers of no area in particular: all clocks of the country.
                    Assert.True((TextHours.Morning($"+{country}0000000", Paris, at) ?? at) < at.AddDays(1), $"+{country} at {at}");
                }
            }
        }
    }

    [Theory]
    [InlineData("+33612345678", "+33")]
    [InlineData("+15145550123", "+1514")]
    [InlineData("+262639123456", "+262639")]
    [InlineData("+79123456789", "+7912")]
    public void Numbers_that_share_their_clocks_are_passed_over_at_once(string number, string stretch) => Assert.Equal(stretch, NumberZones.Stretch(number));
}
