using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.Nations;
using Preau.People;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>Numbers of more than forty countries: read as people there write them, priced by where they ring.</summary>
public sealed class ManyCountriesTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static readonly (string Region, string Typed, string Number, string Beginning)[] Countries =
    [
        ("FR", "06 39 98 00 12", "+33639980012", "+33"), ("BE", "0470 12 34 56", "+32470123456", "+32"), ("CH", "078 123 45 67", "+41781234567", "+41"), ("LU", "628 123 456", "+352628123456", "+352"),
        ("DE", "01512 3456789", "+4915123456789", "+49"), ("AT", "0664 123456", "+43664123456", "+43"), ("IT", "312 345 6789", "+393123456789", "+39"), ("ES", "612 34 56 78", "+34612345678", "+34"),
        ("PT", "912 345 678", "+351912345678", "+351"), ("GB", "07400 123456", "+447400123456", "+44"), ("IE", "085 012 3456", "+353850123456", "+353"), ("NL", "06 12345678", "+31612345678", "+31"),
        ("DK", "32 12 34 56", "+4532123456", "+45"), ("NO", "406 12 345", "+4740612345", "+47"), ("SE", "070-123 45 67", "+46701234567", "+46"), ("FI", "041 2345678", "+358412345678", "+358"),
        ("PL", "512 345 678", "+48512345678", "+48"), ("CZ", "601 123 456", "+420601123456", "+420"), ("SK", "0912 123 456", "+421912123456", "+421"), ("HU", "06 20 123 4567", "+36201234567", "+36"),
        ("RO", "0712 034 567", "+40712034567", "+40"), ("BG", "0887 123 456", "+359887123456", "+359"), ("GR", "691 234 5678", "+306912345678", "+30"), ("HR", "092 123 4567", "+385921234567", "+385"),
        ("SI", "031 234 567", "+38631234567", "+386"), ("TR", "0501 234 56 78", "+905012345678", "+90"), ("MA", "0650-123456", "+212650123456", "+212"), ("DZ", "0551 23 45 67", "+213551234567", "+213"),
        ("TN", "20 123 456", "+21620123456", "+216"), ("SN", "70 123 45 67", "+221701234567", "+221"), ("CI", "01 23 45 6789", "+2250123456789", "+225"), ("US", "(202) 456-1111", "+12024561111", "+1"),
        ("CA", "(506) 234-5678", "+15062345678", "+1506"), ("MX", "222 123 4567", "+522221234567", "+52"), ("BR", "(11) 96123-4567", "+5511961234567", "+55"), ("AR", "011 15-2345-6789", "+5491123456789", "+54"),
        ("IN", "081234 56789", "+918123456789", "+91"), ("CN", "131 2345 6789", "+8613123456789", "+86"), ("JP", "090-1234-5678", "+819012345678", "+81"), ("AU", "0412 345 678", "+61412345678", "+61"),
        ("NZ", "021 123 4567", "+64211234567", "+64"), ("ZA", "071 123 4567", "+27711234567", "+27"), ("RE", "0692 12 34 56", "+262692123456", "+262"), ("NC", "75.12.34", "+687751234", "+687"),
    ];

    [Fact]
    public void Numbers_are_read_as_people_of_their_country_write_them_and_may_be_texted()
    {
        foreach (var (region, typed, number, _) in Countries)
        {
            Assert.True(PhoneNumber.TryParse(typed, region, out var phone), region);
            Assert.Equal((region, number, PhoneKind.Mobile), (region, phone.Number, phone.Kind));
            // With the country before it, wherever the campaign is.
            Assert.Equal(number, PhoneNumber.KeyOf("00" + number[1..], "FR"));
            Assert.NotEmpty(NumberZones.Of(number));
        }
    }

    [Fact]
    public async Task Each_is_counted_and_paid_for_by_its_country_alone()
    {
        await using var nation = await app.NewCampaign();
        foreach (var (_, _, number, _) in Countries) await Agreed(nation, number);
        TextPrice[] prices = [.. Countries.Select((c, i) => new TextPrice(c.Beginning, 100 * (i + 1)))];
        await nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new TextSettings { HundredCost = 1_000_000, MorePrices = prices }, TestContext.Current.CancellationToken));
        var blast = await nation.Seeds.TextBlast(body: new string('a', 200));

        var count = await nation.Services.GetRequiredService<Audience>().Count(blast, [.. prices.Select(p => p.Beginning)], TestContext.Current.CancellationToken);
        var measure = (await nation.Services.GetRequiredService<RenderText>().Measure(blast, count, TestContext.Current.CancellationToken))!;

        Assert.All(count.ByBeginning, people => Assert.Equal(1, people));
        Assert.Equal((2, 2, 2 * Countries.Length), (measure.Least, measure.Most, measure.Total));
        // Two SMS each, at 1, 2, 3… cents: nobody at the usual price.
        Assert.Equal(Enumerable.Range(1, Countries.Length).Sum(cents => 2 * cents), measure.Cost!.Value.Cents);
        Assert.Equal(Countries.Select(c => c.Beginning), measure.Abroad.Select(a => a.Beginning));
    }

    [Fact]
    public void A_text_with_letters_of_another_alphabet_takes_more_parts_in_whatever_country()
    {
        Assert.Equal((1, 2), (SmsText.Of(new string('é', 160)).Segments, SmsText.Of(new string('é', 161)).Segments));
        Assert.Equal((1, 2), (SmsText.Of(new string('я', 70)).Segments, SmsText.Of(new string('я', 71)).Segments));
        Assert.Equal((1, 3), (SmsText.Of(new string('ç', 70)).Segments, SmsText.Of(new string('你', 135)).Segments));
    }

    private async Task Agreed(TestNation nation, string number)
    {
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        var person = await new Seeds(db, app.Clock).Person(phone: number);
        await services.GetRequiredService<ConsentLedger>().Give(person.Id, Purpose.Sms, "fr", "Oui aux SMS", "page:1", TestContext.Current.CancellationToken);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
