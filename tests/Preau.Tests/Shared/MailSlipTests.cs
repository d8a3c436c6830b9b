using Preau.Mail.Pacing;
using Preau.Shared;

namespace Preau.Tests.Shared;

public sealed class MailSlipTests
{
    [Theory]
    [InlineData("jérôme@gmail.com", "gmail.com has no addresses with accents before the @: did you mean jerome@gmail.com?")]
    [InlineData("Je\u0301ro\u0302me.Lefèvre+don@Orange.fr", "orange.fr has no addresses with accents before the @: did you mean Jerome.Lefevre+don@orange.fr?")]
    [InlineData("cœur@wanadoo.fr", "wanadoo.fr has no addresses with accents before the @: did you mean coeur@wanadoo.fr?")]
    [InlineData("用户@hotmail.com", "hotmail.com has no addresses with such letters before the @.")]
    [InlineData("аda@yahoo.fr", "yahoo.fr has no addresses with such letters before the @.")]
    public void Letters_that_a_provider_gives_to_nobody_are_a_slip(string given, string sentence)
    {
        Assert.True(EmailAddress.TryParse(given, out var email));
        Assert.Equal(sentence, MailSlip.Say(email, new Words("en")));
    }

    [Theory]
    [InlineData("jerome@gmail.com")]
    [InlineData("jérôme@example.org")]
    [InlineData("jérôme@gmail.com.example")]
    public void Elsewhere_they_may_be_right(string given)
    {
        Assert.True(EmailAddress.TryParse(given, out var email));
        Assert.Null(MailSlip.Say(email, new Words("en")));
    }

    [Theory]
    [InlineData("gmail.com")]
    [InlineData("outlook.fr")]
    [InlineData("hotmail.com")]
    [InlineData("yahoo.fr")]
    [InlineData("icloud.com")]
    [InlineData("orange.fr")]
    [InlineData("wanadoo.fr")]
    [InlineData("free.fr")]
    [InlineData("sfr.fr")]
    [InlineData("laposte.net")]
    [InlineData("bbox.fr")]
    [InlineData("proton.me")]
    public void The_providers_whose_pace_is_kept_are_among_them(string domain)
    {
        Assert.NotNull(MailProviders.OfDomain(domain));
        Assert.True(EmailAddress.TryParse($"é@{domain}", out var email));
        Assert.True(MailSlip.IsIn(email));
    }
}
