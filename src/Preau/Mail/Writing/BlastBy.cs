using Preau.Law;

namespace Preau.Mail.Writing;

/// <summary>The channel of a blast that is not there yet, as addresses say it: «/mail/new?by=text».</summary>
public static class BlastBy
{
    public const string Text = "text";

    public static string Query(Channel channel) => channel == Channel.Sms ? "?by=" + Text : "";
}
