using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Commands;

/// <summary>A way back in for somebody whom no nation can give a new password: an owner alone, without a relay, or an account of several nations.</summary>
public sealed class Password : Verb
{
    private readonly Argument<string> email = new("EMAIL") { Description = "the mail address of the account" };
    private readonly Option<string?> nation = NationOption();

    public Password() : base("password", "Make a link by which the owner of an account chooses a new password, once, within seven days")
    {
        Command.Add(email);
        Command.Add(nation);
    }

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        await using var scope = await Enter(services, asked.GetValue(nation), ct);
        var inside = scope.ServiceProvider;
        var db = inside.GetRequiredService<Database>();
        var address = asked.GetRequiredValue(email);
        var account = await inside.GetRequiredService<UserManager<Account>>().FindByEmailAsync(address);
        if (account is null || !await db.Memberships.AnyAsync(m => m.AccountId == account.Id, ct)) throw new CommandRefused($"Nobody with the address {address} works in this nation.");
        var link = await inside.GetRequiredService<PasswordLink>().To(account, AccountLinks.OfInvited, ct);
        db.Trail.Note("account.link_made", 1, subjectId: account.Id);
        await db.SaveChangesAsync(ct);
        return terminal.Done(new { link }, link);
    }
}
