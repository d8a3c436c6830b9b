using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <param name="Matched">Of the last mails, those that it would have been for.</param>
public sealed record RulePreview(int Looked, IReadOnlyList<InboxMail> Matched);

/// <summary>Writes rules down, and shows what one would have done with the mails that came last.</summary>
public sealed class RuleDesk(Database db, Team team, Words words, TimeProvider clock)
{
    public const int Looked = 100;

    public async Task<InboxRule?> Save(long? id, RuleForm form, ModelStateDictionary state, CancellationToken ct)
    {
        if (await Read(form, state, ct) is not { } typed) return null;
        if (id is null && await db.InboxRules.CountAsync(ct) >= InboxRule.Most) state.AddModelError("", words["There are {0} rules already: delete one first.", InboxRule.Most]);
        if (!state.IsValid) return null;
        var rule = id is null ? null : await db.InboxRules.SingleAsync(r => r.Id == id, ct);
        if (rule is null) db.Add(rule = new InboxRule { Phrases = "" });
        (rule.Phrases, rule.TagName, rule.AssigneeId, rule.ChangedAt) = (typed.Phrases, typed.TagName, typed.AssigneeId, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return rule;
    }

    /// <summary>Null where the form is not right yet.</summary>
    public async Task<RulePreview?> Try(RuleForm form, ModelStateDictionary state, CancellationToken ct)
    {
        if (await Read(form, state, ct) is not { } rule) return null;
        var last = await db.InboxMails.AsNoTracking().Where(m => m.Kind == InboxKind.In && !m.IsAutomatic).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(Looked).ToListAsync(ct);
        return new(last.Count, [.. last.Where(m => rule.Fits(m.Subject, m.Text))]);
    }

    private async Task<InboxRule?> Read(RuleForm form, ModelStateDictionary state, CancellationToken ct)
    {
        if (!state.IsValid) return null;
        var lines = (form.Phrases ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var rule = new InboxRule { Phrases = string.Join('\n', lines), TagName = string.IsNullOrWhiteSpace(form.TagName) ? null : form.TagName.Trim(), AssigneeId = form.AssigneeId };
        if (rule.Folded.Count == 0) state.AddModelError("Form.Phrases", words["Write at least one word with a letter or a figure."]);
        if (lines.Length > InboxRule.MostPhrases) state.AddModelError("Form.Phrases", words["At most {0} lines.", InboxRule.MostPhrases]);
        if (rule.TagName is null && rule.AssigneeId is null) state.AddModelError("Form.TagName", words["Say what is to be done: a tag, or somebody who looks after it."]);
        if (rule.TagName is { } tag && NameKey.Of(tag).Length == 0) state.AddModelError("Form.TagName", words["The name needs a letter or a figure."]);
        if (rule.AssigneeId is { } account && !await team.Has(account, ct)) state.AddModelError("Form.AssigneeId", words["Choose somebody of the team."]);
        return state.IsValid ? rule : null;
    }
}
