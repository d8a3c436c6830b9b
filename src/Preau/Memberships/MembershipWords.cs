using System.Globalization;
using Preau.Shared;

namespace Preau.Memberships;

public sealed class MembershipWords(Words words)
{
    public string Of(MembershipStatus status) => status switch
    {
        MembershipStatus.Active => words["active"],
        MembershipStatus.Grace => words["in its days of grace"],
        MembershipStatus.Expired => words["run out"],
        MembershipStatus.Suspended => words["suspended"],
        MembershipStatus.Cancelled => words["cancelled by somebody"],
    };

    public static string Tone(MembershipStatus status) => status switch
    {
        MembershipStatus.Active => "good",
        MembershipStatus.Grace or MembershipStatus.Suspended => "caution",
        MembershipStatus.Expired or MembershipStatus.Cancelled => "",
    };

    /// <summary>From which day to which.</summary>
    public string Days(PersonMembership membership) => membership.ExpiresOn is { } last ? words["{0} to {1}", Day(membership.StartedOn), Day(last)] : words["since {0}", Day(membership.StartedOn)];

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture);
}
