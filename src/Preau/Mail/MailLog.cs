namespace Preau.Mail;

internal static partial class MailLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Blast {BlastId}: {Count} deliveries of a process that ended were settled, {Unknown} of them unknown")]
    public static partial void HandoversRecovered(this ILogger logger, long blastId, int count, int unknown);

    [LoggerMessage(Level = LogLevel.Error, Message = "Blast {BlastId}: what a process that ended had in hand could not be settled")]
    public static partial void HandoversNotRecovered(this ILogger logger, Exception problem, long blastId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Blast {BlastId} was paused; its page tells why. Codes of the relay: {Codes}")]
    public static partial void BlastPaused(this ILogger logger, long blastId, string codes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Blast {BlastId} tries the relay again in {Gap}. Codes of the relay: {Codes}")]
    public static partial void RelayTroubled(this ILogger logger, long blastId, TimeSpan gap, string codes);

    [LoggerMessage(Level = LogLevel.Error, Message = "Blast {BlastId} could not be sent on")]
    public static partial void BlastFailed(this ILogger logger, Exception problem, long blastId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Clicks could not be written, and wait for the next try")]
    public static partial void ClicksNotWritten(this ILogger logger, Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail provider could not be asked: {Trouble}")]
    public static partial void ProviderNotAsked(this ILogger logger, string trouble);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} clicks were not counted: more came than the store could take")]
    public static partial void ClicksLost(this ILogger logger, int count);
}
