using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Mail;
using Preau.Mail.Returns;
using Preau.Mail.Sandbox;
using Preau.People;
using Preau.Settings;

namespace Preau.Tests.Mail;

/// <summary>Mails leave by the sandbox, come back into its mailbox, and are read from there.</summary>
public sealed class ReturnsTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_back_is_read_by_its_kind_and_seen_on_report_list_and_profile()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await Ready(nation, catcher);
        var (fine, gone, crowded, filtered, complains, away) = (await nation.Seeds.Reader("fine@example.org"), await nation.Seeds.Reader("gone@example.org"), await nation.Seeds.Reader("crowded@example.org"),
            await nation.Seeds.Reader("filtered@example.org"), await nation.Seeds.Reader("complain@example.org"), await nation.Seeds.Reader("away@example.org"));
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);
        var mailbox = await Read(nation);
        var again = await Read(nation);

        Assert.Null(mailbox.Trouble);
        Assert.Equal((3, 1, 1, 0, 0), (mailbox.Bounces, mailbox.Complaints, mailbox.Automatic, mailbox.Forged, mailbox.Others));
        Assert.Equal((3, 1), (again.Bounces, again.Complaints));
        var total = await nation.Total(blast);
        Assert.Equal((6, 3, 1, 1), (total.Sent, total.Bounced, total.BouncedHard, total.Complained));
        var kinds = (await nation.Deliveries(blast)).ToDictionary(d => d.PersonId, d => d.Bounce);
        Assert.Equal((null, BounceKind.Hard, BounceKind.Soft, BounceKind.Block, null, null), (kinds[fine.Id], kinds[gone.Id], kinds[crowded.Id], kinds[filtered.Id], kinds[complains.Id], kinds[away.Id]));
        Assert.Equal([gone.Id], await nation.Db.PersonEmails.Where(e => e.IsBad).Select(e => e.PersonId).ToListAsync(Ct));
        Assert.Equal([gone.Id, complains.Id], await nation.Db.PersonEmails.Where(e => e.IsShut).OrderBy(e => e.PersonId).Select(e => e.PersonId).ToListAsync(Ct));
        Assert.Equal($"complaint:{blast.Id}", (await nation.Db.ConsentEntries.SingleAsync(e => e.PersonId == complains.Id && !e.IsGiven, Ct)).Source);

        var report = await nation.Panel.Get($"/mail/{blast.Id}");
        report.Shows("1 because nobody is there");
        report.Shows("never written to again");
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?bounced=true")).Shows("Nobody is at this address. 550 5.1.1 Sent back on purpose");
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?complained=true")).Shows("1 person");
        var profile = await nation.Panel.Get($"/people/{gone.Id}");
        profile.Shows("bounces");
        profile.Shows("came back");
    }

    [Fact]
    public async Task A_letter_to_one_person_that_comes_back_marks_their_address_and_no_other()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await Ready(nation, catcher);
        MailSigner signer = null!;
        await nation.Do(async (services, _) => signer = await services.GetRequiredService<MailLinks>().Prepare(Ct));
        var (gone, other, crowded) = (await nation.Seeds.Reader("gone@example.org"), await nation.Seeds.Reader("fine@example.org"), await nation.Seeds.Reader("crowded@example.org"));
        var post = nation.Services.GetRequiredService<PostLetter>();
        async Task Write(string to, long? person) => Assert.IsType<HandoverEnd.Sent>(await post.Run(new PostedLetter(to, "", "Thank you", "Thank you.") { PersonId = person }, Ct));

        await Write("gone+typed@example.org", other.Id);
        await Write("crowded@example.org", crowded.Id);
        await Write("gone@example.org", null);
        var first = await Read(nation);
        // Whoever got a letter to one address says nothing of another: here the partner of somebody, of what they share.
        await nation.Do((_, db) =>
        {
            db.Add(new PersonEmail { PersonId = gone.Id, Address = "shared@example.org", EmailKey = "shared@example.org", Position = 1 });
            return Task.CompletedTask;
        });
        await Record(nation, new MailReturn.NobodyThere(gone.Id, signer.MarkOf(gone.Id, "shared@example.org"), ["gone@example.org"]), new MailReturn.NobodyThere(gone.Id, 7, ["gone@example.org"]));
        Assert.Equal((1, 1), (first.Bounces, first.Others));
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad, Ct));
        Assert.Equal("news@ada.example", Assert.Single(catcher.Mails, m => m.Recipients.Contains("gone@example.org")).Sender);

        await Write("gone@example.org", gone.Id);
        var mailbox = await Read(nation);

        Assert.Equal((2, 1), (mailbox.Bounces, mailbox.Others));
        Assert.Equal([gone.Id], await nation.Db.PersonEmails.Where(e => e.IsBad).Select(e => e.PersonId).ToListAsync(Ct));
        (await nation.Panel.Get($"/people/{gone.Id}")).Shows("bounces");
    }

    [Fact]
    public async Task A_relay_that_takes_no_other_sender_gets_letters_as_from_the_one_it_knows()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay, with: mail => mail.Returns = new() { Address = "back@ada.example", Host = "127.0.0.1", Port = 9, UserName = "back", SealedPassword = "x" });
        await nation.Do((services, _) => services.GetRequiredService<MailLinks>().Prepare(Ct));
        var reader = await nation.Seeds.Reader("fine@example.org");
        var asked = new List<string>();
        relay.OnSender = sender =>
        {
            asked.Add(sender);
            return sender.Contains("back+", StringComparison.Ordinal) ? "553 5.7.1 Not your address" : null;
        };

        var end = await nation.Services.GetRequiredService<PostLetter>().Run(new PostedLetter("fine@example.org", "", "Thank you", "Thank you.") { PersonId = reader.Id }, Ct);

        Assert.IsType<HandoverEnd.Sent>(end);
        Assert.Equal(2, asked.Count);
        Assert.Single(relay.Mails);
    }

    [Fact]
    public async Task Who_writes_to_the_way_out_of_a_mail_leaves_the_list()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await Ready(nation, catcher);
        var reader = await nation.Seeds.Reader("fine@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        var header = Message(catcher, "fine@example.org").Headers["List-Unsubscribe"]!;
        var way = header[(header.IndexOf("mailto:", StringComparison.Ordinal) + 7)..header.IndexOf("?subject", StringComparison.Ordinal)];
        Assert.StartsWith("<http", header, StringComparison.Ordinal);

        Put(catcher, way, $"From: fine@example.org\r\nTo: {way}\r\nSubject: unsubscribe\r\n\r\n");
        Put(catcher, "back+uaaaaaaaaaaaaaaaaaaaaaaaaaaaa@ada.example", "From: x@example.org\r\nTo: back+uaaaaaaaaaaaaaaaaaaaaaaaaaaaa@ada.example\r\nSubject: unsubscribe\r\n\r\n");
        Put(catcher, "back@ada.example", "From: x@example.org\r\nTo: back@ada.example\r\nSubject: A question\r\n\r\n" + new string('x', 76) + "\r\n");
        var mailbox = await Read(nation);

        Assert.Equal((1, 1, 1), (mailbox.Leaves, mailbox.Forged, mailbox.Others));
        Assert.False(await nation.Db.ConsentStates.AnyAsync(s => s.PersonId == reader.Id && s.IsGiven, Ct));
        Assert.Equal(1, (await nation.Total(blast)).Unsubscribed);
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsShut, Ct));
    }

    [Fact]
    public async Task Five_soft_ones_within_a_fortnight_make_an_address_bad()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var reader = await nation.Seeds.Reader("crowded@example.org");

        for (var i = 1; i <= RecordReturns.MostSoft; i++)
        {
            var blast = await Sent(nation, 1, 1);
            var told = new MailReturn.Bounce(new(blast.Id, reader.Id), BounceKind.Soft, "452 full");
            await Record(nation, told, told);
            Assert.Equal(i == RecordReturns.MostSoft, await nation.Db.PersonEmails.AnyAsync(e => e.IsBad, Ct));
            Assert.Equal((1, 0), ((await nation.Total(blast)).Bounced, (await nation.Total(blast)).BouncedHard));
            app.Clock.Advance(TimeSpan.FromDays(3));
        }
    }

    [Fact]
    public async Task Told_again_and_out_of_order_it_counts_once_and_as_the_worst()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var reader = await nation.Seeds.Reader("gone@example.org");
        var blast = await Sent(nation, 1, 1);
        var mail = new ReturnedMail(blast.Id, reader.Id);

        await Record(nation, new MailReturn.Bounce(mail, BounceKind.Soft, "452"), new MailReturn.Bounce(mail, BounceKind.Hard, "550"), new MailReturn.Bounce(mail, BounceKind.Hard, "550"), new MailReturn.Bounce(mail, BounceKind.Soft, "452"),
            new MailReturn.Complaint(mail), new MailReturn.Complaint(mail), new MailReturn.Bounce(new(blast.Id, 999_999), BounceKind.Hard, ""), new MailReturn.Complaint(new(999_999, reader.Id)), new MailReturn.Leave(new(blast.Id, 0)));

        var total = await nation.Total(blast);
        Assert.Equal((1, 1, 1), (total.Bounced, total.BouncedHard, total.Complained));
        Assert.Equal((BounceKind.Hard, "550"), ((await nation.Deliveries(blast)).Single().Bounce, (await nation.Deliveries(blast)).Single().BounceAnswer));
    }

    [Fact]
    public async Task What_comes_back_to_somebody_who_was_merged_counts_and_shuts_no_address_of_the_other()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var (kept, gone) = (await nation.Seeds.Reader("good@example.org"), await nation.Seeds.Reader("dead@example.org"));
        var (first, second) = (await Sent(nation, 2, 2), await Sent(nation, 2, 2));
        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(kept.Id, gone.Id, new Dictionary<string, Side>(), null, Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await Record(nation, new MailReturn.Bounce(new(first.Id, gone.Id), BounceKind.Hard, "550"), new MailReturn.Complaint(new(second.Id, gone.Id)));

        Assert.Equal((1, 1), ((await nation.Total(first)).BouncedHard, (await nation.Total(second)).Complained));
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad || e.IsShut, Ct));
        Assert.False(await nation.Db.ConsentStates.AnyAsync(s => s.IsGiven, Ct));
    }

    [Fact]
    public async Task One_who_is_gone_from_behind_an_alias_does_not_make_the_alias_bad()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var reader = await nation.Seeds.Reader("team@example.org");
        var (first, second) = (await Sent(nation, 1, 1), await Sent(nation, 1, 1));

        await Record(nation, new MailReturn.Bounce(new(first.Id, reader.Id), BounceKind.Hard, "550") { For = ["lea@example.org"] });
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad || e.IsShut, Ct));
        Assert.Equal(BounceKind.Soft, (await nation.Deliveries(first)).Single().Bounce);
        await Record(nation, new MailReturn.Bounce(new(second.Id, reader.Id), BounceKind.Hard, "550") { For = ["lea@example.org", "team@example.org"] });

        Assert.True(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad && e.IsShut, Ct));
    }

    [Fact]
    public async Task What_names_a_mail_by_its_number_alone_counts_and_shuts_nothing()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var reader = await nation.Seeds.Reader("reader@example.org");
        var (first, second) = (await Sent(nation, 1, 1), await Sent(nation, 1, 1));
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await Record(nation, new MailReturn.Bounce(new(first.Id, reader.Id, IsOpen: true), BounceKind.Hard, "550"), new MailReturn.Complaint(new(second.Id, reader.Id, IsOpen: true)));

        Assert.Equal((1, 1), ((await nation.Total(first)).BouncedHard, (await nation.Total(second)).Complained));
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad || e.IsShut, Ct));
        Assert.False(await nation.Db.ConsentStates.AnyAsync(s => s.IsGiven, Ct));
    }

    [Theory]
    [InlineData(1000, 3, 0, false)]
    [InlineData(1000, 4, 0, true)]
    [InlineData(999, 400, 0, false)]
    [InlineData(200, 0, 10, false)]
    [InlineData(200, 0, 11, true)]
    [InlineData(199, 0, 100, false)]
    public async Task The_breaker_stops_a_mail_once_and_says_why(int sent, int complained, int hard, bool stops)
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("fine@example.org");
        var blast = await Sent(nation, sent, 1, t => (t.Complained, t.BouncedHard) = (complained, hard));
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sending), Ct);

        await nation.Services.GetRequiredService<WatchReturns>().Run(blast.Id, Ct);

        var stopped = await nation.Read(blast);
        Assert.Equal(stops ? BlastState.Paused : BlastState.Sending, stopped.State);
        if (!stops) return;
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("if you let it go on, it is not stopped for this again");
        Assert.Empty(await nation.Resume(blast));
        await nation.Services.GetRequiredService<WatchReturns>().Run(blast.Id, Ct);
        Assert.Equal(BlastState.Sending, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task A_mail_that_goes_on_in_spite_of_complaints_is_stopped_for_its_dead_addresses()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("fine@example.org");
        var blast = await Sent(nation, 1000, 1, t => (t.Complained, t.BouncedHard) = (4, 60));
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sending), Ct);
        var said = new List<string?>();

        for (var i = 0; i < 3; i++)
        {
            await nation.Services.GetRequiredService<WatchReturns>().Run(blast.Id, Ct);
            var now = await nation.Read(blast);
            said.Add(now.State == BlastState.Paused ? now.Problem : null);
            if (now.State == BlastState.Paused) Assert.Empty(await nation.Resume(blast));
        }

        Assert.Contains("called it spam", said[0], StringComparison.Ordinal);
        Assert.Contains("came back because nobody is at the address", said[1], StringComparison.Ordinal);
        Assert.Null(said[2]);
    }

    [Fact]
    public async Task A_server_that_refuses_drops_or_is_silent_is_told_in_words_and_read_again_later()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await Ready(nation, catcher, password: "wrong");
        await nation.Seeds.Reader("gone@example.org");
        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal(ReturnTrouble.LogInRefused, (await Read(nation)).Trouble);
        (await (await nation.Panel.PostFrom("/settings/mail/returns", "/settings/mail/returns/reading", new { })).Follow()).Shows("The mail server refused the log-in");

        await Ready(nation, catcher);
        catcher.Moods.Imap = ImapMischief.Drop;
        Assert.Equal(ReturnTrouble.BrokenOff, (await Read(nation)).Trouble);
        catcher.Moods.Imap = ImapMischief.None;
        await nation.Relay(m => m.Returns!.Folder = "Nowhere");
        Assert.Equal(ReturnTrouble.NoFolder, (await Read(nation)).Trouble);
        await nation.Relay(m => (m.Returns!.Folder, m.Returns.Port) = ("INBOX", Catcher.FreePort()));
        Assert.Equal(ReturnTrouble.NoConnection, (await Read(nation)).Trouble);
        await nation.Relay(m => m.Returns!.Port = catcher.Readers);
        var mailbox = await Read(nation);

        Assert.Equal((null, 1), (mailbox.Trouble, mailbox.Bounces));
    }

    [Fact]
    public async Task A_server_in_trouble_is_left_alone_for_five_minutes_unless_somebody_asks()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await Ready(nation, catcher, password: "wrong");
        Assert.Equal(ReturnTrouble.LogInRefused, (await Read(nation)).Trouble);
        await Ready(nation, catcher);
        async Task<string?> Turn()
        {
            await nation.Services.GetRequiredService<ReadMailbox>().RunInTurn(Ct);
            return (await nation.Db.ReturnMailboxes.AsNoTracking().SingleAsync(Ct)).Trouble;
        }

        app.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(ReturnTrouble.LogInRefused, await Turn());
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await Turn());
    }

    [Fact]
    public async Task A_mail_that_is_not_given_holds_up_none_behind_it_and_what_was_read_before_a_line_went_dead_is_kept()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await Ready(nation, catcher);
        await nation.Seeds.Reader("gone@example.org");
        await nation.SendNow(await nation.Seeds.Mail());
        Put(catcher, "back@ada.example", "From: x@example.org\r\nTo: back@ada.example\r\nSubject: A question\r\n\r\n");
        (catcher.Moods.Imap, catcher.Moods.ImapFrom) = (ImapMischief.Drop, catcher.Mails[^1].Id);

        var broken = await Read(nation);
        catcher.Moods.Imap = ImapMischief.Flood;
        var flooded = await Read(nation);
        catcher.Moods.Imap = ImapMischief.Refuse;
        var refused = await Read(nation);

        Assert.Equal((ReturnTrouble.BrokenOff, 1, 0), (broken.Trouble, broken.Bounces, broken.Others));
        Assert.Equal((ReturnTrouble.BrokenOff, 1, 0), (flooded.Trouble, flooded.Bounces, flooded.Others));
        Assert.Equal((null, 1, 1), (refused.Trouble, refused.Bounces, refused.Others));
        Assert.Equal(catcher.Mails[^1].Id, refused.LastUid);
    }

    [Fact]
    public async Task Two_who_read_at_once_count_once()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await Ready(nation, catcher);
        for (var i = 0; i < 5; i++) await nation.Seeds.Reader($"gone+{i}@example.org");
        await nation.SendNow(await nation.Seeds.Mail());

        await Task.WhenAll(Read(nation), Read(nation), Read(nation));

        Assert.Equal((null, 5), ((await Read(nation)).Trouble, (await Read(nation)).Bounces));
    }

    [Fact]
    public async Task The_settings_ask_for_a_mailbox_that_can_take_signed_names_and_keep_its_password_sealed()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();

        (await nation.Panel.Submit("/settings/mail/returns", new { Form_Address = "a-name-that-is-much-too-long@ada.example", Form_Host = "imap.ada.example", Form_UserName = "back", Form_Password = "p" })).Shows("Before the @, at most 24");
        (await nation.Panel.Submit("/settings/mail/returns", new { Form_Address = "back@ada.example", Form_Host = "imap.ada.example", Form_UserName = "back", Form_Security = "None" })).Shows("Only a server on this machine does without");
        await nation.Panel.Submit("/settings/mail/returns", new { Form_Address = "back@ada.example", Form_Host = "imap.ada.example", Form_UserName = "back", Form_Password = "secret-word" });

        var page = await nation.Panel.Get("/settings/mail/returns");
        page.Shows("One is kept for this mailbox.");
        page.DoesNotShow("secret-word");
        var kept = await nation.Db.Settings.SingleAsync(s => s.Name == nameof(MailSettings), Ct);
        Assert.DoesNotContain("secret-word", kept.Value, StringComparison.Ordinal);
        await nation.Panel.Submit("/settings/mail/returns", new { Form_Address = "back@ada.example", Form_Host = "imap.elsewhere.example", Form_UserName = "back" });
        (await nation.Panel.Get("/settings/mail/returns")).DoesNotShow("One is kept for this mailbox.");
        (await nation.Panel.Get("/settings/mail")).Shows("Mails that cannot be delivered come back to back@ada.example");
        await nation.Panel.Submit("/settings/mail/returns", new { Form_Address = "" });
        (await nation.Panel.Get("/settings/mail")).Shows("nobody learns which addresses are dead");
    }

    private static async Task Ready(TestNation nation, Catcher catcher, string password = "right") => await nation.ReadyToMail(with: mail =>
    {
        mail.RelayPort = catcher.Port;
        mail.Returns = new() { Address = "back@ada.example", Host = "127.0.0.1", Port = catcher.Readers, Security = RelaySecurity.None, UserName = "back@ada.example", SealedPassword = nation.Services.GetRequiredService<Seal>().Close(password, ReturnClient.PasswordUse) };
    });

    private static async Task<ReturnMailbox> Read(TestNation nation) => await nation.Services.GetRequiredService<ReadMailbox>().Run(Ct) ?? throw new InvalidOperationException("There is no mailbox.");

    private static Task<bool> Record(TestNation nation, params MailReturn[] returns) => nation.Services.GetRequiredService<RecordReturns>().Run(returns, Ct);

    /// <summary>A mail that was sent to whoever reads, with these totals.</summary>
    private static async Task<Blast> Sent(TestNation nation, int sent, int audience, Action<BlastTotal>? with = null)
    {
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        var now = nation.App.Clock.GetUtcNow();
        var blast = new Blast { Subject = "Saturday", Language = "en", State = BlastState.Sent, CreatedAt = now, ChangedAt = now, FrozenAt = now, Month = Months.Of(now) };
        db.Add(blast);
        foreach (var email in await db.PersonEmails.Take(audience).ToListAsync(Ct)) db.Add(new MailDelivery { Month = Months.Of(now), BlastId = blast.Id, PersonId = email.PersonId, Address = email.Address, State = DeliveryState.Sent, At = now, NextAt = now });
        var total = new BlastTotal { BlastId = blast.Id, Audience = sent, Sent = sent };
        with?.Invoke(total);
        db.Add(total);
        await db.SaveChangesAsync(Ct);
        return blast;
    }

    private static MimeKit.MimeMessage Message(Catcher catcher, string to) => MimeKit.MimeMessage.Load(new MemoryStream(catcher.Mailbox.Find(catcher.Mails.Single(m => m.Recipients.Contains(to)).Id)!.Value.Raw));

    private static void Put(Catcher catcher, string to, string raw) => catcher.Mailbox.Add(new CaughtMail("x@example.org", [to], System.Text.Encoding.Latin1.GetBytes(raw)));
}
