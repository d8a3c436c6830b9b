using Preau.Mail;

namespace Preau.Tests.Mail;

public sealed class SubjectLineTests
{
    [Theory]
    [InlineData("Samedi, on marche", "Samedi, on marche")]
    [InlineData("Bonjour {{ person.first_name | default: \"voisin\" }}, fête samedi", "Bonjour voisin, fête samedi")]
    [InlineData("{{person.first_name|capitalize|default:'toi'}} et {{ person.city | default: \"ici\" | upcase }}", "toi et ici")]
    [InlineData("{{ person.first_name }}, fête samedi", "…, fête samedi")]
    [InlineData("{% if person.first_name %}Cher {{ person.first_name }}{% endif %}", "Cher …")]
    [InlineData("Un { seul }", "Un { seul }")]
    public void A_mail_is_spoken_of_as_somebody_unknown_would_get_it(string subject, string heading) => Assert.Equal(heading, SubjectLine.Plain(subject));
}
