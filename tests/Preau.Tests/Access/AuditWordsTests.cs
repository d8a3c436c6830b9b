using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Preau.Audit;
using Preau.Tests.Architecture;

namespace Preau.Tests.Access;

public sealed partial class AuditWordsTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task Every_table_that_is_audited_has_a_word_for_readers()
    {
        await using var nation = await app.NewNation();
        var tables = nation.Db.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(IOwned)) && !e.ClrType.IsAssignableTo(typeof(IEventRow)) && !e.ClrType.IsAssignableTo(typeof(IDerived))).Select(e => e.GetTableName()!);

        Sources.None(tables.Except(AuditWords.AllSubjects, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_deed_that_is_written_down_has_a_word_for_readers()
    {
        var actions = Sources.Files(Sources.Product, ".cs").SelectMany(f => Action().Matches(File.ReadAllText(f)).Select(m => (Subject: m.Groups["subject"].Value, Deed: m.Groups["deed"].Value))).ToList();

        Assert.NotEmpty(actions);
        Sources.None(actions.Select(a => a.Subject).Except(AuditWords.AllSubjects, StringComparer.Ordinal).Concat(actions.Select(a => a.Deed).Except(AuditWords.AllDeeds, StringComparer.Ordinal)));
    }

    // «blast.sent» as it stands in calls of the trail and of what writes to it for a whole step.
    [GeneratedRegex("""\.(?:Record|Note|Run|Move|Step)\(\s*"(?<subject>[a-z_]+)\.(?<deed>[a-z_]+)"|"(?<subject>import|blast|account|person_tag)\.(?<deed>[a-z_]+)"(?!\s*\])""", RegexOptions.ExplicitCapture)]
    private static partial Regex Action();
}
