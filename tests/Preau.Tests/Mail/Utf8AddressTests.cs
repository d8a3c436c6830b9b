using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Preau.Mail;
using Preau.Mail.Report;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Tests.Mail;

/// <summary>Addresses that are not ASCII: behind the «@» every relay takes them, before it only those that say so.</summary>
public sealed class Utf8AddressTests(OneConnection app) : IClassFixture<OneConnection>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_domain_with_accents_is_told_to_the_relay_as_the_dns_knows_it()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@bücher.example");
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);

        var mail = Assert.Single(relay.Mails);
        Assert.Equal("ada@xn--bcher-kva.example", mail.To);
        Assert.All(mail.Raw, c => Assert.True(c < 128));
        Assert.Equal("ada@bücher.example", (await nation.Deliveries(blast)).Single().Address);
    }

    [Fact]
    public async Task A_relay_that_announces_it_is_given_an_address_in_any_script_with_a_valid_signature()
    {
        await using var relay = new FakeRelay { HasUtf8 = true };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay, isSigned: true);
        await nation.Seeds.Reader("Jérôme@bücher.example", "Jérôme");
        await nation.Seeds.Reader("ada@example.org", "Zoé");
        var blast = await nation.Seeds.Mail(b => b.Subject = "À bientôt {{ person.first_name }}");

        await nation.SendNow(blast);

        Assert.Equal(["Jérôme@bücher.example", "ada@example.org"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        var (theirs, hers) = (relay.Mails.Single(m => m.To[0] == 'J'), relay.Mails.Single(m => m.To[0] == 'a'));
        Assert.True(theirs.IsUtf8);
        Assert.False(hers.IsUtf8);
        Assert.All(hers.Raw, c => Assert.True(c < 128));
        Assert.Equal("À bientôt Jérôme", theirs.Message.Subject);
        Assert.Equal("jérôme@xn--bcher-kva.example", EmailAddress.KeyOf(theirs.Message.To.Mailboxes.Single().Address));
        var key = (await nation.Services.GetRequiredService<NationSettings>().Get<MailSettings>(Ct)).DkimPublicKey;
        var verifier = new DkimVerifier(new Given(PublicKeyFactory.CreateKey(Convert.FromBase64String(key!))));
        foreach (var message in new[] { theirs.Message, hers.Message }) Assert.True(await verifier.VerifyAsync(message, message.Headers.Single(h => h.Id == HeaderId.DkimSignature), Ct));
    }

    [Fact]
    public async Task A_relay_that_does_not_leaves_it_with_a_plain_reason_and_a_good_address()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("jérôme@example.org");
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);

        Assert.Equal("ada@example.org", Assert.Single(relay.Mails).To);
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
        var refused = (await nation.Deliveries(blast)).Single(d => d.State == DeliveryState.Refused);
        Assert.Equal(("jérôme@example.org", RelayTrouble.NoUtf8), (refused.Address, refused.Answer));
        Assert.False((await nation.Db.PersonEmails.SingleAsync(e => e.Address == "jérôme@example.org", Ct)).IsBad);
        var letter = await nation.Services.GetRequiredService<PostLetter>().Run(new PostedLetter("jérôme@example.org", "", "Thank you", "Thank you"), Ct);
        Assert.Equal(new HandoverEnd.Refused(RelayTrouble.NoUtf8, IsAddressBad: false), letter);
        // No provider was asked, and none turned it away.
        var day = Assert.Single(await nation.Db.MailDays.AsNoTracking().ToListAsync(Ct));
        Assert.Equal((1L, 0L), (day.Sent, day.Refused));
        var counted = Assert.Single(await nation.Services.GetRequiredService<ReadDomains>().Count(await nation.Read(blast), Ct));
        Assert.Equal((1L, 0L), (counted.Sent, counted.Refused));
    }

    [Fact]
    public async Task Mails_come_from_no_address_that_only_some_relays_take()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(with: m => m.SenderAddress = "été@ada.example");
        await nation.Seeds.Reader("ada@example.org");

        var refused = Assert.IsType<Scheduling.Refused>(await nation.Schedule(await nation.Seeds.Mail()));

        Assert.Contains(refused.Reasons, r => r.Text.StartsWith("Say from which address mail is sent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jérôme@example.org", "jérôme@example.org")]
    [InlineData("Je\u0301ro\u0302me@example.org", "jérôme@example.org")]
    [InlineData("用户@example.org", "用户@example.org")]
    [InlineData("अजय@डाटा.भारत", "अजय@xn--c2bd1gb.xn--h2brj9c")]
    public void Addresses_in_any_script_are_taken_and_have_a_key(string given, string key)
    {
        Assert.True(EmailAddress.TryParse(given, out var email));
        Assert.Equal((key, true), (email.Key, email.NeedsUtf8));
    }

    [Theory]
    [InlineData("jéro\u200bme@example.org")]
    [InlineData("jéro\u202eme@example.org")]
    [InlineData("jé rôme@example.org")]
    [InlineData("jé“rôme@example.org")]
    [InlineData("\ud83c@example.org")]
    [InlineData("jérôme@example.org\u00a0x")]
    public void What_is_a_slip_or_a_trick_is_refused(string given) => Assert.False(EmailAddress.TryParse(given, out _));

    [Fact]
    public void Lengths_count_bytes()
    {
        Assert.True(EmailAddress.TryParse(new string('é', 32) + "@example.org", out _));
        Assert.False(EmailAddress.TryParse(new string('é', 33) + "@example.org", out _));
    }

    private sealed class Given(AsymmetricKeyParameter key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) => key;

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) => Task.FromResult(key);
    }
}
