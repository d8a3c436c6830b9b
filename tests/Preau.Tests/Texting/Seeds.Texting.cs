using Preau.Law;
using Preau.Mail;

namespace Preau.Tests;

public sealed partial class Seeds
{
    /// <summary>A draft of a text to everybody who agreed to texts.</summary>
    public async Task<Blast> TextBlast(string body = "Bonjour {{ person.first_name | default: \"à vous\" }}, on se voit jeudi ?", int heldOutShare = 0, long? segmentId = null)
    {
        var now = clock.GetUtcNow();
        var blast = new Blast { Channel = Channel.Sms, Subject = "Jeudi", Body = body, Language = "fr", HeldOutShare = heldOutShare, SegmentId = segmentId, CreatedAt = now, ChangedAt = now };
        db.Add(blast);
        await db.SaveChangesAsync();
        return blast;
    }
}
