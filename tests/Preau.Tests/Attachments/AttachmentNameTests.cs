using Preau.Attachments;

namespace Preau.Tests.Attachments;

public sealed class AttachmentNameTests
{
    [Theory]
    [InlineData("Accord signé.pdf", "Accord signé.pdf")]
    [InlineData("C:\\Users\\ada\\scan.png", "scan.png")]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData("  .htaccess ", "htaccess")]
    [InlineData("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie- x=1.pdf")]
    [InlineData("annexe\u202Efdp.exe", "annexefdp.exe")]
    [InlineData("a\u2066b\u200E\u200F\uFEFF\u0000\u007F.txt", "ab.txt")]
    [InlineData("\uD800half.txt", "half.txt")]
    [InlineData("say \"yes\".pdf", "say -yes-.pdf")]
    [InlineData("نامه\u200Cها.pdf", "نامه\u200Cها.pdf")]
    [InlineData("e\u0301te\u0301.txt", "été.txt")]
    [InlineData("日本語の同意書.pdf", "日本語の同意書.pdf")]
    [InlineData("two\u00A0\u2003  spaces .pdf", "two spaces .pdf")]
    public void A_name_loses_what_could_lead_elsewhere_or_mislead_and_keeps_its_letters(string given, string kept) => Assert.Equal(kept, AttachmentName.Of(given, "file"));

    [Fact]
    public void A_long_name_keeps_its_ending_and_no_letter_is_cut_in_two()
    {
        var name = AttachmentName.Of(new string('é', 50) + string.Concat(Enumerable.Repeat("👩‍👩‍👧", 60)) + ".pdf", "file");

        Assert.True(name.Length <= AttachmentName.MaxLength);
        Assert.EndsWith("👩‍👩‍👧.pdf", name, StringComparison.Ordinal);
        Assert.True(AttachmentName.Of(new string('a', 4000), "file").Length <= AttachmentName.MaxLength);
    }

    [Theory]
    [InlineData("Consent", "scan.pdf", "Consent.pdf")]
    [InlineData("Consent.PDF", "scan.pdf", "Consent.PDF")]
    [InlineData("Consent v1.2", "scan.pdf", "Consent v1.2.pdf")]
    [InlineData("photo.html", "scan.png", "photo.html.png")]
    [InlineData("letter.txt", "letter", "letter.txt")]
    [InlineData("///", "scan.pdf", "scan.pdf")]
    public void Another_name_keeps_the_ending(string given, string before, string kept) => Assert.Equal(kept, AttachmentName.Renamed(given, before));
}
