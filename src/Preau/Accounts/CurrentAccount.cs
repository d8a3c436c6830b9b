namespace Preau.Accounts;

/// <summary>Who is signed in to this nation's panel, and what they may do. Empty for visitors, jobs and commands.</summary>
public sealed class CurrentAccount
{
    public long? Id { get; private set; }
    public long? SessionId { get; private set; }
    public string Name { get; private set; } = "";
    public string Email { get; private set; } = "";
    public string? Language { get; private set; }
    public Role? Role { get; private set; }

    public bool Can(Permission permission) => Role is { } role && Roles.Of(role).Contains(permission);

    internal void Is(SessionFacts session)
    {
        (Id, SessionId, Name, Email, Language, Role) = (session.AccountId, session.SessionId, session.Name, session.Email, session.Language, session.Role);
    }
}

internal sealed record SessionFacts(long SessionId, long AccountId, string Name, string Email, string? Language, Role Role);
