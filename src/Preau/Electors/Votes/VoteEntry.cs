namespace Preau.Electors.Votes;

/// <summary>What a row of a voter history says: that somebody voted.</summary>
public sealed record BallotEntry(DateOnly HeldOn, string Name, string Place, string Method, string? Party, DateOnly? CastOn);

/// <summary>Gathers the cells of a row that speak of a ballot or of voter facts.</summary>
internal sealed class RowVotes
{
    private string? election;
    private string? country;
    private string? state;
    private string? method;
    private string? party;
    private DateOnly? heldOn;
    private DateOnly? castOn;

    private bool isBallot;

    public Dictionary<string, string> Facts { get; } = new(StringComparer.Ordinal);

    /// <summary>Null where the row names no day: it is no row of a history.</summary>
    public BallotEntry? Ballot => heldOn is { } day ? new(day, election ?? "", string.Join('-', ((string?[])[country, state]).OfType<string>()), method ?? "", party, castOn) : null;

    /// <summary>It speaks of a ballot, but not of which day.</summary>
    public bool IsDayless => isBallot && heldOn is null;

    /// <summary>Why the value cannot be taken, as a sentence to translate, or null.</summary>
    public string? Put(string target, string text, Func<string, DateOnly?> date)
    {
        if (target.StartsWith(VoteTargets.Facts, StringComparison.Ordinal)) return Fact(target[VoteTargets.Facts.Length..], text, date);
        if (text.Length > VoteTargets.Longest) return "“{0}” is too long to be taken.";
        isBallot = true;
        switch (target)
        {
            case VoteTargets.HeldOn or VoteTargets.CastOn:
                if (date(text) is not { } day) return "“{0}” is not a date.";
                if (target == VoteTargets.HeldOn) heldOn = day;
                else castOn = day;
                break;
            case VoteTargets.Election: election = VoteTargets.NameOf(text); break;
            case VoteTargets.Country: country = text.ToUpperInvariant(); break;
            case VoteTargets.State: state = text.ToUpperInvariant(); break;
            case VoteTargets.Method: method = text; break;
            default: party = text; break;
        }

        return null;
    }

    private string? Fact(string field, string text, Func<string, DateOnly?> date)
    {
        if (text.Length > VoteTargets.Longest) return "“{0}” is too long to be taken.";
        if (field == "registered_on")
        {
            if (date(text) is not { } day) return "“{0}” is not a date.";
            text = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (VoterFacts.IsFlag(field))
        {
            if (VoteTargets.Flag(text) is not { } flag) return "“{0}” is neither yes nor no.";
            text = flag ? "true" : "false";
        }

        Facts[field] = text;
        return null;
    }
}
