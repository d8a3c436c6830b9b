using System.ComponentModel.DataAnnotations;

namespace Preau.Texting.Peers;

/// <summary>What the organiser of a texting campaign fills in.</summary>
public sealed class CampaignForm
{
    public const int MostReplies = 6;

    [Required, StringLength(120), Display(Name = "Name")]
    public string Name { get; set; } = "";

    [StringLength(TextCampaign.LongestText), Display(Name = "First text")]
    public string? Opening { get; set; }

    [Required, RegularExpression("^(fr|en)$"), Display(Name = "Language of the text")]
    public string Language { get; set; } = "fr";

    [Display(Name = "People")]
    public long? SegmentId { get; set; }

    [Range(1, 500), Display(Name = "People at a time")]
    public int BatchSize { get; set; } = 50;

    [Range(0, 100_000), Display(Name = "People that a volunteer may take")]
    public int MostEach { get; set; } = 500;

    [Range(1, 720), Display(Name = "Hours until what is unsent goes back")]
    public int IdleHours { get; set; } = 24;

    [Display(Name = "Hold people out, to measure what this text does")]
    public bool HoldsOut { get; set; }

    [Range(1, 50), Display(Name = "Held out, in percent")]
    public int? HeldOutPercent { get; set; } = 5;

    /// <summary>Titles and texts of the replies at hand, side by side.</summary>
    public List<string?> Titles { get; set; } = [];
    public List<string?> Texts { get; set; } = [];

    public static CampaignForm Of(TextCampaign campaign) => new()
    {
        Name = campaign.Name, Opening = campaign.Opening, Language = campaign.Language, SegmentId = campaign.SegmentId, BatchSize = campaign.BatchSize, MostEach = campaign.MostEach, IdleHours = campaign.IdleHours,
        HoldsOut = campaign.HeldOutShare > 0, HeldOutPercent = campaign.HeldOutShare > 0 ? campaign.HeldOutShare / 100 : 5,
        Titles = [.. campaign.Canned.Select(c => c.Title)], Texts = [.. campaign.Canned.Select(c => c.Text)],
    };

    public IEnumerable<CannedReply> Replies => Titles.Zip(Texts).Take(MostReplies).Select(r => new CannedReply(Short(r.First, 60), Short(r.Second, TextCampaign.LongestText))).Where(r => r.Text.Length > 0).Select(r => r.Title.Length > 0 ? r : r with { Title = Short(r.Text, 30) });

    /// <summary>Whom it is for is settled when it begins.</summary>
    public void CopyTo(TextCampaign campaign, DateTimeOffset now)
    {
        (campaign.Name, campaign.Opening, campaign.Language) = (Name.Trim(), (Opening ?? "").Trim().ReplaceLineEndings("\n"), Language);
        if (campaign.State == TextCampaignState.Draft) (campaign.SegmentId, campaign.HeldOutShare) = (SegmentId, HoldsOut ? (HeldOutPercent ?? 5) * 100 : 0);
        (campaign.BatchSize, campaign.MostEach, campaign.IdleHours, campaign.ChangedAt) = (BatchSize, MostEach, IdleHours, now);
        campaign.Keep(Replies);
    }

    private static string Short(string? text, int most) => (text ?? "").Trim().ReplaceLineEndings("\n") is var given && given.Length > most ? given[..most] : given;
}
