using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>Keeps a reply for everybody who answers.</summary>
public sealed class KeepReply(Database db, FillReply fill, Words words, TimeProvider clock)
{
    /// <param name="id">Which one is changed; null for a new one.</param>
    /// <param name="form">As it was typed.</param>
    /// <param name="state">Told what is wrong.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Null where it is not kept.</returns>
    public async Task<SavedReply?> Run(long? id, ReplyForm form, ModelStateDictionary state, CancellationToken ct)
    {
        if (!state.IsValid) return null;
        if (NameKey.Of(form.Name).Length == 0) state.AddModelError("Form.Name", words["The name needs a letter or a figure."]);
        if (!Words.Languages.Contains(form.Language, StringComparer.Ordinal)) state.AddModelError("Form.Language", words["Choose a language."]);
        foreach (var problem in await fill.Problems(form.Text ?? "", ct)) state.AddModelError("Form.Text", problem);
        if (id is null && await db.SavedReplies.CountAsync(ct) >= SavedReply.Most) state.AddModelError("Form.Name", words["{0} replies are kept already: delete one first.", SavedReply.Most]);
        if (!state.IsValid) return null;
        var reply = id is null ? null : await db.SavedReplies.SingleAsync(r => r.Id == id, ct);
        if (reply is null) db.Add(reply = new SavedReply { Name = "", Language = "", Text = "" });
        (reply.Name, reply.Language, reply.Text, reply.ChangedAt) = ((form.Name ?? "").Trim(), form.Language, (form.Text ?? "").Trim().ReplaceLineEndings("\n"), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return reply;
    }
}
