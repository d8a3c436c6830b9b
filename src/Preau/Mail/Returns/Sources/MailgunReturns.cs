using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Preau.Mail.Returns;

/// <summary>
/// Mailgun's webhooks (documentation.mailgun.com, user manual, «Webhook Payloads» and «Securing Webhooks»): «signature» is an HMAC-SHA256 over time stamp and token, not over
/// the event. So the event is believed only about a mail whose number this campaign signed.
/// </summary>
public sealed class MailgunReturns : IReturnSource
{
    // A call that was not taken is repeated for eight hours.
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(12), Ahead = TimeSpan.FromMinutes(5);

    public string Name => "mailgun";
    public string Title => "Mailgun";
    public IAskProvider Asked { get; } = new MailgunEvents();

    public MailReturn? Read(ReadOnlySpan<byte> body, string secret, MailSigner signer, DateTimeOffset now)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 16 });
            using var call = JsonDocument.ParseValue(ref reader);
            return IsTheirs(Part(call.RootElement, "signature"), secret, now) ? Read(Part(call.RootElement, "event-data"), signer) : null;
        }
        catch (Exception garbled) when (garbled is JsonException or InvalidOperationException)
        {
            // The second is said of text that is half of a sign.
            return null;
        }
    }

    private static bool IsTheirs(JsonElement signature, string secret, DateTimeOffset now)
    {
        var (stamp, token, said) = (Text(signature, "timestamp"), Text(signature, "token"), Text(signature, "signature"));
        if (!long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > now.Add(Ahead).ToUnixTimeSeconds() || seconds < now.Subtract(Oldest).ToUnixTimeSeconds()) return false;
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(stamp + token)));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(said.ToLowerInvariant()));
    }

    private static MailReturn Read(JsonElement told, MailSigner signer)
    {
        var number = Text(Part(Part(told, "message"), "headers"), "message-id").Trim('<', '>', ' ').Split('@')[0];
        // They go on trying after a temporary one, and say so when they give up.
        var (happened, isOver) = (Text(told, "event"), Text(told, "severity") == "permanent");
        if (signer.ReadMessage(number) is { } mail)
        {
            return happened switch
            {
                "complained" => new MailReturn.Complaint(mail),
                "unsubscribed" => new MailReturn.Leave(mail),
                "failed" when isOver => Bounce(told, mail),
                "rejected" => new MailReturn.Automatic(),
                _ => new MailReturn.Taken(mail),
            };
        }

        if (signer.ReadLetterName(number) is not var (personId, mark)) return new MailReturn.Other();
        return happened switch
        {
            "complained" => new MailReturn.Unwanted(personId, mark),
            "failed" when isOver && Bounce(told, default).Kind == BounceKind.Hard => new MailReturn.NobodyThere(personId, mark, []),
            _ => new MailReturn.Automatic(),
        };
    }

    private static MailReturn.Bounce Bounce(JsonElement told, ReturnedMail mail)
    {
        var status = Part(told, "delivery-status");
        var said = Text(status, "message") is { Length: > 0 } message ? message : Text(status, "description");
        var code = Text(status, "enhanced-code") is { Length: > 0 } enhanced ? enhanced : Text(status, "code");
        // «suppress-bounce»: they did not even try, because it had come back before.
        var kind = Text(told, "reason") == "suppress-bounce" ? BounceKind.Hard : BounceTable.Of(code, $"{Text(status, "code")} {said}") ?? BounceKind.Soft;
        return new MailReturn.Bounce(mail, kind, ReturnReader.Answer($"{Text(status, "code")} {said}"));
    }

    private static JsonElement Part(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var part) ? part : default;

    private static string Text(JsonElement of, string name)
    {
        var part = Part(of, name);
        return part.ValueKind switch
        {
            JsonValueKind.String => part.GetString() ?? "",
            JsonValueKind.Number => part.GetRawText(),
            _ => "",
        };
    }
}
