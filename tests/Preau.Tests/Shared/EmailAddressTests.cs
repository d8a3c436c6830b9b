using Preau.Shared;

namespace Preau.Tests.Shared;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("Jeanne.Dupont@Example.ORG", "Jeanne.Dupont@example.org", "jeanne.dupont@example.org")]
    [InlineData("  a@b.fr \u00a0", "a@b.fr", "a@b.fr")]
    [InlineData("mailto:a@b.fr", "a@b.fr", "a@b.fr")]
    [InlineData("<a@b.fr>", "a@b.fr", "a@b.fr")]
    [InlineData("\ufeffa@b.fr;", "a@b.fr", "a@b.fr")]
    [InlineData("o'neil+gift@sub.example.org", "o'neil+gift@sub.example.org", "o'neil+gift@sub.example.org")]
    [InlineData("x@Mairie-Évry.fr", "x@mairie-évry.fr", "x@xn--mairie-vry-89a.fr")]
    [InlineData("x@xn--bcher-kva.example", "x@xn--bcher-kva.example", "x@xn--bcher-kva.example")]
    [InlineData("1_2-3@example.museum", "1_2-3@example.museum", "1_2-3@example.museum")]
    public void Addresses_are_taken_and_have_a_key(string given, string address, string key)
    {
        Assert.True(EmailAddress.TryParse(given, out var email));
        Assert.Equal(address, email.Address);
        if (key.Contains("xn--", StringComparison.Ordinal)) Assert.StartsWith("x@xn--", email.Key);
        else Assert.Equal(key, email.Key);
    }

    [Fact]
    public void Accented_and_encoded_domains_are_one_mailbox()
    {
        Assert.Equal("x@xn--bcher-kva.example", EmailAddress.KeyOf("X@BÜCHER.example"));
        Assert.Equal(EmailAddress.KeyOf("x@xn--bcher-kva.example"), EmailAddress.KeyOf("x@bu\u0308cher.example"));
    }

    [Theory]
    [InlineData("x@BU\u0308CHER.example", "x@bücher.example")]
    [InlineData("x@bücher。example", "x@bücher.example")]
    [InlineData("x@ＢÜCHER.example", "x@bücher.example")]
    [InlineData("x@XN--BCHER-KVA.example", "x@xn--bcher-kva.example")]
    [InlineData("x@paral·lel.example", "x@paral·lel.example")]
    public void A_domain_is_written_as_people_read_it(string given, string address)
    {
        Assert.True(EmailAddress.TryParse(given, out var email));
        Assert.Equal(address, email.Address);
        Assert.EndsWith(".example", email.Hidden(), StringComparison.Ordinal);
        Assert.Equal(email.Domain, EmailAddress.DomainOnTheWire(given));
        Assert.Equal(email.Domain, EmailAddress.DomainOnTheWire(address[2..]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("jeanne")]
    [InlineData("@example.org")]
    [InlineData("jeanne@")]
    [InlineData("jeanne@localhost")]
    [InlineData("jeanne@example.o")]
    [InlineData("jeanne@example..org")]
    [InlineData("jeanne@-example.org")]
    [InlineData("jeanne@exa_mple.org")]
    [InlineData("jeanne@example.org.")]
    [InlineData("jeanne@127.0.0.1")]
    [InlineData("jeanne@[127.0.0.1]")]
    [InlineData(".jeanne@example.org")]
    [InlineData("jeanne.@example.org")]
    [InlineData("jea..nne@example.org")]
    [InlineData("jea nne@example.org")]
    [InlineData("\"jea nne\"@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("a@example.org\r\nBcc: b@example.org")]
    public void What_no_relay_takes_is_refused(string? given) => Assert.False(EmailAddress.TryParse(given, out _));

    [Theory]
    [InlineData("a@b.example")]
    [InlineData("A@B.EXAMPLE")]
    [InlineData("!#$%&'*+-/=?^_`{|}~@b.example")]
    [InlineData("a.b.c.d@b.example")]
    [InlineData("a--b@b.example")]
    [InlineData("-a-@b.example")]
    [InlineData("a+b+c@b.example")]
    [InlineData("a@1.example")]
    [InlineData("a@b-c.example")]
    [InlineData("a@b--c.example")]
    [InlineData("1@2.example")]
    [InlineData("a@3com.example")]
    [InlineData("x@a.b.c.d.e.example")]
    [InlineData("_@b.example")]
    [InlineData("a@xn--caf-dma.example")]
    public void What_the_protocol_allows_is_taken(string given) => Assert.True(EmailAddress.TryParse(given, out _));

    [Theory]
    [InlineData("\"a\"@b.example")]
    [InlineData("\"a b\"@b.example")]
    [InlineData("\"a\\\"b\"@b.example")]
    [InlineData("a(comment)@b.example")]
    [InlineData("(c)a@b.example")]
    [InlineData("a@b.example(c)")]
    [InlineData("a@(c)b.example")]
    [InlineData("Ada <a@b.example>")]
    [InlineData("a@[192.0.2.1]")]
    [InlineData("a@[IPv6:2001:db8::1]")]
    [InlineData("a@192.0.2.1")]
    [InlineData("a@b")]
    [InlineData("a@b.example.")]
    [InlineData("a@.b.example")]
    [InlineData("a@b..example")]
    [InlineData("a..b@b.example")]
    [InlineData(".a@b.example")]
    [InlineData("a.@b.example")]
    [InlineData("a@-b.example")]
    [InlineData("a@b-.example")]
    [InlineData("a@b_c.example")]
    [InlineData("a@b.c")]
    [InlineData("a@b.123")]
    [InlineData("@b.example")]
    [InlineData("a@")]
    [InlineData("a b@b.example")]
    [InlineData("a@b .example")]
    [InlineData("a@ b.example")]
    [InlineData("a\tb@b.example")]
    [InlineData("a@@b.example")]
    [InlineData("a@b@c.example")]
    [InlineData("a,b@b.example")]
    [InlineData("a;b@b.example")]
    [InlineData("a:b@b.example")]
    [InlineData("a<b@b.example")]
    [InlineData("a[b]@b.example")]
    [InlineData("a\\b@b.example")]
    [InlineData("a@b.exa!mple")]
    [InlineData("a@b.example/x")]
    [InlineData("a@b.example?x=y")]
    [InlineData("a@xn--.example")]
    [InlineData("a@xn--a.example")]
    [InlineData("a@xn--zzzzzzzzzz99999.example")]
    public void What_the_protocol_forbids_or_no_provider_has_is_refused(string given) => Assert.False(EmailAddress.TryParse(given, out _));

    [Fact]
    public void Lengths_are_those_of_the_protocol()
    {
        Assert.True(EmailAddress.TryParse(new string('a', 64) + "@example.org", out _));
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@example.org", out _));
        Assert.False(EmailAddress.TryParse("a@" + new string('a', 64) + ".org", out _));
        Assert.True(EmailAddress.TryParse("a@" + new string('a', 63) + ".org", out _));
        var longest = $"{new string('a', 64)}@{string.Concat(Enumerable.Repeat(new string('b', 60) + ".", 3))}cc.def";
        Assert.Equal(254, longest.Length);
        Assert.True(EmailAddress.TryParse(longest, out _));
        Assert.False(EmailAddress.TryParse(longest + "g", out _));
        Assert.False(EmailAddress.TryParse("a@" + new string('é', 58) + ".org", out _));
        Assert.False(EmailAddress.TryParse("a@" + string.Concat(Enumerable.Repeat("abcdefghi.", 26)) + "org", out _));
        Assert.False(EmailAddress.TryParse("a@" + new string('b', 1_000_000), out _));
    }

    [Theory]
    [InlineData("\u00ad")]
    [InlineData("\u034f")]
    [InlineData("\u061c")]
    [InlineData("\u115f")]
    [InlineData("\u1160")]
    [InlineData("\u17b4")]
    [InlineData("\u17b5")]
    [InlineData("\u180b")]
    [InlineData("\u180e")]
    [InlineData("\u200b")]
    [InlineData("\u200c")]
    [InlineData("\u200d")]
    [InlineData("\u200e")]
    [InlineData("\u200f")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u202a")]
    [InlineData("\u202e")]
    [InlineData("\u2060")]
    [InlineData("\u2061")]
    [InlineData("\u2064")]
    [InlineData("\u2066")]
    [InlineData("\u2069")]
    [InlineData("\u206a")]
    [InlineData("\u3164")]
    [InlineData("\ufe00")]
    [InlineData("\ufe0f")]
    [InlineData("\ufeff")]
    [InlineData("\uffa0")]
    [InlineData("\ufff9")]
    [InlineData("\u00a0")]
    [InlineData("\u1680")]
    [InlineData("\u2000")]
    [InlineData("\u2002")]
    [InlineData("\u2007")]
    [InlineData("\u2009")]
    [InlineData("\u202f")]
    [InlineData("\u205f")]
    [InlineData("\u3000")]
    [InlineData("\u0000")]
    [InlineData("\u0009")]
    [InlineData("\u000a")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    [InlineData("\u2800")]
    [InlineData("\U000e0001")]
    [InlineData("\U000e0041")]
    [InlineData("\U000e0100")]
    public void What_cannot_be_seen_is_refused_wherever_it_stands(string sign)
    {
        foreach (var given in new[] { $"je{sign}anne@example.org", $"jé{sign}rôme@example.org", $"jeanne{sign}@example.org", $"jeanne@{sign}example.org", $"jeanne@exam{sign}ple.org", $"jeanne@bü{sign}cher.example", $"jeanne@example{sign}.org" })
        {
            Assert.False(EmailAddress.TryParse(given, out _), given);
        }

        Assert.Null(EmailAddress.DomainOnTheWire($"jeanne@exam{sign}ple.org"));
    }

    [Theory]
    // Composed it is «≠», which is no letter.
    [InlineData("a=\u0338b@example.org")]
    [InlineData("\u0301a@example.org")]
    [InlineData("a.\u0301b@example.org")]
    [InlineData("a+\u0327b@example.org")]
    [InlineData("a@\u0301example.org")]
    [InlineData("a\ud83d@example.org")]
    [InlineData("a@\udc00example.org")]
    public void A_mark_on_no_letter_and_half_a_sign_are_refused(string given) => Assert.False(EmailAddress.TryParse(given, out _));

    [Fact]
    public void Signs_that_are_letters_once_composed_are_those_letters()
    {
        Assert.Equal("k@example.org", EmailAddress.KeyOf("\u212a@example.org"));
        Assert.Equal("å@example.org", EmailAddress.KeyOf("\u212b@example.org"));
    }

    [Fact]
    public void A_hidden_address_gives_nobody_away()
    {
        Assert.True(EmailAddress.TryParse("jeanne@example.org", out var email));
        Assert.Equal("j•••@e•••.org", email.Hidden());
        Assert.Equal("example.org", email.Domain);
    }
}
