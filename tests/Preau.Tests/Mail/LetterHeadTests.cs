using System.Runtime.CompilerServices;
using Preau.Mail;
using Preau.Settings;

namespace Preau.Tests.Mail;

public sealed class LetterHeadTests
{
    [Fact]
    public void A_mail_that_was_sent_does_not_stay_in_memory()
    {
        var head = new LetterHead(
            new MailSettings { SenderAddress = "news@ada.example", ReplyTo = "answers@ada.example" }, new MailSigner(new byte[32], new NationId(1), "https://ada.example"),
            new Blast { Id = 1, Subject = "Saturday", Language = "en" }, "Ada");

        var sent = Enumerable.Range(1, 10).Select(person => Written(head, person)).ToList();
        GC.Collect();

        Assert.DoesNotContain(sent, letter => letter.IsAlive);
        GC.KeepAlive(head);
    }

    // Not inlined, so that nothing of the letter is left on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Written(LetterHead head, long person)
    {
        using var letter = head.Write(person, "somebody@example.org", "Some Body", new MailWords("Saturday", "", "", "", "", "https://ada.example/leave", null), ReadOnlyMemory<byte>.Empty, DateTimeOffset.UnixEpoch);
        return new WeakReference(letter);
    }
}
