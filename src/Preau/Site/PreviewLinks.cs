using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Preau.Site;

/// <summary>Addresses under which a draft can be seen on the site itself, for some hours, by whoever was given one.</summary>
public sealed class PreviewLinks(IDataProtectionProvider protection, CurrentNation nation)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(8);
    private ITimeLimitedDataProtector Protector => protection.CreateProtector($"site preview {nation.Id}").ToTimeLimitedDataProtector();

    public string Of(SitePage page) => "/preview/" + Protector.Protect(page.Id.ToString(CultureInfo.InvariantCulture), Life);

    public long? Read(string token)
    {
        try
        {
            return long.Parse(Protector.Unprotect(token), CultureInfo.InvariantCulture);
        }
        catch (CryptographicException)
        {
            return null;   // not ours, or too old
        }
    }
}

/// <summary>Carries a visitor's first name from the form to the page that thanks them, so that no page has to ask who they are.</summary>
public sealed class ThanksLinks(IDataProtectionProvider protection, CurrentNation nation)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);
    private ITimeLimitedDataProtector Protector => protection.CreateProtector($"site thanks {nation.Id}").ToTimeLimitedDataProtector();

    public string Token(string firstName) => Protector.Protect(firstName, Life);

    public string? Read(string token)
    {
        try
        {
            return Protector.Unprotect(token);
        }
        catch (CryptographicException)
        {
            return null;   // not ours, or too old: the page thanks without a name
        }
    }
}
