using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Preau.Law;
using Preau.Mail.Blocks;
using Preau.Mail.Brand;
using Preau.Mail.Checks;
using Preau.Mail.Limits;
using Preau.Mail.Pacing;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

/// <summary>Blasts that go out by mail.</summary>
public sealed class MailChannel(
    Database db, NationSettings settings, CompileMail compile, RenderMail render, BlastLimits limits, LiquidNames names, LastCheck check, WhyWritten why, MailLinks links, SiteViews views, CurrentNation nation, RelayClient relay, RelayPaces paces, MailLanes lanes, Seal seal, MistakeWords mistakes, MailTraits traits, MailSize size,
    IOptions<MailOptions> options, Words words, TimeProvider clock) : IBlastChannel
{
    private const string MailPath = "/settings/mail";
    private const string LegalPath = "/settings/legal";
    private const string LookPath = "/settings/mail/look";
    private const string Emails = "person_email";

    private static readonly ContactPoints Addresses = new(Emails, "email_key", "address", "e.is_bad = false and e.is_shut = false",
        $"case when not {ContactPoints.Has(Emails)} then 'none' when not {ContactPoints.Has(Emails, "e.is_bad = false")} then 'bounced' else 'shut' end", []);

    public async Task<IReadOnlyList<BlastProblem>> Settings(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        var legal = await settings.Get<LegalSettings>(ct);
        var problems = new List<BlastProblem>();
        if (string.IsNullOrWhiteSpace(mail.RelayHost)) problems.Add(new(words["Say by which relay mail leaves, in the settings under “Mail”."], Settings: MailPath));
        else if (mail.Security == RelaySecurity.None && !Loopback.Is(mail.RelayHost.Trim())) problems.Add(new(words["Mail would leave for another machine without encryption. Choose STARTTLS or TLS in the settings under “Mail”."], Settings: MailPath));
        if (!EmailAddress.TryParse(mail.SenderAddress, out var sender) || sender.NeedsUtf8) problems.Add(new(words["Say from which address mail is sent, in the settings under “Mail”."], Settings: MailPath));
        if (string.IsNullOrWhiteSpace(legal.Controller)) problems.Add(new(words["Name who is responsible for people’s data, in the settings under “Legal”: every mail says who sends it."], Settings: LegalPath));
        if (!EmailAddress.TryParse(legal.ContactEmail, out _)) problems.Add(new(words["Give an address at which people can ask about their data, in the settings under “Legal”."], Settings: LegalPath));
        if (string.IsNullOrWhiteSpace(legal.ControllerAddress)) problems.Add(new(words["Give the postal address of who is responsible, in the settings under “Legal”: it stands at the end of each mail, and several laws want it there."], IsBlocking: false, Settings: LegalPath));
        if (mail.DkimPublicKey is null) problems.Add(new(words["Mail is not signed: without a key large providers refuse it or take it for junk."], IsBlocking: false, Settings: MailPath));
        var look = MailLook.Of((await views.Site(nation.Facts.Language, null, ct)).Colours, await settings.Get<BrandSettings>(ct));
        problems.AddRange(ReadableLook.WhyNot(look, words).Select(w => new BlastProblem(w, IsBlocking: false, Settings: LookPath)));
        return problems;
    }

    public IEnumerable<BlastProblem> Empty(Blast blast)
    {
        if (string.IsNullOrWhiteSpace(blast.Subject)) yield return new(words["Write a subject."]);
        if (string.IsNullOrWhiteSpace(blast.Body)) yield return new(words["Write the text."]);
        if (string.IsNullOrWhiteSpace(blast.Preheader)) yield return new(words["Without a preview line mail programs show the beginning of the text."], IsBlocking: false);
        if (!Words.Languages.Contains(blast.Language, StringComparer.Ordinal)) yield return new(words["Choose French or English."]);
        if (blast.ReplyTo is { Length: > 0 } && (!EmailAddress.TryParse(blast.ReplyTo, out var answers) || answers.NeedsUtf8)) yield return new(words["The address for answers is not a mail address."]);
    }

    public async Task<BlastReading> Read(Blast blast, CancellationToken ct)
    {
        var html = blast.Html(MailLook.Plain);
        List<BlastProblem> problems = [.. DeadLinks.In(html, isPage: false, words).Select(d => new BlastProblem(d)), .. await limits.Check(blast, ct)];
        switch (await compile.Run(blast, ct))
        {
            case Compiling.Wrong wrong:
                problems.AddRange(wrong.Problems.Select(p => new BlastProblem(mistakes.Of(p))));
                return new(problems, null);
            case Compiling.Done { Template: var template }:
                var misnamed = await names.Check([(words["In the subject"], blast.Subject), (words["In the preview line"], blast.Preheader), (words["In the text"], LiquidTags.Unescaped(html))], hasFacts: !blast.IsAnswer, ct);
                problems.AddRange(misnamed);
                // Somebody of whom nothing is known has the most branches left: a text that does not end, does not end for them.
                if (misnamed.Any(m => m.IsBlocking)) return new(problems, template.Links);
                switch (await render.Run(blast, null, ct))
                {
                    case Rendering.Wrong stopped: problems.AddRange(stopped.Problems.Select(p => new BlastProblem(mistakes.Of(p)))); break;
                    case Rendering.Done { Mail: var mail }:
                        problems.AddRange([.. size.Of(mail.Html, template.Links), .. traits.Of(blast.Subject, html, mail.Text)]);
                        if (!blast.IsTargeted && mail.IsEmpty && BlastLimits.Of([blast]).Count > 0) problems.Add(new(words["Whoever did not agree to be chosen by what is known of them gets an empty mail: leave a part that is for everybody."]));
                        break;
                }

                return new(problems, template.Links);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    public Task<ContactPoints> Points(CancellationToken ct) => Task.FromResult(Addresses);

    public IQueryable<MailDelivery> To(IQueryable<MailDelivery> deliveries, string address)
    {
        var key = EmailAddress.KeyOf(address);
        return deliveries.Where(d => db.PersonEmails.Any(e => e.PersonId == d.PersonId && e.EmailKey == key && e.Address == d.Address));
    }

    public Task<IReadOnlyDictionary<long, LastWord>> LastWords(Blast blast, IReadOnlyCollection<long> personIds, CancellationToken ct) => check.Run(personIds, blast.IsTargeted, ct);

    public Task<Reasons> Why(Blast blast, IReadOnlyCollection<long> personIds, CancellationToken ct) => why.For(blast, personIds, ct);

    public async Task<IBlastHandover?> Prepare(Blast blast, IReadOnlyList<Blast> texts, CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        var signer = await links.Prepare(ct);
        var site = await views.Site(blast.Language, null, ct);
        List<TextPlan> plans = [];
        foreach (var text in texts)
        {
            if (await compile.Run(text, ct) is not Compiling.Done { Template: var template }) return null;
            var rows = await links.Of(text, template.Links, ct);
            await db.SaveChangesAsync(ct);
            plans.Add(new TextPlan(template, new LetterBody(template), new LetterHead(mail, signer, text, site.Name), [.. rows.Select(r => r.Id)]));
        }

        var pace = await settings.Get<PaceSettings>(ct);
        // Without a pace there is nothing to share.
        var others = pace.PerMinute.Count == 0 ? 0 : await OtherProcesses(ct);
        return new MailHandover(new BlastPlan(blast, mail, plans, signer, seal), relay, paces.Of(mail), lanes.Of(mail), pace, 1 + others, options.Value, clock);
    }

    /// <summary>Those that have mails in hand just now. Whoever begins is seen by the others within a minute, when they plan afresh.</summary>
    private async Task<int> OtherProcesses(CancellationToken ct) => HandoverJournal.Others(await db.MailDeliveries
        .Where(d => d.State == DeliveryState.Leased && d.Holder != null && db.Blasts.Any(b => b.Id == d.BlastId && b.Month == d.Month && b.State == BlastState.Sending && b.Channel == Channel.Email))
        .Select(d => d.Holder!).Distinct().ToListAsync(ct));

    public async Task<string> From(Blast blast, CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        var name = blast.SenderName ?? (string.IsNullOrWhiteSpace(mail.SenderName) ? (await views.Site(blast.Language, null, ct)).Name : mail.SenderName);
        return string.IsNullOrWhiteSpace(mail.SenderAddress) ? name : $"{name} <{mail.SenderAddress}>";
    }
}
