using Preau.Mail;
using Preau.Segments;

namespace Preau.Tests;

public sealed partial class Seeds
{
    public async Task<Blast> Mail(Action<Blast>? with = null)
    {
        var now = clock.GetUtcNow();
        var blast = new Blast { Subject = "A word", Preheader = "First words", Body = "<p>Hello {{ person.first_name | default: \"friend\" }}.</p>", Language = "en", CreatedAt = now, ChangedAt = now };
        with?.Invoke(blast);
        db.Add(blast);
        await db.SaveChangesAsync();
        return blast;
    }

    public async Task<Segment> Segment(string name, params SegmentNode[] conditions)
    {
        var now = clock.GetUtcNow();
        var segment = new Segment { Name = name, Tree = SegmentTree.Write(new SegmentGroup(Joining.All, conditions)), CreatedAt = now, ChangedAt = now };
        db.Add(segment);
        await db.SaveChangesAsync();
        return segment;
    }

    /// <summary>A mail that left: a person for each line, with what became of it.</summary>
    public async Task<Blast> SentMail(params (DeliveryState State, bool Clicked, bool Left)[] lines)
    {
        var now = clock.GetUtcNow();
        var blast = await Mail(b => (b.State, b.SendAt, b.FrozenAt, b.EndedAt, b.Month) = (BlastState.Sent, now, now, now, Months.Of(now)));
        var link = new MailLink { BlastId = blast.Id, Url = "https://example.org/programme" };
        db.Add(link);
        foreach (var (state, clicked, left) in lines)
        {
            var address = $"reader{Interlocked.Increment(ref count)}@example.org";
            var person = await Person(email: address);
            db.Add(new MailDelivery
            {
                Month = Months.Of(now), BlastId = blast.Id, PersonId = person.Id, Address = address, State = state, At = now, NextAt = now, Attempts = 1,
                Answer = state == DeliveryState.Refused ? "550 5.1.1 No such mailbox" : state == DeliveryState.Skipped ? "consent" : null, ClickedAt = clicked ? now : null, UnsubscribedAt = left ? now : null,
            });
            if (clicked) db.Add(new MailClick { Month = Months.Of(now), BlastId = blast.Id, PersonId = person.Id, MailLinkId = link.Id, At = now });
        }

        long Of(DeliveryState state) => lines.LongCount(l => l.State == state);
        db.Add(new BlastTotal
        {
            BlastId = blast.Id, Audience = lines.Length, Sent = Of(DeliveryState.Sent), Refused = Of(DeliveryState.Refused), Skipped = Of(DeliveryState.Skipped), Unknown = Of(DeliveryState.Unknown), Cancelled = Of(DeliveryState.Cancelled),
            Clicked = lines.LongCount(l => l.Clicked), Unsubscribed = lines.LongCount(l => l.Left),
        });
        await db.SaveChangesAsync();
        return blast;
    }
}
