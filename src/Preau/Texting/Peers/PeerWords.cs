using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>The words for what is stored of texting campaigns.</summary>
public sealed class PeerWords(Words words)
{
    public string Of(TextCampaignState state) => state switch
    {
        TextCampaignState.Draft => words["Draft"],
        TextCampaignState.Gathering => words["Gathering people"],
        TextCampaignState.Open => words["Volunteers are sending"],
        TextCampaignState.Paused => words["Paused"],
        TextCampaignState.Closed => words["Over and closed"],
    };

    public static string Tone(TextCampaignState state) => state switch
    {
        TextCampaignState.Draft => "",
        TextCampaignState.Gathering => "info",
        TextCampaignState.Open => "good",
        TextCampaignState.Paused => "caution",
        TextCampaignState.Closed => "",
    };

    public string Of(ContactStage stage) => stage switch
    {
        ContactStage.Unsent => words["Not written to yet"],
        ContactStage.Sent => words["Sent, no answer yet"],
        ContactStage.NeedsAnswer => words["Waits for an answer"],
        ContactStage.Talking => words["In conversation"],
        ContactStage.Done => words["Conversation closed"],
        ContactStage.Skipped => words["Skipped by a volunteer"],
        ContactStage.WrongNumber => words["Wrong number"],
        ContactStage.OptedOut => words["Wants no more texts"],
        ContactStage.LeftOut => words["Could not be written to"],
        ContactStage.HeldOut => words["Held out, to measure"],
    };
}
