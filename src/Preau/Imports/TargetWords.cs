using System.Diagnostics;
using Preau.Electors.Votes;
using Preau.Imports.Named;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>What a column becomes, in words.</summary>
public sealed class TargetWords(Words words, PersonWords names)
{
    public string Of(string target)
    {
        if (target.Split('@') is [var part, var place] && EnumText<AddressKind>.TryParse(place, out var kind)) return words["{0} ({1})", Of(part), names.Of(kind)];
        if (target.StartsWith(Targets.ExternalPrefix, StringComparison.Ordinal) && Targets.Systems.TryGetValue(target[Targets.ExternalPrefix.Length..], out var system)) return words["Number in {0}", words[system]];
        if (NamedTargets.Is(target)) return NamedTargets.Label(target, words);
        if (VoteTargets.Is(target)) return VoteTargets.Label(target, words);
        return target switch
        {
            Targets.Skip => words["Leave out"],
            Targets.NewField => words["A new field of your own"],
            "first_name" => words["First name"],
            "last_name" => words["Last name"],
            "email" => words["Mail address"],
            "email_is_bad" => words["Whether the mail before it bounces"],
            "phone" => words["Telephone"],
            "phone_is_bad" => words["Whether the telephone before it is dead"],
            "line1" => words["Street"],
            "line2" => words["Street, second line"],
            "postcode" => words["Postcode"],
            "city" => words["City"],
            "region" => words["Region"],
            "country" => words["Country"],
            Targets.BornOn => words["Born on (day before month)"],
            Targets.BornOnMonthFirst => words["Born on (month before day)"],
            "sex" => words["Sex"],
            "language" => words["Written language"],
            "support_level" => words["Support level (1 to 5)"],
            "priority" => words["Priority (1 to 5)"],
            "employer" => words["Employer"],
            "occupation" => words["Occupation"],
            "tags" => words["Tags"],
            "note" => words["Note"],
            "consent:news" => words["Agreed to news by mail"],
            "consent:sms" => words["Agreed to texts"],
            "consent:call" => words["Agreed to calls"],
            "withdrawn:news" => words["Wants no news by mail"],
            "withdrawn:sms" => words["Wants no texts"],
            "withdrawn:call" => words["Wants no calls"],
            "withdrawn:all" => words["Wants to hear nothing"],
            "capital" => words["Points left"],
            "capital_received" => words["Points received in all"],
            "capital_spent" => words["Points spent in all"],
            "memberships" => words["Member of (names with commas between them)"],
            "memberships_started" => words["First days of the memberships"],
            "memberships_expire" => words["Last days of the memberships"],
            "memberships_suspended" => words["Days since which memberships are suspended"],
            "id" => words["Number in Préau"],
            "external:nationbuilder" => words["NationBuilder number"],
            "external:external" => words["Number in another system"],
            _ => throw new UnreachableException(),
        };
    }
}
