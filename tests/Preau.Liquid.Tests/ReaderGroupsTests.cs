using System.Globalization;

namespace Preau.Liquid.Tests;

/// <summary>Parts of a letter that are for some readers, and for all but them.</summary>
public sealed class ReaderGroupsTests
{
    private const string Letter = "Hello.\n\n{%- only 12 %}\n\nFor them.\n\n{%- endonly %}\n\n{%- allbut 12 %}\n\nFor others.\n\n{%- endallbut %}\n\nBye.";

    [Fact]
    public async Task Each_reader_gets_what_is_for_them_without_empty_lines_for_the_rest()
    {
        Assert.Equal("Hello.\n\nFor them.\n\nBye.", await Read(Letter, new ReaderGroups(new HashSet<long> { 12 }, new HashSet<long>())));
        Assert.Equal("Hello.\n\nFor others.\n\nBye.", await Read(Letter, new ReaderGroups(new HashSet<long>(), new HashSet<long> { 12 })));
    }

    [Fact]
    public async Task Of_whom_nothing_may_be_told_gets_neither() => Assert.Equal("Hello.\n\nBye.", await Read(Letter, null));

    [Theory]
    [InlineData("{% only 12 %}a{% else %}b{% endonly %}")]
    [InlineData("{% only 12 %}a")]
    [InlineData("{% only %}a{% endonly %}")]
    public void There_is_no_other_part_and_no_open_end(string source) => Assert.Null(Load(source, isToReaders: true, out _));

    [Theory]
    [InlineData("{% assign x = 12 %}{% only x %}a{% endonly %}")]
    [InlineData("{% only \"12\" %}a{% endonly %}")]
    [InlineData("{% only 99999999999999999999999999 %}a{% endonly %}")]
    [InlineData("{% only -12 %}a{% endonly %}")]
    [InlineData("{% only 12.5 %}a{% endonly %}")]
    public async Task What_is_no_number_of_a_group_is_for_nobody(string source) => Assert.DoesNotContain("a", await Read(source, new ReaderGroups(new HashSet<long> { 12 }, new HashSet<long> { 12 })), StringComparison.Ordinal);

    [Fact]
    public void Themes_of_pages_know_no_readers() => Assert.Null(Load(Letter, isToReaders: false, out _));

    [Fact]
    public async Task What_is_within_is_bounded_too() =>
        await Assert.ThrowsAsync<LiquidStopped>(async () => await Read("{% only 12 %}{% for i in (1..1000000000) %}x{% endfor %}{% endonly %}", new ReaderGroups(new HashSet<long> { 12 }, new HashSet<long>())));

    private static Theme? Load(string source, bool isToReaders, out IReadOnlyList<LiquidProblem> problems) =>
        Theme.Load(new Dictionary<string, string>(StringComparer.Ordinal) { ["letter"] = source }, [], LiquidLimits.Letter, out problems, isToReaders);

    private static async Task<string> Read(string source, ReaderGroups? groups)
    {
        var theme = Load(source, isToReaders: true, out var problems) ?? throw new Xunit.Sdk.XunitException(string.Join('\n', problems));
        return await theme.Text("letter", groups is null ? [] : [groups.ForTemplates], CultureInfo.InvariantCulture, (sentence, _) => sentence, TimeProvider.System);
    }
}
