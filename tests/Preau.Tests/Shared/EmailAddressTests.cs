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

    [Fact]
    public void Lengths_are_those_of_the_protocol()
    {
        Assert.True(EmailAddress.TryParse(new string('a', 64) + "@example.org", out _));
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@example.org", out _));
        Assert.False(EmailAddress.TryParse("a@" + new string('a', 64) + ".org", out _));
        Assert.False(EmailAddress.TryParse("a@" + string.Concat(Enumerable.Repeat("abcdefghi.", 26)) + "org", out _));
        Assert.False(EmailAddress.TryParse("a@" + new string('b', 1_000_000), out _));
    }

    [Fact]
    public void A_hidden_address_gives_nobody_away()
    {
        Assert.True(EmailAddress.TryParse("jeanne@example.org", out var email));
        Assert.Equal("j•••@e•••.org", email.Hidden());
        Assert.Equal("example.org", email.Domain);
    }
}
