namespace Preau.People;

/// <summary>What templates may say of people beyond their own record. Looked up only for texts that name it, and only of those who agreed to be chosen by what is known of them.</summary>
[Flags]
public enum PersonFact
{
    None = 0,
    Membership = 1,

    /// <summary>For those who may see gifts, as writers and as readers of the text.</summary>
    Gifts = 2,
}

public static class PersonFacts
{
    private static readonly (string Name, PersonFact Fact)[] Names =
    [
        ("is_member", PersonFact.Membership), ("member_of", PersonFact.Membership), ("member_until", PersonFact.Membership),
        ("last_gift", PersonFact.Gifts), ("last_gift_on", PersonFact.Gifts), ("given_this_year", PersonFact.Gifts),
    ];

    /// <summary>What these texts may name, wherever the word stands in them: sooner too much than too little.</summary>
    public static PersonFact In(params ReadOnlySpan<string?> texts)
    {
        var found = PersonFact.None;
        foreach (var text in texts)
        {
            foreach (var (name, fact) in Names)
            {
                if (text?.Contains(name, StringComparison.Ordinal) == true) found |= fact;
            }
        }

        return found;
    }

    /// <summary>A name below «person» that one of these facts fills.</summary>
    public static bool IsOf(string name) => Array.Exists(Names, n => n.Name == name);
}
