using System.Text.RegularExpressions;
using Preau.Shared;

namespace Preau.Tests.Shared;

public sealed class TextKeyTests
{
    [Theory]
    [InlineData("Élodie", "elodie")]
    [InlineData("LE GOFF-D’Hérouville", "le goff d herouville")]
    [InlineData("  Jean--Pierre  ", "jean pierre")]
    [InlineData("O'Connor", "o connor")]
    [InlineData("Œillet", "oeillet")]
    [InlineData("Strauß", "strauss")]
    [InlineData("Łukasz Søren", "lukasz soren")]
    [InlineData("E\u0301lodie", "elodie")]
    [InlineData("N’Diaye", "n diaye")]
    [InlineData("Иван", "иван")]
    [InlineData("…", "")]
    // Half an emoji, and signs that are none; an InlineData cannot hold them.
    [InlineData("Léa[D83C]", "lea")]
    [InlineData("Léa[DF89]Roy", "lea roy")]
    [InlineData("Léa[FFFE]Roy[FFFF]", "lea roy")]
    [InlineData("Léa [D83C][DF89] Roy", "lea roy")]
    [InlineData(null, "")]
    public void Names_are_folded(string? name, string key) => Assert.Equal(key, NameKey.Of(name is null ? null : Regex.Replace(name, @"\[([0-9A-F]{4})\]", m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString(), RegexOptions.NonBacktracking)));

    [Fact]
    public void A_whole_name_starts_with_the_last()
    {
        Assert.Equal("dupont jean", NameKey.Of("Dupont", "Jean"));
        Assert.Equal("jean", NameKey.Of(null, "Jean"));
        Assert.Equal(NameKey.Compact("Le Goff"), NameKey.Compact("LEGOFF"));
        Assert.Equal(["jean", "le", "goff"], NameKey.Words("Jean Le-Goff"));
    }

    [Theory]
    [InlineData("L’été à Valmorin !", "l-ete-a-valmorin")]
    [InlineData("  50 % de bio  ", "50-de-bio")]
    [InlineData("Иван", "")]
    [InlineData("<script>", "script")]
    public void Titles_become_slugs(string title, string slug)
    {
        Assert.Equal(slug, Slug.Of(title));
        Assert.Equal(slug.Length > 0, Slug.IsValid(Slug.Of(title)));
    }

    [Fact]
    public void Long_titles_are_cut_between_words()
    {
        var slug = Slug.Of(string.Concat(Enumerable.Repeat("halle ", 40)));
        Assert.True(slug.Length <= Slug.MaxLength && Slug.IsValid(slug));
        Assert.EndsWith("halle", slug);
        Assert.Equal(Slug.MaxLength, Slug.Of(new string('a', 500)).Length);
    }

    [Fact]
    public void A_taken_slug_gets_a_number() => Assert.Equal("tea-3", Slug.Free("tea", s => s is "tea" or "tea-2"));

    [Theory]
    [InlineData("-a")]
    [InlineData("a--b")]
    [InlineData("A")]
    [InlineData("é")]
    [InlineData("")]
    [InlineData("a/b")]
    public void Odd_slugs_are_not_valid(string slug) => Assert.False(Slug.IsValid(slug));

    [Theory]
    [InlineData("1000", "FR", "01000")]
    [InlineData("69 003", "FR", "69003")]
    [InlineData("sw1a1aa", "GB", "SW1A 1AA")]
    [InlineData("2134", "US", "02134")]
    [InlineData(" B-1000 ", "BE", "B-1000")]
    [InlineData("Cedex", "FR", "CEDEX")]
    public void Postcodes_are_written_as_their_country_does(string given, string country, string clean) =>
        Assert.Equal(clean, Postcode.Clean(given, country));

    [Fact]
    public void Departments_come_from_postcodes()
    {
        Assert.Equal("69", Postcode.Department("69003"));
        Assert.Equal("974", Postcode.Department("97400"));
        Assert.Null(Postcode.Department("SW1A 1AA"));
    }

    [Fact]
    public void A_fingerprint_needs_the_key_and_the_kind()
    {
        var hash = new KeyedHash([1, 2, 3]);
        Assert.Equal(hash.Of("mail", "a@b.fr"), new KeyedHash([1, 2, 3]).Of("mail", "a@b.fr"));
        Assert.NotEqual(hash.Of("mail", "a@b.fr"), hash.Of("phone", "a@b.fr"), StringComparer.Ordinal);
        Assert.NotEqual(hash.Of("mail", "a@b.fr"), new KeyedHash([1, 2, 4]).Of("mail", "a@b.fr"), StringComparer.Ordinal);
        Assert.DoesNotContain("a@b.fr", hash.Of("mail", "a@b.fr"), StringComparison.Ordinal);
    }
}
