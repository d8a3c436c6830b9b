using Preau.Accounts;

namespace Preau.Tests.Commands;

public sealed class PasswordCommandTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task The_operator_makes_a_link_to_a_new_password_for_those_who_work_here_only()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("locked@team.example", Role.Owner);

        var made = await Shell.Within(app, "password", "Locked@team.example", "--nation", nation.Facts.Slug);
        var refused = await Shell.Within(app, "password", "nobody@team.example", "--nation", nation.Facts.Slug);

        Assert.True(made.Code == 0, made.Progress);
        (await nation.Stranger.InEnglish().Get(made.Output.Trim()[made.Output.IndexOf("/password/", StringComparison.Ordinal)..])).Shows("locked@team.example");
        Assert.Equal(1, refused.Code);
        Assert.Contains("Nobody with the address nobody@team.example works in this nation.", refused.Progress, StringComparison.Ordinal);
    }
}
