using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Actions;
using Preau.Law;
using Preau.Mail;
using Preau.People;

namespace Preau.Tests.Mail;

/// <summary>Openings are measured of those who agreed to just that, and of nobody else.</summary>
public sealed partial class OpeningsTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Person = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unless_the_campaign_says_so_nobody_is_asked_and_nobody_measured()
    {
        await using var sent = await Sent(isOn: false);

        Assert.All(sent.Relay.Mails, m => Assert.DoesNotContain("/m/o/", m.Message.HtmlBody, StringComparison.Ordinal));
        Assert.Equal((0L, 0L), await sent.Total());
    }

    [Fact]
    public async Task Only_the_mail_of_whoever_agreed_carries_the_picture_and_its_first_showing_counts()
    {
        await using var sent = await Sent(isOn: true);

        Assert.Equal(["measured@example.org"], sent.Relay.Mails.Where(m => m.Message.HtmlBody?.Contains("/m/o/", StringComparison.Ordinal) == true).Select(m => m.To));
        Assert.Equal((1L, 0L), await sent.Total());
        await sent.Show("Mozilla/5.0 (compatible; Googlebot/2.1)");
        Assert.Equal((1L, 0L), await sent.Total());
        await sent.Show();
        await sent.Show();
        Assert.Equal((1L, 1L), await sent.Total());
        app.Clock.Advance(TimeSpan.FromHours(1));
        await sent.Show();

        Assert.Equal((1L, 1L), await sent.Total());
        Assert.Null((await sent.Nation.Db.Set<AuditEntry>().SingleAsync(e => e.Action == "mail.opened", Ct)).ConcernsId);
        Assert.Equal(0, (await sent.Nation.Total(sent.Blast)).Clicked);
        (await sent.Nation.Panel.Get($"/mail/{sent.Blast.Id}")).Shows("of the 1 who agreed to be measured");
    }

    [Fact]
    public async Task Who_takes_it_back_is_not_measured_by_the_mails_they_have_and_goes_on_getting_more()
    {
        await using var sent = await Sent(isOn: true);
        var leave = LeavePath().Match(sent.Of("measured@example.org")).Value;
        (await sent.Nation.Site.Get(leave + "?lang=en")).Shows("Do not measure it any more");

        var answer = await sent.Nation.Site.Post(leave + "/unmeasured?lang=en", new { });
        answer.Shows("You go on getting them");
        await sent.Show();

        Assert.Equal((1L, 0L), await sent.Total());
        await sent.Nation.SendNow(await sent.Nation.Seeds.Mail());
        Assert.Equal(4, sent.Relay.Mails.Count);
        Assert.DoesNotContain("/m/o/", sent.Relay.Mails.Last(m => m.To == "measured@example.org").Message.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Do not measure", (await sent.Nation.Site.Get(leave + "?lang=en")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_leaves_the_list_is_not_measured_either()
    {
        await using var sent = await Sent(isOn: true);

        await sent.Nation.Site.Post(LeavePath().Match(sent.Of("measured@example.org")).Value, new { });
        await sent.Show();

        Assert.Equal((1L, 0L), await sent.Total());
        Assert.False(await sent.Nation.Db.ConsentStates.AnyAsync(s => s.Purpose == Purpose.Measure && s.IsGiven, Ct));
    }

    [Fact]
    public async Task Once_it_is_off_again_nothing_more_is_written()
    {
        await using var sent = await Sent(isOn: true);
        await sent.Nation.Panel.Submit("/settings/mail/openings", new { Form_IsOn = "false" });

        await sent.Show();

        Assert.Equal((1L, 0L), await sent.Total());
    }

    [Fact]
    public async Task Whatever_address_is_asked_for_the_answer_is_the_same_picture()
    {
        await using var sent = await Sent(isOn: true);
        var genuine = await sent.Show();
        foreach (var path in new[] { "/m/o/x", sent.Picture[..^4] + "AAAA", LeavePath().Match(sent.Of("plain@example.org")).Value.Replace("/m/u/", "/m/o/", StringComparison.Ordinal), "/m/o/" + new string('A', 3000) })
        {
            var other = await sent.Nation.Site.Get(path);
            Assert.Equal((HttpStatusCode.OK, "image/gif", "no-store"), (other.Status, other.Response.Content.Headers.ContentType?.ToString(), other.Response.Headers.CacheControl?.ToString()));
            Assert.Equal(genuine.Bytes, other.Bytes);
        }

        await app.Services.GetRequiredService<ClickBook>().Write(isAll: true, Ct);
        Assert.Equal((1L, 1L), await sent.Total());
    }

    [Fact]
    public async Task Who_is_erased_goes_out_of_these_numbers_too()
    {
        await using var sent = await Sent(isOn: true);
        await sent.Show();
        var person = await sent.Nation.Db.MailDeliveries.Where(d => d.OpenedAt != null).Select(d => d.PersonId).SingleAsync(Ct);

        Assert.IsType<Erasure.Done>(await sent.Nation.Services.GetRequiredService<ErasePerson>().Run(person, Ct));

        Assert.Equal((0L, 0L), await sent.Total());
    }

    [Fact]
    public async Task Forms_ask_for_it_where_it_is_on()
    {
        await using var nation = await app.NewNation();
        async Task<bool> Asks() => (await nation.Services.GetRequiredService<ConsentQuestions>().In("en", Ct)).Any(q => q.Purpose == Purpose.Measure);
        Assert.False(await Asks());

        await nation.Panel.Submit("/settings/mail/openings", new { Form_IsOn = "true" });

        Assert.True(await Asks());
        (await nation.Panel.Get("/settings/mail")).Shows("Openings");
    }

    private async Task<SentMail> Sent(bool isOn)
    {
        var (relay, nation) = (new FakeRelay(), await app.NewNation());
        await nation.ReadyToMail(relay);
        if (isOn) await nation.Panel.Submit("/settings/mail/openings", new { Form_IsOn = "true" });
        await nation.Seeds.Reader("measured@example.org", consents: [Purpose.News, Purpose.Measure]);
        await nation.Seeds.Reader("plain@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        return new SentMail(app, nation, relay, blast);
    }

    private sealed record SentMail(PreauApp App, TestNation Nation, FakeRelay Relay, Blast Blast) : IAsyncDisposable
    {
        public string Picture => PicturePath().Match(Of("measured@example.org")).Value;

        public string Of(string address) => Relay.Mails.First(m => m.To == address).Message.HtmlBody ?? "";

        public async Task<Page> Show(string agent = Person)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Picture);
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
            var answer = await Nation.Site.Send(request);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            await App.Services.GetRequiredService<ClickBook>().Write(isAll: true, Ct);
            return answer;
        }

        public async Task<(long Measured, long Opened)> Total() => await Nation.Total(Blast) is var total ? (total.Measured, total.Opened) : default;

        public async ValueTask DisposeAsync()
        {
            await Nation.DisposeAsync();
            await Relay.DisposeAsync();
        }
    }

    [GeneratedRegex("/m/o/[A-Za-z0-9_-]+")]
    private static partial Regex PicturePath();

    [GeneratedRegex("/m/u/[A-Za-z0-9_-]+")]
    private static partial Regex LeavePath();
}
