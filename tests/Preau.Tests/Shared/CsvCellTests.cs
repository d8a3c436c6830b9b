using Preau.Imports;
using Preau.Shared;

namespace Preau.Tests.Shared;

public sealed class CsvCellTests
{
    [Theory]
    [InlineData("Zoé Martin", "Zoé Martin")]
    [InlineData("a\tb", "\"a\tb\"")]
    [InlineData("a;b,c", "\"a;b,c\"")]
    [InlineData("say \"yes\"", "\"say \"\"yes\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public async Task A_cell_is_read_back_as_it_was_by_whatever_sign_it_ends(string text, string written)
    {
        Assert.Equal(written, CsvCell.Of(text, '\t'));
        Assert.Equal([text, ""], await CsvFile.Cells($"{CsvCell.Of(text, '\t')}\t", "\t", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_row_whose_text_was_cut_short_within_a_cell_is_one_cell() => Assert.Equal(["\"a\";\"bcd…"], await CsvFile.Cells("\"a\";\"bcd…", ";", TestContext.Current.CancellationToken));
}
