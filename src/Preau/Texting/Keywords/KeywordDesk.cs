using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Preau.Mail;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting.Keywords;

/// <summary>Checks and writes down a keyword.</summary>
public sealed class KeywordDesk(Database db, TextFoot foot, GiftAppeal gifts, Words words, TimeProvider clock)
{
    /// <returns>Null where something is wrong, which the state says.</returns>
    public async Task<TextKeyword?> Make(KeywordForm form, ModelStateDictionary state, CancellationToken ct)
    {
        var word = form.Word?.Trim() ?? "";
        var key = KeywordKey.Of(word);
        if (key is null) state.AddModelError("Form.Word", words["Write one word of at most {0} letters or figures.", TextKeyword.LongestWord]);
        else if (KeywordKey.IsReserved(word)) state.AddModelError("Form.Word", words["“{0}” is kept: whoever texts it wants to stop, to start, to be helped, or answers a question.", word]);
        else if (await db.TextKeywords.AnyAsync(k => k.WordKey == key, ct)) state.AddModelError("Form.Word", words["There is a keyword “{0}” already.", word]);
        if (await db.TextKeywords.CountAsync(ct) >= TextKeyword.Most) state.AddModelError("", words["There are {0} keywords already: remove one first.", TextKeyword.Most]);
        await Check(form, state, ct);
        if (!state.IsValid || key is null) return null;
        var now = clock.GetUtcNow();
        var keyword = new TextKeyword { Word = word, WordKey = key, Language = form.Language, Answer = "", CreatedAt = now };
        form.CopyTo(keyword, now);
        db.Add(keyword);
        await db.SaveChangesAsync(ct);
        return keyword;
    }

    public async Task<bool> Change(TextKeyword keyword, KeywordForm form, ModelStateDictionary state, CancellationToken ct)
    {
        await Check(form, state, ct);
        if (!state.IsValid) return false;
        form.CopyTo(keyword, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return true;
    }

    private async Task Check(KeywordForm form, ModelStateDictionary state, CancellationToken ct)
    {
        if (form.IsSignUp && string.IsNullOrWhiteSpace(form.Wording)) state.AddModelError("Form.Wording", words["Write what people read beside the keyword: it is what they agree to."]);
        var tags = TextKeyword.Named(form.Tags);
        if (tags.Length > TextKeyword.MostTags) state.AddModelError("Form.Tags", words["At most {0} tags.", TextKeyword.MostTags]);
        if (Array.Exists(tags, t => t.Length > TagPeople.MaxLength || NameKey.Of(t).Length == 0)) state.AddModelError("Form.Tags", words["A tag is a name of at most {0} characters.", TagPeople.MaxLength]);
        if (string.IsNullOrWhiteSpace(form.Answer) || !state.IsValid) return;
        if (SmsText.Of(form.Answer.Trim() + foot.In(form.Language)).Segments > TextMessage.MostSegments) state.AddModelError("Form.Answer", words["This takes more than {0} SMS: shorten it.", TextMessage.MostSegments]);
        var links = TypedLinks.In(form.Answer).Select(l => l.Address).ToList();
        if (await gifts.WhyNot(links, form.Language, ct) is { } whyNot) state.AddModelError("Form.Answer", whyNot);
    }
}
