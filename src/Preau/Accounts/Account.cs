using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts;

/// <summary>Somebody who works in one or more nations. Staff accounts are global; what they may do is said by a membership in each nation.</summary>
public sealed class Account : IGlobal
{
    public long Id { get; set; }
    public required string Email { get; set; }

    /// <summary>The address as it is compared; unique.</summary>
    public required string EmailKey { get; set; }
    public string Name { get; set; } = "";
    public string? PasswordHash { get; set; }

    /// <summary>Changes with the password, which ends every session and every link that was mailed.</summary>
    public string SecurityStamp { get; set; } = Guid.NewGuid().ToString("n");
    public string? Language { get; set; }
    public int FailedSignIns { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>When a new password was last asked for: mailboxes are not flooded with links.</summary>
    public DateTimeOffset? LinkAskedAt { get; set; }

    /// <summary>It opens several nations: none of them gives out a new password for it, since that would open the others. The operator can.</summary>
    public bool IsShared { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An account's role in this nation.</summary>
public sealed class Membership : IOwned
{
    public NationId NationId { get; set; }
    public long AccountId { get; init; }
    public Role Role { get; set; }

    /// <summary>Offered to an account of another nation, and not taken yet: it opens nothing.</summary>
    public bool IsPending { get; set; }

    /// <summary>Which of the campaign's own fields their lists of people show: numbers with commas between them.</summary>
    public string PeopleColumns { get; set; } = "";

    /// <summary>The last day for which their morning mail was taken on; null where they want none.</summary>
    public DateOnly? LastMorning { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

public sealed class MembershipMap : IEntityTypeConfiguration<Membership>
{
    /// <summary>What was only offered is not there for whoever does not ask for it by name.</summary>
    public const string PendingFilter = "pending";

    public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Membership> membership)
    {
        membership.HasKey(m => new { m.NationId, m.AccountId });
        membership.HasQueryFilter(PendingFilter, m => !m.IsPending);
    }
}

/// <summary>A browser in which an account is signed in. Ending it here ends it there at the next request.</summary>
public sealed class Session : IGlobal
{
    public long Id { get; set; }
    public long AccountId { get; init; }

    /// <summary>SHA-256 of the secret in the cookie, so that a copy of the table signs nobody in.</summary>
    public required string SecretHash { get; init; }
    public string UserAgent { get; init; } = "";
    public string IpAddress { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
}
