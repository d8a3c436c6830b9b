using System.CommandLine;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Accounts.Staff;
using Preau.Nations;

namespace Preau.Commands;

/// <summary>One more nation in the installation, with its owner. The first one is made by the first page.</summary>
public sealed partial class NewNation : Verb
{
    private readonly Argument<string> slug = new("SLUG") { Description = "its short name: small letters, digits and hyphens; its site is SLUG.domain, its panel panel.SLUG.domain" };
    private readonly Argument<string> name = new("NAME") { Description = "the name of the campaign" };
    private readonly Option<string> owner = new("--owner") { Required = true, HelpName = "EMAIL", Description = "the mail address of whoever runs it" };
    private readonly Option<string> language = new("--language") { HelpName = "fr|en", Description = "the language of the campaign", DefaultValueFactory = _ => "fr" };

    public NewNation() : base("nation", "Make a nation, and a link by which its owner comes in, once, within seven days")
    {
        language.AcceptOnlyFromAmong("fr", "en");
        Command.Add(slug);
        Command.Add(name);
        Command.Add(owner);
        Command.Add(language);
    }

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        var (word, title, email) = (asked.GetRequiredValue(slug), asked.GetRequiredValue(name).Trim(), asked.GetRequiredValue(owner));
        if (!SlugPattern().IsMatch(word)) throw new CommandRefused($"“{word}” is no short name: small letters, digits and hyphens, beginning with a letter, between 2 and 40.");
        if (title.Length is 0 or > Nation.MaxName) throw new CommandRefused($"The name of a campaign has between 1 and {Nation.MaxName} characters.");
        if (!Shared.EmailAddress.TryParse(email, out _)) throw new CommandRefused($"“{email}” is not a mail address.");
        await services.GetRequiredService<Migrator>().Run(ct);
        await using var scope = services.CreateAsyncScope();
        var inside = scope.ServiceProvider;
        inside.GetRequiredService<Actor>().IsOperator();
        var db = inside.GetRequiredService<Database>();
        if (await db.Nations.AnyAsync(n => n.Slug == word, ct)) throw new CommandRefused($"There is a nation “{word}” already.");
        // The key that links are sealed with is made on first use, on a connection of its own: not while this one holds the store.
        _ = inside.GetRequiredService<IDataProtectionProvider>().CreateProtector(Command.Name).Protect("");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var nation = inside.GetRequiredService<CreateNation>().Run(word, title, asked.GetRequiredValue(language));
        await db.SaveChangesAsync(ct);
        inside.GetRequiredService<CurrentNation>().Enter(nation.Facts);
        var link = await inside.GetRequiredService<InviteAccount>().Run(email, email, Role.Owner, nation.Language, ct) switch
        {
            Invitation.Made made => made.Link,
            Invitation.Offered offered => offered.Link,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        await transaction.CommitAsync(ct);
        return terminal.Done(new { nation = word, link }, link);
    }

    [GeneratedRegex(Nation.SlugPattern, RegexOptions.NonBacktracking)]
    private static partial Regex SlugPattern();
}
