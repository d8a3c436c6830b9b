using Microsoft.AspNetCore.Mvc;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Keywords;

[Needs(Permission.EditMail)]
public sealed class NewPage(KeywordDesk desk, TextFoot foot, CurrentNation nation, Words words) : KeywordPage(foot)
{
    public override bool IsNew => true;

    public void OnGet()
    {
        Form.Language = nation.Facts.Language;
        Form.Wording = words.In(Form.Language)["Text this word to our number and {0} will write to you by text. STOP ends it at any time.", nation.Facts.Name];
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await desk.Make(Form, ModelState, ct) is not { } keyword) return this.Again();
        this.Say(words["Saved. Switch it on when people may text it."]);
        return LocalRedirect($"~/texts/keywords/{keyword.Id}");
    }
}
