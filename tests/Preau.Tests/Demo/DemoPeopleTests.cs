using Preau.Demo;
using Preau.Shared;

namespace Preau.Tests.Demo;

public sealed class DemoPeopleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly DemoPeople People = DemoPeople.Make(Now);

    [Fact]
    public void The_demo_has_its_electors_contacts_and_answers()
    {
        Assert.Equal(20_000, People.Electors.Count);
        Assert.Equal(1_500, People.Contacts.Count);
        Assert.Equal(600, People.Answers.Count);
        Assert.Equal(100, People.Contacts.Count(c => !c.IsElector));
        Assert.Equal(1_400, People.Contacts.Where(c => c.IsElector).Select(c => c.Person.Number).Distinct().Count());
        Assert.Empty(People.Answers.Select(a => a.Person.Number).Intersect(People.Contacts.Where(c => c.IsElector).Select(c => c.Person.Number)));
    }

    [Fact]
    public void The_same_day_gives_the_same_people()
    {
        var again = DemoPeople.Make(Now);
        Assert.Equal(People.Electors, again.Electors);
        Assert.Equal(People.Contacts.Select(c => (c.Email, c.Mobile, c.CreatedAt, string.Join(',', c.Tags))), again.Contacts.Select(c => (c.Email, c.Mobile, c.CreatedAt, string.Join(',', c.Tags))));
    }

    [Fact]
    public void Nobody_real_can_be_reached()
    {
        foreach (var contact in People.Contacts)
        {
            Assert.True(EmailAddress.TryParse(contact.Email, out var email));
            Assert.True(email.Domain.EndsWith(".example", StringComparison.Ordinal) || email.Domain is "example.org" or "example.com");
            if (contact.Mobile is { } mobile) Assert.StartsWith("+3363998", mobile);
            if (contact.Landline is { } landline) Assert.StartsWith("+3319900", landline);
            if (contact.Mobile is { } given) Assert.True(PhoneNumber.TryParse(given, "FR", out var phone) && phone.Number == given && phone.Kind == PhoneKind.Mobile);
        }
        Assert.Equal(1_500, People.Contacts.Select(c => c.Email).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Everyone_on_the_roll_may_vote_at_a_station_of_the_commune()
    {
        var adult = DateOnly.FromDateTime(Now.UtcDateTime).AddYears(-18);
        Assert.All(People.Electors, e => Assert.True(e.BornOn <= adult && e.BornOn.Year > 1925));
        Assert.Equal(DemoPlace.Stations, People.Electors.Select(e => e.StationCode).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(People.Electors.Count(e => e.Sex == 'F'), 9_000, 11_500);
    }

    [Fact]
    public void People_came_over_the_past_ninety_days_and_more_so_of_late()
    {
        Assert.All(People.Contacts, c => Assert.InRange(c.CreatedAt, Now.AddDays(-98), Now));
        Assert.True(People.Contacts.Count(c => c.CreatedAt > Now.AddDays(-30)) > People.Contacts.Count(c => c.CreatedAt < Now.AddDays(-60)));
        Assert.All(People.Contacts.SelectMany(c => c.Consents.Select(x => (c, x))), p => Assert.InRange(p.x.At, p.c.CreatedAt, Now));
        Assert.All(People.Contacts, c => Assert.DoesNotContain(c.Consents, x => x.Purpose == "sms" && c.Mobile is null));
    }
}
