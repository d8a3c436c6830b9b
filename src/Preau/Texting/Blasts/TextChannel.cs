using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail;
using Preau.Nations;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>Blasts that go out by text.</summary>
public sealed class TextChannel(
    Database db, CampaignLaw law, NationSettings settings, TextGateways gateways, TextPaces paces, CompileText compile, RenderText render, LiquidNames names, CheckTexts check, MailLinks links, GiftAppeal gifts,
    Suppressions suppressions, MistakeWords mistakes, CurrentNation nation, Words words, TimeProvider clock) : IBlastChannel
{
    private const string TextsPath = "/settings/texts";
    private const string Phones = "person_phone";
    private const int MostShut = 500;

    public async Task<IReadOnlyList<BlastProblem>> Settings(CancellationToken ct)
    {
        var problems = new List<BlastProblem>();
        if (await gateways.Current(ct) is null) problems.Add(new(words["No gateway for text messages is set up yet: Settings, Text messages."], Settings: TextsPath));
        if ((await settings.Get<TextSettings>(ct)).HundredCost is null) problems.Add(new(words["Say in the settings what 100 SMS cost, and you see here what this costs."], IsBlocking: false, Settings: TextsPath));
        return problems;
    }

    public IEnumerable<BlastProblem> Empty(Blast blast)
    {
        if (string.IsNullOrWhiteSpace(blast.Subject)) yield return new(words["Give it a name: only your team sees it."]);
        if (string.IsNullOrWhiteSpace(blast.Body)) yield return new(words["Write the text."]);
        if (!Words.Languages.Contains(blast.Language, StringComparer.Ordinal)) yield return new(words["Choose French or English."]);
    }

    public async Task<BlastReading> Read(Blast blast, CancellationToken ct)
    {
        var (template, mistaken) = await compile.Run(blast, ct);
        if (template is null) return new([.. mistaken.Select(p => new BlastProblem(mistakes.Of(p)))], null);
        var problems = new List<BlastProblem>(await names.Check([(words["In the text"], blast.Body)], ct));
        if (!problems.Exists(p => p.IsBlocking))
        {
            var rendered = await render.Run(blast, null, ct);
            problems.AddRange(rendered.Problems.Select(p => new BlastProblem(mistakes.Of(p))));
            if (rendered.Sms.Segments > TextMessage.MostSegments) problems.Add(new(words["This takes more than {0} SMS: shorten it.", TextMessage.MostSegments]));
            else if (SmsText.Widening(rendered.Text ?? "") is { } wide) problems.Add(new(words["“{0}” makes it take more SMS", wide], IsBlocking: false));
        }

        if (await gifts.WhyNot(template.Links, blast.Language, ct) is { } whyNot) problems.Add(new(whyNot));
        if (await law.Closes(blast.Channel, clock.GetUtcNow(), ct) is not null && await IsElsewhere(ct)) problems.Add(new(words["Some of those who agreed to texts have a number where it is another hour: they get it by the clock of {0}, but never at night by their own.", nation.Facts.TimeZone], IsBlocking: false));
        return new(problems, template.Links);
    }

    private async Task<bool> IsElsewhere(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var agreed = db.PersonPhones.Where(p => db.ConsentStates.Any(s => s.PersonId == p.PersonId && s.Purpose == Purpose.Sms && s.IsGiven)).Select(p => p.PhoneKey);
        // From one stretch of numbers that go by the same clocks to the next, each found by its index. Who agreed is asked in those alone where it is another hour: at home, where nearly all numbers are, all would be walked to find few.
        for (var from = "+"; ;)
        {
            var beginning = from;
            if (await db.PersonPhones.Select(p => p.PhoneKey).Where(key => string.Compare(key, beginning) >= 0).OrderBy(key => key).FirstOrDefaultAsync(ct) is not { } number) return false;
            var stretch = NumberZones.Stretch(number);
            // Behind every digit.
            var behind = from = stretch + ":";
            if (NumberZones.IsElsewhere(number, nation.Facts.Zone, now) && await agreed.AnyAsync(key => string.Compare(key, stretch) >= 0 && string.Compare(key, behind) < 0, ct)) return true;
        }
    }

    public async Task<ContactPoints> Points(CancellationToken ct)
    {
        var shut = (await Shut(ct)).Take(MostShut).Select((key, i) => (Name: $"shut{i}", Value: (object?)key)).ToList();
        var open = "e.is_bad = false and e.kind <> 'landline'" + (shut.Count == 0 ? "" : $" and e.phone_key not in ({string.Join(", ", shut.Select(s => "@" + s.Name))})");
        return new(Phones, "phone_key", "phone_key", open,
            $"case when not {ContactPoints.Has(Phones)} then 'none' when not {ContactPoints.Has(Phones, "e.is_bad = false")} then 'bounced' when not {ContactPoints.Has(Phones, "e.is_bad = false and e.kind <> 'landline'")} then 'landline' else 'shut' end", shut);
    }

    public IQueryable<MailDelivery> To(IQueryable<MailDelivery> deliveries, string address)
    {
        // Found by who has the number, or got a text there: a blast's deliveries are in no order of addresses.
        var people = db.PersonPhones.Where(p => p.PhoneKey == address).Select(p => p.PersonId).Union(db.TextMessages.Where(t => t.NumberKey == address && t.PersonId != null).Select(t => t.PersonId ?? 0));
        return deliveries.Where(d => people.Contains(d.PersonId) && d.Address == address);
    }

    public Task<IReadOnlyDictionary<long, LastWord>> LastWords(Blast blast, IReadOnlyCollection<long> personIds, CancellationToken ct) => check.Run(personIds, blast.IsTargeted, ct);

    public Task<Reasons> Why(Blast blast, IReadOnlyCollection<long> personIds, CancellationToken ct) => Task.FromResult(new Reasons(_ => ""));

    public async Task<IBlastHandover?> Prepare(Blast blast, IReadOnlyList<Blast> texts, CancellationToken ct)
    {
        if (await gateways.Current(ct) is not { } gateway) return null;
        var signer = await links.Prepare(ct);
        List<(TextTemplate, IReadOnlyList<long>)> plans = [];
        foreach (var text in texts)
        {
            if ((await compile.Run(text, ct)).Template is not { } template) return null;
            var rows = await links.Of(text, template.Links, ct);
            await db.SaveChangesAsync(ct);
            plans.Add((template, [.. rows.Select(r => r.Id)]));
        }

        var kept = await settings.Get<TextSettings>(ct);
        return new TextHandover(blast, plans, signer, gateway, paces.Of(kept, nation.Id), kept.PerSecond, nation.Facts.Zone, clock);
    }

    public async Task<string> From(Blast blast, CancellationToken ct) =>
        await gateways.Senders(ct) is var senders && (senders.IsOurs(blast.SenderName) ? blast.SenderName : senders.First) is { } sender ? TextSenders.Shown(sender, nation.Facts.Country) : words["nothing is set there yet"];

    /// <summary>Numbers of people who agree to texts by their record, and that answered STOP all the same, as when a file brought them back. Others are left out for their own no.</summary>
    private async Task<IEnumerable<string>> Shut(CancellationToken ct)
    {
        var asked = await db.Conversations.Where(c => c.ConfirmedAt != null && db.PersonPhones.Any(p => p.PhoneKey == c.NumberKey && db.ConsentStates.Any(s => s.PersonId == p.PersonId && s.Purpose == Purpose.Sms && s.IsGiven)))
            .OrderBy(c => c.Id).Select(c => c.NumberKey).ToListAsync(ct);
        return asked.Count == 0 ? [] : await suppressions.Among(SuppressedChannel.Text, asked, ct);
    }
}
