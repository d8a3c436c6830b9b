using System.ComponentModel.DataAnnotations;

namespace Preau.Texting.Keywords;

public sealed class KeywordForm
{
    /// <summary>Of a new one alone.</summary>
    [StringLength(TextKeyword.LongestWord), Display(Name = "Keyword")]
    public string? Word { get; set; }

    [Required, StringLength(1000), Display(Name = "The answer that leaves")]
    public string? Answer { get; set; }

    [StringLength(400), Display(Name = "Tags for whoever texts it")]
    public string? Tags { get; set; }

    [Required, RegularExpression("fr|en"), Display(Name = "Language")]
    public string Language { get; set; } = "fr";

    [Display(Name = "Whoever texts it agrees to texts from the campaign")]
    public bool IsSignUp { get; set; }

    [StringLength(500), Display(Name = "What people read beside the keyword")]
    public string? Wording { get; set; }

    public static KeywordForm Of(TextKeyword keyword) => new() { Word = keyword.Word, Answer = keyword.Answer, Tags = keyword.Tags, Language = keyword.Language, IsSignUp = keyword.IsSignUp, Wording = keyword.Wording };

    public void CopyTo(TextKeyword keyword, DateTimeOffset now)
    {
        (keyword.Answer, keyword.Language, keyword.IsSignUp, keyword.ChangedAt) = ((Answer ?? "").Trim().ReplaceLineEndings("\n"), Language, IsSignUp, now);
        keyword.Wording = (Wording ?? "").Trim();
        keyword.Tags = string.Join(", ", TextKeyword.Named(Tags));
    }
}
