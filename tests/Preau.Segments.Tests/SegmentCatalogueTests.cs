namespace Preau.Segments.Tests;

/// <summary>A catalogue refuses what it does not know and compiles the rest, with every value as a parameter.</summary>
public sealed class SegmentCatalogueTests
{
    private static readonly SegmentCatalogue Catalogue = new(
    [
        new SegmentField
        {
            Name = "city", Label = "City", Family = "Place", Operators = [new("is", "is", "live in {0}", ValueKind.Text, Most: 3)],
            Sql = (c, parts) => $"city in ({parts.Values(c.Values)})",
        },
        new SegmentField
        {
            Name = "level", Label = "Level", Family = "Opinion", Traits = FieldTraits.Opinion, Choices = [new("1", "one"), new("2", "two")],
            Operators = [new("is", "is", "are at {0}", ValueKind.Choice), new("since", "since", "since {0}", ValueKind.Date), new("over", "over", "over {0}", ValueKind.Money), new("any", "any", "any", ValueKind.Whole, 0, 0, FieldTraits.Roll)],
            Sql = (c, parts) => $"level = {parts.Value(c.Values[0])}",
        },
    ]);

    private static SegmentGroup Of(params SegmentNode[] parts) => new(Joining.All, parts);

    private static SqlParts Parts => new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero), new DateOnly(2026, 11, 25), day => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));

    [Theory]
    [InlineData("town", "is", "Lyon", "/parts/0/field", SegmentFault.UnknownField)]
    [InlineData("city", "was", "Lyon", "/parts/0/operator", SegmentFault.UnknownOperator)]
    [InlineData("city", "is", " ", "/parts/0/values/0", SegmentFault.WrongValue)]
    [InlineData("level", "is", "3", "/parts/0/values/0", SegmentFault.WrongValue)]
    [InlineData("level", "since", "25/11/2026", "/parts/0/values/0", SegmentFault.WrongValue)]
    [InlineData("level", "over", "-1", "/parts/0/values/0", SegmentFault.WrongValue)]
    [InlineData("level", "any", "1", "/parts/0/values", SegmentFault.WrongCount)]
    public void What_the_catalogue_does_not_know_is_refused_with_its_place(string field, string operation, string value, string at, SegmentFault fault)
    {
        var problems = Catalogue.Check(Of(new SegmentCondition(field, operation, [value])));

        Assert.Contains(problems, p => p.At == at && p.Reason == fault);
    }

    [Fact]
    public void Groups_join_their_parts_and_values_never_stand_in_the_text()
    {
        const string Hostile = "x'); drop table person; --";
        var parts = Parts;
        var tree = Of(new SegmentCondition("city", "is", [Hostile, "Lyon"]), new SegmentGroup(Joining.None, [new SegmentCondition("level", "is", ["1"]), new SegmentGroup(Joining.Any, [])]));

        var sql = Catalogue.Compile(tree, parts);

        Assert.Empty(Catalogue.Check(tree));
        Assert.Equal("(city in (@v0, @v1)) and (not ((level = @v2) or (1 = 1)))", sql);
        Assert.Equal([("v0", (object?)Hostile), ("v1", "Lyon"), ("v2", "1")], parts.Parameters);
    }

    [Fact]
    public void The_traits_of_a_tree_are_those_of_all_its_fields_and_of_how_they_are_asked()
    {
        Assert.Equal(FieldTraits.None, Catalogue.Traits(Of(new SegmentCondition("city", "is", ["Lyon"]))));
        Assert.Equal(FieldTraits.Opinion, Catalogue.Traits(Of(new SegmentCondition("city", "is", ["Lyon"]), new SegmentGroup(Joining.None, [new SegmentCondition("level", "is", ["1"])]))));
        Assert.Equal(FieldTraits.Opinion | FieldTraits.Roll, Catalogue.Traits(Of(new SegmentCondition("level", "any", []))));
    }
}
