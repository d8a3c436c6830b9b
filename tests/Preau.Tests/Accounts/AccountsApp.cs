using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;

namespace Preau.Tests.Accounts;

/// <summary>The program with a mailbox of its own, requests that come from an address of the test's choice, and a count of the hashes it computed.</summary>
public sealed class AccountsApp : PreauApp
{
    public MailedWords Mailed { get; } = new();
    public CountingHasher Hasher { get; } = new();

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton<IAccountPost>(Mailed);
        services.AddSingleton<IPasswordHasher<Account>>(Hasher);
        services.AddSingleton<IStartupFilter, FromAddress>();
    }
}

public sealed class CountingHasher : PasswordHasher<Account>
{
    private int verified;

    public int Verified => verified;

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref verified);
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
