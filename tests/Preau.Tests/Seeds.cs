using Preau.People;

namespace Preau.Tests;

/// <summary>Data by intent: a test names what it is about, the rest is plausible. Extended by each feature's tests.</summary>
public sealed partial class Seeds(Database db, TimeProvider clock)
{
    private static int count;

    public async Task<Person> Person(Action<Person>? with = null, string? email = null, string? phone = null)
    {
        var number = Interlocked.Increment(ref count);
        var now = clock.GetUtcNow();
        var person = new Person { FirstName = "Camille", LastName = $"Exemple{number}", CreatedAt = now, ChangedAt = now };
        with?.Invoke(person);
        db.Add(person);
        if (email is not null) db.Add(new PersonEmail { PersonId = person.Id, Address = email, EmailKey = email.ToLowerInvariant() });
        if (phone is not null) db.Add(new PersonPhone { PersonId = person.Id, Number = phone, PhoneKey = phone });
        await db.SaveChangesAsync();
        return person;
    }
}
