using Preau.Accounts;
using Preau.Shared;

namespace Preau.People;

/// <summary>Volunteers know whom they look after, but not how to reach them until a task asks for it: addresses and numbers are shown covered.</summary>
public static class ContactSight
{
    extension(CurrentAccount account)
    {
        public bool SeesContacts => account.Role is { } role && !role.SeesOnlyAssigned();

        public string Shown(PersonEmail email) => account.SeesContacts ? email.Address : Covered(email.Address);

        public string Shown(PersonPhone phone, string country) => account.SeesContacts ? PhoneNumber.Display(phone.Number, country) : PhoneNumber.Hidden(phone.Number);
    }

    private static string Covered(string address) => EmailAddress.TryParse(address, out var email) ? email.Hidden() : "•••";
}
