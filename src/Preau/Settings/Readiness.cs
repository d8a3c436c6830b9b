using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Settings;

/// <summary>One thing of the first hour: what it is, whether it is done, and where it is done.</summary>
public sealed record ReadinessStep(string Label, bool IsDone, string Path);

/// <summary>How far the campaign is from being able to work, and what stands between it and a published site.</summary>
public sealed class Readiness(NationSettings settings, CurrentNation nation, Database db)
{
    public async Task<IReadOnlyList<ReadinessStep>> Steps(CancellationToken ct)
    {
        var identity = await IdentitySettings.Of(settings, nation.Facts, ct);
        var campaign = await settings.Get<CampaignSettings>(ct);
        var mail = await settings.Get<MailSettings>(ct);
        var legal = await settings.Get<LegalSettings>(ct);
        return
        [
            new("Give the campaign its colour and its picture", identity.CoverPath is not null || identity.Slogan is not null, "/settings/identity"),
            new("Say which election this is for", campaign.Election is not null && campaign.FirstRoundOn is not null, "/settings"),
            new("Name the candidate or list", !string.IsNullOrWhiteSpace(campaign.Candidate), "/settings"),
            new("Name who may collect money", !string.IsNullOrWhiteSpace(campaign.CollectorName) && campaign.CollectorDeclaredOn is not null, "/settings"),
            new("Write the legal notice and the privacy text", !legal.Missing(identity.Languages).Any(), "/settings/legal"),
            new("Set up mail and see a test arrive", mail.IsComplete && mail.TestedAt is not null, "/settings/mail"),
            new("Sign your mail with a key", mail.DkimPublicKey is not null, "/settings/mail"),
            new("Invite somebody to work with you", await db.MembershipsAndOffers.CountAsync(ct) > 1, "/settings/staff"),
            new("Bring in people from a file", await db.People.AnyAsync(ct), "/imports/new"),
        ];
    }

    /// <summary>Why nothing can be published yet, as sentences to translate; empty when it can.</summary>
    public async Task<IReadOnlyList<string>> MissingToPublish(CancellationToken ct) =>
        [.. (await settings.Get<LegalSettings>(ct)).Missing((await IdentitySettings.Of(settings, nation.Facts, ct)).Languages)];
}
