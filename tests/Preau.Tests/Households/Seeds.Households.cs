using Preau.People;

namespace Preau.Tests;

public sealed partial class Seeds
{
    /// <summary>Somebody at an address: «12 rue Victor-Hugo».</summary>
    public async Task<Person> At(string line1, string lastName, string firstName = "Camille", string city = "Lyon", string postcode = "69003", AddressKind kind = AddressKind.Home, string? phone = null, Action<Person>? with = null, string line2 = "")
    {
        var person = await Person(
            p =>
            {
                (p.FirstName, p.LastName) = (firstName, lastName);
                with?.Invoke(p);
            },
            phone: phone);
        db.Add(new PersonAddress { PersonId = person.Id, Kind = kind, Line1 = line1, Line2 = line2, Postcode = postcode, City = city });
        await db.SaveChangesAsync();
        return person;
    }
}
