using Microsoft.EntityFrameworkCore;

namespace Preau.Texting.Peers;

/// <param name="ByStage">How many stand where.</param>
/// <param name="Arrived">Of whom the network said that the first text arrived.</param>
/// <param name="Answered">Who wrote back, whatever they wrote.</param>
/// <param name="InPool">Not sent, with no volunteer, and not held out by another record of theirs.</param>
public sealed record PeerCounts(IReadOnlyDictionary<ContactStage, int> ByStage, int Arrived, int Answered, int InPool)
{
    public int All => ByStage.Values.Sum();
    public int Of(ContactStage stage) => ByStage.GetValueOrDefault(stage);

    /// <summary>Those whom a first text was sent, and who did not stop it before.</summary>
    public int Sent { get; init; }
}

/// <param name="WaitingSince">When the oldest of those who wait for their answer wrote.</param>
/// <param name="IsThere">False for whoever was taken off the campaign, or is no longer of the team.</param>
public sealed record TexterRow(long? AccountId, string? Name, bool IsThere, int Unsent, int Sent, int NeedAnswer, int Done, DateTimeOffset? WaitingSince, DateTimeOffset? SeenAt);

public sealed record AnswerCount(long AnswerId, int Count, int OfQuestion);

/// <summary>How far a texting campaign has come. Counted over the people of one campaign, by their index.</summary>
public sealed class CountPeers(Database db)
{
    private sealed record Group(long? AccountId, ContactStage Stage, int Count, int Sent, int Arrived, int Answered);

    private IQueryable<CampaignContact> Of(long campaignId) => db.CampaignContacts.AsNoTracking().Where(c => c.TextCampaignId == campaignId);

    public async Task<(PeerCounts Counts, IReadOnlyList<TexterRow> Texters)> Run(long campaignId, CancellationToken ct)
    {
        var groups = await Of(campaignId).GroupBy(c => new { c.AccountId, c.Stage }).Select(g => new Group(
            g.Key.AccountId, g.Key.Stage, g.Count(), g.Sum(c => c.SentAt != null ? 1 : 0), g.Sum(c => c.ArrivedAt != null ? 1 : 0), g.Sum(c => c.AnsweredAt != null ? 1 : 0))).ToListAsync(ct);
        var counts = new PeerCounts(groups.GroupBy(g => g.Stage).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)), groups.Sum(g => g.Arrived), groups.Sum(g => g.Answered), await InPool(campaignId, groups, ct))
        {
            Sent = groups.Sum(g => g.Sent),
        };
        return (counts, await Texters(campaignId, groups, ct));
    }

    private async Task<int> InPool(long campaignId, List<Group> groups, CancellationToken ct) => groups.Exists(g => g.Stage == ContactStage.HeldOut)
        ? await Of(campaignId).Where(c => c.AccountId == null && c.Stage == ContactStage.Unsent).CountAsync(GivePeople.IsNobodysTwin(db), ct)
        : groups.Where(g => g is { AccountId: null, Stage: ContactStage.Unsent }).Sum(g => g.Count);

    private async Task<IReadOnlyList<TexterRow>> Texters(long campaignId, List<Group> groups, CancellationToken ct)
    {
        var texters = await db.CampaignTexters.AsNoTracking().Where(t => t.TextCampaignId == campaignId).ToDictionaryAsync(t => t.AccountId, ct);
        var ids = texters.Keys.Union(groups.Select(g => g.AccountId ?? 0)).Where(id => id > 0).ToList();
        var names = await db.Accounts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        var ofTeam = await db.Memberships.Where(m => ids.Contains(m.AccountId)).Select(m => m.AccountId).ToListAsync(ct);
        var rows = new List<TexterRow>();
        foreach (var id in ids)
        {
            var own = groups.FindAll(g => g.AccountId == id);
            int Count(ContactStage stage) => own.Where(g => g.Stage == stage).Sum(g => g.Count);
            var waiting = Count(ContactStage.NeedsAnswer) == 0 ? null : await Of(campaignId).Where(c => c.AccountId == id && c.Stage == ContactStage.NeedsAnswer).OrderBy(c => c.AnsweredAt).Select(c => c.AnsweredAt).FirstOrDefaultAsync(ct);
            var texter = texters.GetValueOrDefault(id);
            rows.Add(new(id, names.GetValueOrDefault(id), texter is { LeftAt: null } && ofTeam.Contains(id), Count(ContactStage.Unsent), own.Sum(g => g.Sent), Count(ContactStage.NeedsAnswer), Count(ContactStage.Done), waiting, texter?.SeenAt));
        }

        return [.. rows.Where(r => r.IsThere || r.Unsent + r.Sent > 0).OrderBy(r => r.Name, StringComparer.CurrentCulture)];
    }

    /// <summary>How many gave each answer, and how many answered that question at all.</summary>
    public async Task<IReadOnlyList<AnswerCount>> Answers(long campaignId, CancellationToken ct)
    {
        var questions = await db.ScriptQuestions.AsNoTracking().Where(q => q.TextCampaignId == campaignId).OrderBy(q => q.Position).ThenBy(q => q.Id).ToListAsync(ct);
        var ids = questions.Select(q => q.Id).ToList();
        var answers = await db.ScriptAnswers.AsNoTracking().Where(a => ids.Contains(a.ScriptQuestionId)).OrderBy(a => a.Position).ThenBy(a => a.Id).ToListAsync(ct);
        var counts = await db.ContactAnswers.Where(a => ids.Contains(a.ScriptQuestionId)).GroupBy(a => a.ScriptAnswerId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return [.. questions.SelectMany(q => answers.Where(a => a.ScriptQuestionId == q.Id).Select(a => new AnswerCount(a.Id, counts.GetValueOrDefault(a.Id), answers.Where(o => o.ScriptQuestionId == q.Id).Sum(o => counts.GetValueOrDefault(o.Id)))))];
    }
}
