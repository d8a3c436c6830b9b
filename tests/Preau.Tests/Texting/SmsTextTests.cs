using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>Against the tables of 3GPP TS 23.038 (6.2.1) and the lengths of TS 23.040.</summary>
public sealed class SmsTextTests
{
    // Row by row as the standard draws it: the column is the high part of the code, so that code 0x00 is «@» and 0x7F «à».
    private static readonly string[] Table =
    [
        "@Δ 0¡P¿p", "£_!1AQaq", "$Φ\"2BRbr", "¥Γ#3CScs", "èΛ¤4DTdt", "éΩ%5EUeu", "ùΠ&6FVfv", "ìΨ'7GWgw",
        "òΣ(8HXhx", "ÇΘ)9IYiy", "\nΞ*:JZjz", "Ø\u001b+;KÄkä", "øÆ,<LÖlö", "\ræ-=MÑmñ", "Åß.>NÜnü", "åÉ/?O§oà",
    ];

    [Fact]
    public void The_alphabet_is_that_of_the_standard()
    {
        var codes = string.Concat(Enumerable.Range(0, 8).SelectMany(column => Table.Select(row => row[column])));

        Assert.Equal(SmsText.Basic, codes.Replace("\u001b", "", StringComparison.Ordinal));
        Assert.Equal(SmsText.Extended, string.Concat("\f^{}\\[~]|€"));
    }

    [Theory]
    [InlineData("", 0, 0, 160)]
    [InlineData("a", 1, 1, 159)]
    [InlineData("€", 2, 1, 158)]
    [InlineData("a\r\nb", 3, 1, 157)]
    public void Short_texts_are_counted_in_septets(string text, int units, int segments, int left) => Assert.Equal(new SmsText(false, units, segments, left), SmsText.Of(text));

    [Theory]
    [InlineData(160, 1, 0)]
    [InlineData(161, 2, 145)]
    [InlineData(306, 2, 0)]
    [InlineData(307, 3, 152)]
    [InlineData(459, 3, 0)]
    public void Long_texts_lose_seven_septets_a_part_to_the_header(int length, int segments, int left) => Assert.Equal(new SmsText(false, length, segments, left), SmsText.Of(new string('e', length)));

    [Theory]
    [InlineData(70, 1, 0)]
    [InlineData(71, 2, 63)]
    [InlineData(134, 2, 0)]
    [InlineData(135, 3, 66)]
    public void One_sign_outside_makes_it_unicode(int length, int segments, int left) => Assert.Equal(new SmsText(true, length, segments, left), SmsText.Of("ê" + new string('e', length - 1)));

    [Fact]
    public void A_sign_of_the_extension_table_is_not_cut_in_two()
    {
        // 152 and a two-septet sign do not fit into 153: the sign begins the next part.
        Assert.Equal(new SmsText(false, 306, 3, 152), SmsText.Of(new string('e', 152) + "€" + new string('e', 152)));
        Assert.Equal(2, SmsText.Of(new string('e', 151) + "€" + new string('e', 153)).Segments);
    }

    [Fact]
    public void An_emoji_is_two_units_and_not_cut_in_two()
    {
        Assert.Equal(new SmsText(true, 2, 1, 68), SmsText.Of("🌻"));
        Assert.Equal(3, SmsText.Of(new string('ê', 66) + "🌻" + new string('ê', 66)).Segments);
        Assert.Equal("👩‍🌾", SmsText.Widening("Vive la terre 👩‍🌾"));
    }

    [Theory]
    [InlineData("l’école", "’")]
    [InlineData("Forêt", "ê")]
    [InlineData("L'école, ça coûte 5 €", "ç")]
    [InlineData("Ça va où ? À l'école. Déjà 20 €", "À")]
    [InlineData("Déjà où ? Là, chez Zoé : 5 € [1]", "ë")]
    public void What_makes_it_unicode_is_named(string text, string sign) => Assert.Equal(text.Contains(sign, StringComparison.Ordinal) ? sign : null, SmsText.Widening(text));

    [Fact]
    public void What_the_program_adds_itself_makes_no_text_dearer()
    {
        foreach (var language in Preau.Shared.Words.Languages)
        {
            var words = new Preau.Shared.Words(language);
            Assert.Null(SmsText.Widening(words["{0}. Answer STOP to get no more texts.", "Valmorin en commun"]));
            Assert.Null(SmsText.Widening(words["{0}. Noted, you will get no more texts from us.", "Valmorin en commun"]));
        }
    }
}
