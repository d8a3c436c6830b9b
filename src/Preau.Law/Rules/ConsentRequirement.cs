using Preau.Law.Yaml;

namespace Preau.Law.Rules;

public enum ConsentUse
{
    /// <summary>Writing to, or calling, a person.</summary>
    Send,

    /// <summary>Recording whether that person opened the message.</summary>
    Measure,
}

/// <summary>What a person must have agreed to before a channel reaches them. <c>Targeted</c> null is both kinds of message.</summary>
public sealed record ConsentRequirement(
    RuleHeader Header, ConsentUse Use, IReadOnlyList<Channel> Channels, bool? Targeted, IReadOnlyList<Purpose> Purposes, int? MinimumAge, bool IsForbidden)
    : Rule(Header)
{
    public bool IsFor(ConsentUse use, Channel channel, bool isTargeted) =>
        Use == use && Channels.Contains(channel) && (Targeted is null || Targeted == isTargeted);

    internal static ConsentRequirement Read(RuleHeader header, YamlMap map) => new(
        header,
        map.OptionalWord<ConsentUse>("use") ?? ConsentUse.Send,
        map.Words<Channel>("channels"),
        map.Flag("targeted"),
        map.Words<Purpose>("purposes"),
        map.OptionalNumber("minimum_age"),
        map.Flag("forbidden") ?? false);
}
