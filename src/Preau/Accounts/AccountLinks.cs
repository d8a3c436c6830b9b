using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Preau.Nations;

namespace Preau.Accounts;

/// <summary>Links to a door of this nation's panel for one account: signed, for a while, and bound to something that must still be so when they are followed.</summary>
public sealed class AccountLinks(IDataProtectionProvider protection, CurrentNation nation, NationDirectory directory, TimeProvider clock)
{
    /// <summary>Of an invitation: people look at it when they come to it.</summary>
    public static readonly TimeSpan OfInvited = TimeSpan.FromDays(7);

    /// <summary>Of what somebody waits for, who has just asked for it.</summary>
    public static readonly TimeSpan OfForgetful = TimeSpan.FromHours(2);

    /// <param name="door">The page behind the link: «password», «join».</param>
    /// <param name="bound">What must still be so; without «|».</param>
    /// <param name="lifetime">How long it works.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<string> Make(string door, long accountId, string bound, TimeSpan lifetime, CancellationToken ct)
    {
        var token = Protector(door).Protect(string.Create(CultureInfo.InvariantCulture, $"{accountId}|{bound}|{(clock.GetUtcNow() + lifetime).ToUnixTimeSeconds()}"));
        return $"{await directory.AddressOf(nation.Facts, Surface.Panel, ct)}/{door}/{token}";
    }

    /// <returns>Null when the token is not ours, is another door's, or is too old.</returns>
    public (long AccountId, string Bound)? Read(string door, string token)
    {
        try
        {
            var parts = Protector(door).Unprotect(token).Split('|');
            var until = long.Parse(parts[2], CultureInfo.InvariantCulture);
            return until < clock.GetUtcNow().ToUnixTimeSeconds() ? null : (long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
        }
        catch (Exception problem) when (problem is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string door) => protection.CreateProtector(door + "-link");
}
