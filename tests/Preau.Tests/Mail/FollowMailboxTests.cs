using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Preau.Mail.Returns;
using Preau.Mail.Sandbox;
using Preau.Settings;

namespace Preau.Tests.Mail;

/// <summary>A mailbox that is followed: no mail holds up those behind it, and none is lost because the store was away.</summary>
public sealed class FollowMailboxTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_that_cannot_be_written_down_is_counted_and_those_behind_it_are_taken()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        var reader = new Reader(said => said == "bad" ? new FormatException("Invalid Unicode") : said == "worse" ? new DbUpdateException("It cannot be saved.", new EncoderFallbackException()) : null);

        var read = await Follow(nation, catcher, reader, "one", "bad", "two", "worse", "three");

        Assert.Equal(["one", "two", "three"], reader.Taken);
        Assert.Equal((null, 2, catcher.Mails[^1].Id), (read.Trouble, read.Others, read.LastUid));
        await Follow(nation, catcher, reader);
        Assert.Equal(3, reader.Taken.Count);
    }

    [Fact]
    public async Task A_store_that_fails_has_all_of_them_read_again()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        var isAway = true;
        var reader = new Reader(said => isAway && said == "two" ? new DbUpdateException("It cannot be saved.", new SqliteException("database is locked", 5)) : null);

        await Assert.ThrowsAsync<DbUpdateException>(() => Follow(nation, catcher, reader, "one", "two", "three"));
        isAway = false;
        var read = await Follow(nation, catcher, reader);

        Assert.Equal(["one", "two", "three"], reader.Taken);
        Assert.Equal((null, 0, catcher.Mails[^1].Id), (read.Trouble, read.Others, read.LastUid));
    }

    private static Task<ReturnMailbox> Follow(TestNation nation, Catcher catcher, Reader reader, params string[] subjects)
    {
        foreach (var subject in subjects) catcher.Mailbox.Add(new CaughtMail("x@example.org", ["team@ada.example"], Encoding.UTF8.GetBytes($"From: lea@example.org\r\nTo: team@ada.example\r\nSubject: {subject}\r\n\r\nHello\r\n")));
        var settings = new ReturnMailboxSettings { Address = "team@ada.example", Host = "127.0.0.1", Port = catcher.Readers, Security = RelaySecurity.None, UserName = "team@ada.example", SealedPassword = nation.Services.GetRequiredService<Seal>().Close("right", ReturnClient.PasswordUse) };
        return nation.Services.GetRequiredService<FollowMailbox>().Run(settings, "test", reader, Ct);
    }

    /// <summary>Known again by their subject, and written down unless something is wrong with one.</summary>
    private sealed class Reader(Func<string, Exception?> wrong) : IMailboxReader<string?>
    {
        public List<string> Taken { get; } = [];

        public int LongestMail => 10_000;

        public string? Read(MimeMessage? mail, bool isCut) => mail?.Subject;

        public Task Record(IReadOnlyList<string?> read, CancellationToken ct)
        {
            foreach (var said in read.OfType<string>().Except(Taken, StringComparer.Ordinal).ToList())
            {
                if (wrong(said) is { } problem) throw problem;
                Taken.Add(said);
            }

            return Task.CompletedTask;
        }

        public void Count(ReturnMailbox place, string? read) => place.Others += read is null ? 1 : 0;

        public bool IsHandled(string? read) => read is not null;
    }
}
