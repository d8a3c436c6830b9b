using System.ComponentModel.DataAnnotations;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>Whether the versions go to a part first, while the rest waits for the better one.</summary>
public sealed class FirstForm
{
    /// <summary>How long the rest may wait, in minutes.</summary>
    public static readonly IReadOnlyList<int> Waits = [30, 120, 360, 720, 1440, 4320];

    [Display(Name = "Send the versions to a part first, then the better one to the others")]
    public bool IsFirst { get; set; }

    [Range(5, 90), Display(Name = "Part that gets the versions, in percent")]
    public int? Percent { get; set; } = 20;

    [Range(30, 4320), Display(Name = "The others wait")]
    public int Minutes { get; set; } = 120;

    /// <summary>In how many waves the rest may leave.</summary>
    public static readonly IReadOnlyList<int> Steps = [1, 2, 3, 5];

    [AllowedValues(1, 2, 3, 5), Display(Name = "Then the others leave")]
    public int Waves { get; set; } = 1;

    public static FirstForm Of(Blast blast) => blast.TrialShare == 0 ? new() : new() { IsFirst = true, Percent = blast.TrialShare / 100, Minutes = blast.TrialMinutes, Waves = blast.TrialWaves };

    public static string InWaves(int waves, Words words) => waves == 1 ? words["in one go"] : words["in {0} waves, with the same wait between them", waves];

    public static string Label(int minutes, Words words) => minutes switch
    {
        < 60 => words.Count(minutes, "{0} minute", "{0} minutes"),
        < 1440 => words.Count(minutes / 60, "{0} hour", "{0} hours"),
        _ => words.Count(minutes / 1440, "{0} day", "{0} days"),
    };
}
