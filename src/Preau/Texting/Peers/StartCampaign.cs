using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Writing;
using Preau.Segments;
using Preau.Shared;
using Preau.Site;

namespace Preau.Texting.Peers;

/// <summary>Begins a texting campaign: from here on who gets it is settled. What stands in its way is said before and asked again.</summary>
public sealed class StartCampaign(
    Database db, TextGateways gateways, CompileScript compile, TextFoot foot, BlastLaw law, GiftAppeal gifts, MailSegments segments, ReadSegment read, SegmentSentence sentences, MistakeWords mistakes, Words words, TimeProvider clock)
{
    private const string TextsPath = "/settings/texts";

    public async Task<IReadOnlyList<BlastProblem>> Problems(TextCampaign campaign, CancellationToken ct)
    {
        var problems = new List<BlastProblem>();
        if (await gateways.Current(ct) is null) problems.Add(new(words["No gateway for text messages is set up yet: Settings, Text messages."], Settings: TextsPath));
        problems.AddRange(await OfText(campaign, ct));
        if (campaign.SegmentId is { } id && (await segments.Find(id, campaign.Language, ct))?.WhyNot is { } why) problems.Add(new(why));
        if (!await db.CampaignTexters.AnyAsync(t => t.TextCampaignId == campaign.Id && t.LeftAt == null, ct)) problems.Add(new(words["Nobody sends yet: name at least one volunteer."]));
        if (!await db.ScriptQuestions.AnyAsync(q => q.TextCampaignId == campaign.Id, ct)) problems.Add(new(words["There is no question yet: answers will be read, and nothing of them noted."], IsBlocking: false));
        problems.AddRange((await law.Run(campaign.AsBlast(), asksForGifts: false, ct)).Blocks.Select(b => new BlastProblem(b.Message.In(SiteViews.Culture(campaign.Language)), RuleId: b.RuleId)));
        return problems;
    }

    /// <summary>What stands in the way of the first text, which may be written anew while volunteers send it.</summary>
    public async Task<IReadOnlyList<BlastProblem>> OfText(TextCampaign campaign, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(campaign.Opening)) return [new(words["Write the first text."])];
        var problems = (await compile.Check(campaign.Opening, campaign.Language, ct)).Select(p => new BlastProblem(mistakes.Of(p))).ToList();
        if (problems.Count == 0 && await compile.For(campaign.Opening, campaign.Language, 0, "Camille", ct) is { } text && SmsText.Of(text + foot.In(campaign.Language)).Segments > TextMessage.MostSegments)
            problems.Add(new(words["This takes more than {0} SMS: shorten it.", TextMessage.MostSegments]));
        if (await gifts.WhyNot([.. TypedLinks.In(campaign.Opening).Select(l => l.Address)], campaign.Language, ct) is { } whyNot) problems.Add(new(whyNot));
        return problems;
    }

    /// <returns>False where something stands in the way, or somebody was quicker.</returns>
    public async Task<bool> Run(TextCampaign campaign, CancellationToken ct)
    {
        if (campaign.State != TextCampaignState.Draft || (await Problems(campaign, ct)).Any(p => p.IsBlocking)) return false;
        var (now, decision) = (clock.GetUtcNow(), await law.Run(campaign.AsBlast(), asksForGifts: false, ct));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var seen = campaign.ChangedAt;
        if (await db.TextCampaigns.Where(c => c.Id == campaign.Id && c.State == TextCampaignState.Draft && c.ChangedAt == seen).ExecuteUpdateAsync(s => s.SetProperty(c => c.ChangedAt, now), ct) == 0) return false;
        db.Add(LawDecision.Of("texting", campaign.Id, decision, now));
        if (campaign.IsTargeted && await read.Run(await db.Segments.Where(s => s.Id == campaign.SegmentId).Select(s => s.Tree).SingleAsync(ct), ct) is SegmentAnswer.Fine fine)
            (campaign.Tree, campaign.Sentence) = (SegmentTree.Write(fine.Tree), await sentences.Of(fine.Tree, campaign.Language, ct));
        (campaign.State, campaign.ChangedAt) = (TextCampaignState.Gathering, now);
        db.Enqueue(new GatherContacts(campaign.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
