using System.Text;
using MimeKit;
using Preau.Mail.Inbox;

namespace Preau.Tests.Mail.Inbox;

/// <summary>Mails as nobody should write them, and words that ask for no more.</summary>
public sealed class UnderstandMailTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Html_becomes_text_without_pictures_scripts_or_depth()
    {
        var mail = Read("From: a@example.org\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><style>p{}</style><title>t</title></head><body onload=x><script>alert(1)</script><p>Bonjour <b>à tous</b></p><img src='https://spy.example/x.gif'><a href='https://example.org/p'>ici</a><div class=q>Le lun. 4 mai à 10:00, Ada a écrit :<blockquote>Ancien</blockquote></div></body></html>");

        Assert.Equal("Bonjour à tous\nici (https://example.org/p)", mail.Words.Own);
        Assert.Contains("Ancien", mail.Words.Quoted, StringComparison.Ordinal);
        Assert.DoesNotContain("spy", mail.Words.Own + mail.Words.Quoted, StringComparison.Ordinal);

        var deep = Read("From: a@example.org\r\nContent-Type: text/html\r\n\r\n" + string.Concat(Enumerable.Repeat("<div>", 60_000)) + "tief");
        Assert.Equal("tief", deep.Words.Own);
    }

    [Fact]
    public void Files_are_named_and_not_kept_and_what_is_strange_is_bounded()
    {
        var mail = Read("From: =?utf-8?q?L=C3=A9a=E2=80=AE?= <a@example.org>\r\nSubject: =?utf-8?q?Salut?=\r\nMessage-ID: <bad id> \r\nIn-Reply-To: <x\"y@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=x-unknown\r\n\r\nVoil\u00e0 le plan\r\n--b\r\nContent-Type: application/pdf; name=plan.pdf\r\nContent-Disposition: attachment; filename=plan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAAAAAA\r\n--b--\r\n");

        Assert.Equal(("Léa", "Salut", "plan.pdf"), (mail.Name, mail.Subject, mail.Attachments.Split('\t')[0]));
        Assert.StartsWith("Voil", mail.Words.Own, StringComparison.Ordinal);
        Assert.Empty(mail.Answers);
        Assert.True(Read("From: a@example.org\r\n\r\n" + new string('x', 500_000)).Words.Own.Length <= InboxMail.LongestText);
    }

    [Fact]
    public void Whoever_nobody_could_answer_is_not_taken_in()
    {
        Assert.Null(Of("Subject: x\r\n\r\ny"));
        Assert.Null(Of("From: nobody\r\n\r\ny"));
    }

    [Fact]
    public void The_same_mail_by_two_ways_is_one()
    {
        const string Body = "From: a@example.org\r\nMessage-ID: <1@example.org>\r\nSubject: x\r\n\r\ny";
        Assert.Equal(Read("Received: one\r\n" + Body).Key, Read("Received: two\r\nTo: b@example.org\r\n" + Body).Key);
        Assert.NotEqual(Read(Body).Key, Read(Body + "z").Key);
    }

    [Theory]
    [InlineData("Re: News", "STOP", Wish.Sure)]
    [InlineData("Re: News", "Stop\n\nMarie Dupont\n06 00 00 00 00", Wish.Sure)]
    [InlineData("Re: News", "Merci de me désinscrire de votre liste.", Wish.Sure)]
    [InlineData("Re: News", "désinscrivez-moi", Wish.Sure)]
    [InlineData("Re: News", "Je ne souhaite plus recevoir vos courriels", Wish.Sure)]
    [InlineData("Re: News", "Please unsubscribe me", Wish.Sure)]
    [InlineData("Re: News", "Bonjour, je souhaite que vous arrêtiez de m’écrire, je déménage bientôt.", Wish.Sure)]
    [InlineData("Re: News", "je souhaite que vous arretiez de m'ecrire", Wish.Sure)]
    [InlineData("Re: News", "Veuillez cesser de m’envoyer vos messages", Wish.Sure)]
    [InlineData("Re: News", "J’aimerais que vous ne m’écriviez plus", Wish.Sure)]
    [InlineData("Re: News", "Never write to me again.", Wish.Sure)]
    [InlineData("Re: News", "Je n’arrête pas de vous écrire et personne ne répond", Wish.None)]
    [InlineData("Re: News", "Take me off your list.", Wish.Sure)]
    [InlineData("unsubscribe", "", Wish.Sure)]
    [InlineData("Re: désinscription des listes électorales", "", Wish.None)]
    [InlineData("Re: News", "Ne me désinscrivez surtout pas !", Wish.Perhaps)]
    [InlineData("Re: News", "Comment se désinscrire ?", Wish.Perhaps)]
    [InlineData("Re: News", "Unsubscribe me from the jobs list but keep the news", Wish.Perhaps)]
    [InlineData("Re: News", "Bravo, on ne va pas s’arrêter là. Je viens samedi.", Wish.None)]
    [InlineData("Re: News", "Non", Wish.None)]
    [InlineData("Re: News", "On m’a dit que ma voisine ne reçoit plus rien, pouvez-vous regarder ?", Wish.None)]
    public void A_no_is_sure_only_where_a_short_mail_asks_nothing_else(string subject, string own, Wish wish) => Assert.Equal(wish, LeaveWish.Of(subject, own));

    [Theory]
    [InlineData("Precedence: list", false)]
    [InlineData("Precedence: bulk", false)]
    [InlineData("Precedence: junk", true)]
    [InlineData("Precedence: list\r\nAuto-Submitted: auto-replied", true)]
    [InlineData("Precedence: bulk\r\nX-Autoreply: yes", true)]
    [InlineData("Precedence: auto_reply", true)]
    [InlineData("Precedence: list\r\nReturn-Path: <>", true)]
    [InlineData("Auto-Submitted: auto-generated", true)]
    [InlineData("Auto-Submitted: no", false)]
    public void What_a_list_hands_on_was_written_by_somebody_unless_its_head_says_that_a_machine_answered(string header, bool isAutomatic) =>
        Assert.Equal(isAutomatic, Read($"From: a@example.org\r\nSubject: Re: Saturday\r\n{header}\r\n\r\nSTOP").IsAutomatic);

    private static IncomingMail Read(string raw) => Of(raw) ?? throw new InvalidOperationException("It was not understood.");

    private static IncomingMail? Of(string raw)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(raw));
        using var mail = MimeMessage.Load(stream);
        return UnderstandMail.Of(mail, isCut: false, Now);
    }
}
