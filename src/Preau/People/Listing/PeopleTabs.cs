using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>The parts of People, for those who see more than the people they look after.</summary>
public static class PeopleTabs
{
    public static IReadOnlyList<Tab> Of(Words words, CurrentAccount account, string current)
    {
        List<Tab> tabs =
        [
            new(words["Contacts"], "/people", current == "contacts"),
            new(words["Electoral roll"], "/people?view=roll", current == "roll"),
            new(words["Everybody"], "/people?view=all", current == "all"),
            new(words["Archived"], "/people?view=archived", current == "archived"),
        ];
        if (account.Can(Permission.ViewSegments)) tabs.Add(new(words["Households"], "/households", current == "households"));
        if (account.Can(Permission.EditPeople))
        {
            tabs.Add(new(words["Tags"], "/tags", current == "tags"));
            tabs.Add(new(words["Own fields"], "/fields", current == "fields"));
            tabs.Add(new(words["Duplicates"], "/duplicates", current == "duplicates"));
        }
        if (account.Can(Permission.ImportPeople)) tabs.Add(new(words["Imports"], "/imports", current == "imports"));
        return account.SeesContacts ? tabs : [];
    }
}
