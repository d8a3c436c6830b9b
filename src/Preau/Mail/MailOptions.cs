using System.ComponentModel.DataAnnotations;

namespace Preau.Mail;

/// <summary>How mail is handed over. What an operator sets, from the environment: PREAU_MAIL_CONNECTIONS and so on.</summary>
public sealed class MailOptions
{
    /// <summary>Connections to the relay that a blast has open at once, in each process.</summary>
    [Range(1, 50)]
    public int Connections { get; set; } = 4;

    /// <summary>Most deliveries that a process has in hand of a blast: leased, checked, not ended.</summary>
    [Range(1, 2000)]
    public int Batch { get; set; } = 500;

    /// <summary>Mails a second that a process hands over to one relay, of all blasts together; 0 is as many as it takes.</summary>
    [Range(0, 100_000)]
    public int PerSecond { get; set; }

    /// <summary>How long a delivery stays with a process that shows no sign of life, in seconds. Renewed at a third of it.</summary>
    [Range(5, 3600)]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>How long after that its journal is waited for before it counts as unknown, in minutes: time enough to bring a server back.</summary>
    [Range(0, 10_080)]
    public int LostAfterMinutes { get; set; } = 30;

    /// <summary>How long the relay may be silent within a command, in seconds.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>How long a blast keeps trying a relay that does not take any, in minutes; then it pauses and says why.</summary>
    [Range(0, 1440)]
    public int PatienceMinutes { get; set; } = 15;

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);
    public TimeSpan LostAfter => TimeSpan.FromMinutes(LostAfterMinutes);
    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);
    public TimeSpan Patience => TimeSpan.FromMinutes(PatienceMinutes);
}
