using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Returns;

/// <summary>Which provider tells by webhook what came back.</summary>
[Needs(Permission.ManageSettings)]
public sealed class SourcePage(Database db, NationSettings settings, Seal seal, Providers providers, Words words) : PageModel
{
    private const int LongestSecret = 200;

    // About a mail that nobody sent; its answer says whether the key is good.
    private const string Nothing = "nothing";

    public IActionResult OnGet() => Redirect("~/settings/mail/returns");

    public async Task<IActionResult> OnPost(string? source, string? secret, ProviderRegion region, string? key, CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        var (known, sign, ask) = (ReturnSources.Find(source), secret?.Trim() ?? "", key?.Trim() ?? "");
        if (known is not null && (sign.Length > LongestSecret || (sign.Length == 0 && mail.ReturnSource != known.Name)))
        {
            this.Warn(words["Write the signing key that the provider shows beside its webhooks: by it Préau knows its calls."]);
            return Redirect("~/settings/mail/returns");
        }

        var isSame = known is not null && mail.ReturnSource == known.Name;
        // Another region is asked with the key that is kept, where none is typed.
        var tried = ask.Length > 0 ? ask : isSame && region != mail.ProviderRegion ? seal.Open(mail.SealedProviderKey, Providers.KeyUse) : null;
        if (known is not null && tried is not null && (tried.Length > LongestSecret || !await Answers(mail, known.Name, region, tried, ct)))
        {
            this.Warn(words["The provider does not answer to this API key, for the domain of your log-in to the relay and in this region. Nothing was saved."]);
            return Redirect("~/settings/mail/returns");
        }

        // A key of one provider says nothing to another.
        if (!isSame) mail.SealedProviderKey = null;
        if (known is null) mail.SealedReturnSecret = null;
        else if (sign.Length > 0) mail.SealedReturnSecret = seal.Close(sign, ReturnSources.SecretUse);
        if (known is not null && tried is not null) (mail.SealedProviderKey, mail.ProviderRegion) = (seal.Close(tried, Providers.KeyUse), region);
        mail.ReturnSource = known?.Name;
        await settings.Set(mail, ct);
        await db.SaveChangesAsync(ct);
        if (tried is not null) await providers.Remember(null, ct);
        this.Say(words["Saved."]);
        return Redirect("~/settings/mail/returns");
    }

    private async Task<bool> Answers(MailSettings mail, string source, ProviderRegion region, string key, CancellationToken ct)
    {
        if (providers.Of(mail, source, region, key) is not { } provider) return false;
        try
        {
            return !await provider.Has(Nothing, ct);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or JsonException || (trouble is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}
