using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Preau.Liquid;
using Preau.Shared;
using Preau.Site;

namespace Preau.Actions;

/// <summary>What the snippets show: <c>form</c>.</summary>
public sealed record FormDrop
{
    public required string Action { get; init; }
    public required string Stamp { get; init; }
    public required IReadOnlyList<ConsentQuestion> Consents { get; init; }
    public required Dictionary<string, string> Values { get; init; }
    public required Dictionary<string, string> Errors { get; init; }
    public required IReadOnlyList<ProblemDrop> Problems { get; init; }
    public required IReadOnlyList<SignerDrop> Signers { get; init; }
    public string Trap => SentForm.Trap;
}

public sealed record ProblemDrop(string Field, string Message);

/// <summary>Somebody who signed and ticked that their name may be shown.</summary>
public sealed record SignerDrop(string Name, string Comment);

/// <summary>The forms of sign-up pages and petitions: their fragment of the page, and what happens when they are sent.</summary>
public abstract class VisitorForms(
    Database db, CurrentNation nation, SiteViews views, ThanksLinks thanks, ConsentQuestions questions, FormStamp stamp, TakeAction action, Words words, TimeProvider clock) : IPageForm
{
    private const int ShownSigners = 20;
    private static readonly Theme Snippets = Load();

    public abstract PageKind Kind { get; }

    protected abstract string Snippet { get; }

    public async Task<string> Render(SitePage page, FormState? state, CancellationToken ct)
    {
        var said = words.In(page.Language);
        var drop = new FormDrop
        {
            Action = PageAddress.Of(page.Slug, page.Language, await views.FirstLanguage(ct)), Stamp = stamp.Now, Consents = await questions.In(page.Language, ct),
            Values = state?.Values.ToDictionary(StringComparer.Ordinal) ?? [],
            Errors = state?.Problems.DistinctBy(p => p.Field, StringComparer.Ordinal).ToDictionary(p => p.Field, p => p.Problem, StringComparer.Ordinal) ?? [],
            Problems = [.. state?.Problems.Select(p => new ProblemDrop(p.Field, p.Problem)) ?? []],
            Signers = Kind == PageKind.Petition ? await Signers(page.GroupId, ct) : [],
        };
        return await Snippets.Render(Snippet, [new("form", drop)], SiteViews.Culture(page.Language), (sentence, arguments) => said[sentence, arguments], clock);
    }

    public async Task<FormAnswer> Take(SitePage page, IFormCollection sent, CancellationToken ct)
    {
        var said = words.In(page.Language);
        var form = new VisitorForm(sent, page, nation.Facts.Country, said);
        // A program learns nothing from our answer.
        if (form.IsFromProgram) return new FormAnswer.Done(await Thanks(page, "", ct));
        if (!stamp.IsGood(sent[FormStamp.Field].ToString()))
        {
            form.Refuse(said["This page was open for a long time. Please send it once more."]);
            return new FormAnswer.Again(form.State);
        }

        if (form.Read(await questions.In(page.Language, ct)) is not { } order) return new FormAnswer.Again(form.State);
        await action.Run(order, ct);
        return new FormAnswer.Done(await Thanks(page, order.Person.FirstName ?? "", ct));
    }

    private async Task<string> Thanks(SitePage page, string firstName, CancellationToken ct)
    {
        var target = await views.Newest(PageKind.Thanks, page.Language, ct) ?? page;
        return $"{PageAddress.Of(target.Slug, target.Language, await views.FirstLanguage(ct))}?t={Uri.EscapeDataString(thanks.Token(firstName))}";
    }

    private async Task<List<SignerDrop>> Signers(long groupId, CancellationToken ct) => await (
        from taken in db.ActionsTaken
        join person in db.People on taken.PersonId equals person.Id
        where taken.PageGroupId == groupId && taken.Kind == ActionKind.Signature && taken.IsNamePublic && person.ArchivedAt == null && taken.NameTyped != ""
        orderby taken.At descending, taken.Id descending
        select new SignerDrop(taken.NameTyped, taken.Comment ?? "")).Take(ShownSigners).ToListAsync(ct);

    private static Theme Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "sign_up_form", "petition_form", "_fields", "_consents" })
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream($"Actions/{name}.liquid") ?? throw new InvalidOperationException(name));
            files[name] = reader.ReadToEnd();
        }

        return Theme.Load(files, [typeof(FormDrop), typeof(ProblemDrop), typeof(SignerDrop), typeof(ConsentQuestion)], LiquidLimits.Page, out var problems)
            ?? throw new InvalidOperationException(string.Join('\n', problems));
    }
}

public sealed class SignUpForm(Database db, CurrentNation nation, SiteViews views, ThanksLinks thanks, ConsentQuestions questions, FormStamp stamp, TakeAction action, Words words, TimeProvider clock)
    : VisitorForms(db, nation, views, thanks, questions, stamp, action, words, clock)
{
    public override PageKind Kind => PageKind.SignUp;

    protected override string Snippet => "sign_up_form";
}

public sealed class PetitionForm(Database db, CurrentNation nation, SiteViews views, ThanksLinks thanks, ConsentQuestions questions, FormStamp stamp, TakeAction action, Words words, TimeProvider clock)
    : VisitorForms(db, nation, views, thanks, questions, stamp, action, words, clock)
{
    public override PageKind Kind => PageKind.Petition;

    protected override string Snippet => "petition_form";
}
