using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;

namespace Preau.Tests.Mail;

/// <summary>Texts that do not end, grow without end, or end only for some: they stop, and hold nobody else up.</summary>
public sealed class HostileTextTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{% for i in (1..1000000000) %}{% for j in (1..1000000000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% for i in (1..9999) %}{% for j in (1..9999) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}")]
    [InlineData("{% assign a = \"xxxxxxxxxxxxxxxx\" %}{% for i in (1..200) %}{% assign a = a | append: a %}{% endfor %}{{ a }}")]
    [InlineData("{% capture b %}{% for i in (1..9000) %}{{ b }}yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy{% endfor %}{% endcapture %}{{ b }}")]
    [InlineData("{% include \"body\" %}")]
    [InlineData("{% if %}")]
    public async Task A_text_that_does_not_end_is_refused_before_anything_leaves(string text)
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Seeds.Mail(b => b.Body = $"<p>{text}</p>");

        var refused = Assert.IsType<Scheduling.Refused>(await nation.Schedule(blast));

        Assert.Contains(refused.Reasons, r => r.Text.StartsWith("In the text", StringComparison.Ordinal));
        Assert.Equal(BlastState.Draft, (await nation.Read(blast)).State);
        (await nation.Panel.Get($"/mail/{blast.Id}/preview")).Shows("It cannot be written out:");
    }

    [Fact]
    public async Task A_text_that_does_not_end_for_one_person_leaves_them_out_and_reaches_the_others()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org", "Ada");
        await nation.Seeds.Reader("eve@example.org", "Eve");
        await nation.Seeds.Reader("zoe@example.org", "Zoe");
        var blast = await nation.Seeds.Mail(b => b.Body = "<p>{% if person.first_name == \"Eve\" %}{% for i in (1..1000000) %}{{ i }}{% endfor %}{% endif %}Hello {{ person.first_name | default: \"you\" }}</p>");

        await nation.SendNow(blast);

        Assert.Equal(["ada@example.org", "zoe@example.org"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        var left = (await nation.Deliveries(blast)).Single(d => d.State == DeliveryState.Skipped);
        Assert.Equal(("eve@example.org", "text"), (left.Address, left.Answer));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task A_text_sees_nothing_that_people_think_and_nothing_of_the_store()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var ada = await nation.Seeds.Reader("ada@example.org", "Ada");
        var blast = await nation.Seeds.Mail(b => b.Body = "<p>[{{ person.support_level }}{{ person.note }}{{ person.nation_id }}{{ db }}{{ settings }}]</p>");

        var refused = Assert.IsType<Scheduling.Refused>(await nation.Schedule(blast));
        Assert.Contains(refused.Reasons, r => r.Text.Contains("nothing is called “person.support_level”", StringComparison.Ordinal));
        var rendered = Assert.IsType<Rendering.Done>(await nation.Services.GetRequiredService<RenderMail>().Run(blast, ada.Id, Ct));
        Assert.Contains("[]", rendered.Mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>Dear {{ person.first_name | zork: 3 | default: \"friend\" }}</p>", "In the text, in {{ person.first_name | zork: 3 | default: \"friend\" }}: there is no filter “zork”.")]
    [InlineData("<p>Dear {% include 'nav' %}</p>", "In the text, in {% include 'nav' %}: a mail has no other files that it could bring in.")]
    public async Task What_a_mail_cannot_do_is_pointed_at_before_it_leaves(string body, string reason)
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ada@example.org", "Ada");
        var blast = await nation.Seeds.Mail(b => b.Body = body);

        var refused = Assert.IsType<Scheduling.Refused>(await nation.Schedule(blast));

        Assert.Equal([reason], refused.Reasons.Where(r => r.IsBlocking).Select(r => r.Text));
    }

    [Fact]
    public async Task A_missing_word_falls_back_and_one_without_fall_back_is_pointed_at()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var nameless = await nation.Seeds.Reader("x@example.org", "");
        var blast = await nation.Seeds.Mail(b => b.Body = "<p>Dear {{ person.first_name | default: \"friend\" }} of {{ person.city }}</p>");

        var rendered = Assert.IsType<Rendering.Done>(await nation.Services.GetRequiredService<RenderMail>().Run(blast, nameless.Id, Ct));

        Assert.Contains("Dear friend of", rendered.Mail.Text, StringComparison.Ordinal);
        var problem = Assert.Single(await nation.Services.GetRequiredService<LiquidNames>().Check([("In the text", blast.Body)], Ct));
        Assert.False(problem.IsBlocking);
        Assert.Contains("{{ person.city }} stays blank for anybody of whom it is not known", problem.Text, StringComparison.Ordinal);
    }
}
