using System.Globalization;

namespace Preau.Segments.Tests;

/// <summary>A stored tree comes from outside: it is read whole or refused with the place of the mistake.</summary>
public sealed class SegmentTreeTests
{
    private static string Condition(string value) => $$"""{"field":"city","operator":"is","values":["{{value}}"]}""";

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("""{"join":"all","parts":[""", depth)) + Condition("Lyon") + string.Concat(Enumerable.Repeat("]}", depth));

    [Theory]
    [InlineData("""{"join":"all","parts":[]}""")]
    [InlineData("""{"join":"none","parts":[{"field":"city","operator":"is","values":["Lyon"]},{"join":"any","parts":[{"field":"age","operator":"at_least","values":["18"]}]}]}""")]
    public void A_tree_is_written_as_it_was_read(string json)
    {
        var tree = SegmentTree.Read(json, out var problem);

        Assert.Null(problem);
        Assert.Equal(json, SegmentTree.Write(tree!));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void No_tree_is_everybody(string? json) => Assert.Same(SegmentGroup.Everybody, SegmentTree.Read(json, out _));

    [Fact]
    public void Numbers_and_booleans_are_values_too()
    {
        var tree = SegmentTree.Read("""{"join":"all","parts":[{"field":"age","operator":"at_least","values":[18,true]}]}""", out _);

        Assert.Equal(["18", "true"], SegmentTree.Conditions(tree!).Single().Values);
    }

    [Theory]
    [InlineData("{", "", SegmentFault.NotJson)]
    [InlineData("[]", "", SegmentFault.NotAGroup)]
    [InlineData("""{"field":"city","operator":"is","values":["Lyon"]}""", "", SegmentFault.NotAGroup)]
    [InlineData("""{"join":"some","parts":[]}""", "", SegmentFault.UnknownJoining)]
    [InlineData("""{"join":"all","parts":{}}""", "", SegmentFault.NotAGroup)]
    [InlineData("""{"join":"all","parts":[7]}""", "/parts/0", SegmentFault.NotACondition)]
    [InlineData("""{"join":"all","parts":[{"field":"city","operator":"is","values":["Lyon"]},{"field":"city"}]}""", "/parts/1", SegmentFault.NotACondition)]
    [InlineData("""{"join":"all","parts":[{"field":"city","operator":"is","values":[null]}]}""", "/parts/0/values/0", SegmentFault.NotAValue)]
    public void What_is_no_tree_is_refused_with_its_place(string json, string at, SegmentFault fault)
    {
        Assert.Null(SegmentTree.Read(json, out var problem));
        Assert.Equal((at, fault), (problem!.At, problem.Reason));
    }

    [Fact]
    public void A_tree_is_bounded_in_depth_size_and_length()
    {
        var wide = $$"""{"join":"all","parts":[{{string.Join(',', Enumerable.Repeat(Condition("Lyon"), SegmentTree.MaxNodes))}}]}""";
        var many = $$"""{"join":"all","parts":[{"field":"city","operator":"is","values":[{{string.Join(',', Enumerable.Range(0, SegmentTree.MaxValues + 1).Select(i => $"\"{i.ToString(CultureInfo.InvariantCulture)}\""))}}]}]}""";

        Assert.NotNull(SegmentTree.Read(Nested(SegmentTree.MaxDepth), out _));
        foreach (var json in new[] { Nested(SegmentTree.MaxDepth + 1), wide, many, Nested(1).Replace("Lyon", new string('x', SegmentTree.MaxText + 1), StringComparison.Ordinal), new string(' ', SegmentTree.MaxLength) + Nested(1) })
        {
            Assert.Null(SegmentTree.Read(json, out var problem));
            Assert.Equal(SegmentFault.TooLarge, problem!.Reason);
        }
    }

    [Fact]
    public void Depth_far_beyond_any_bound_ends_as_a_refusal() => Assert.Null(SegmentTree.Read(Nested(5_000), out _));
}
