namespace Preau.Law.Tests;

public sealed class PackErrorTests
{
    [Theory]
    [InlineData("kind: contribution_limit", "kind: lottery", "there is no rule kind 'lottery'")]
    [InlineData("currency: EUR", "curency: EUR", "'currency' is missing")]
    [InlineData("counts: [settled, pending]", "counts: [settled, hoped_for]", "'hoped_for' is none of settled, pending")]
    [InlineData("on_breach: block", "on_breach: shrug", "'shrug' is none of allow, warn, block")]
    [InlineData("from: 2000-01-01", "from: soon", "'from' must be a date like 2026-11-23, not 'soon'")]
    [InlineData("value: 100", "value: 100.001", "'value' must be an amount with at most two decimals")]
    [InlineData("confidence: V1", "confidence: sure", "'sure' is none of V1, V2, M, U")]
    [InlineData("counts: [settled, pending]", "counts: [settled]\n    frequency: daily", "'frequency' is not known here")]
    [InlineData("message: {en: too much, fr: trop}", "message: {en: too much}", "'fr' is missing")]
    public void A_mistake_is_named_with_its_line(string right, string wrong, string says)
    {
        var yaml = Cases.Yaml(Cases.Limit("L", 100).Replace(right, wrong, StringComparison.Ordinal));

        var error = Assert.Throws<PackException>(() => PackFile.Read("test.yaml", yaml));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("test.yaml:", error.Message, StringComparison.Ordinal);
        Assert.True(error.Line > 4);
    }

    [Fact]
    public void The_same_rule_cannot_begin_twice_on_one_day()
    {
        var yaml = Cases.Yaml(Cases.Limit("L", 100) + Cases.Limit("L", 50));

        Assert.Contains("stands twice", Assert.Throws<PackException>(() => PackFile.Read("test.yaml", yaml)).Message, StringComparison.Ordinal);
    }
}
