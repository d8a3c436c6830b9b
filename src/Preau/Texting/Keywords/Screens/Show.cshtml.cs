using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Keywords;

/// <summary>One keyword: how many texted it, whether it is on, and what it does. One that was removed is still there to be read, since consents name it.</summary>
[Needs(Permission.EditMail)]
public sealed class ShowPage(Database db, KeywordDesk desk, TextFoot foot, Words words) : KeywordPage(foot)
{
    public TextKeyword Keyword { get; private set; } = new() { Word = "", WordKey = "", Language = "fr", Answer = "" };

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.TextKeywords.IgnoreQueryFilters([KeywordsMap.RemovedFilter]).AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, ct) is not { } keyword) return NotFound();
        (Keyword, Form) = (keyword, KeywordForm.Of(keyword));
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.TextKeywords.SingleOrDefaultAsync(k => k.Id == id, ct) is not { } keyword) return NotFound();
        Keyword = keyword;
        if (!await desk.Change(keyword, Form, ModelState, ct)) return this.Again();
        this.Say(words["Saved."]);
        return LocalRedirect($"~/texts/keywords/{id}");
    }
}
