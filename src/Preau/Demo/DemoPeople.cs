using System.Globalization;
using Preau.Shared;

namespace Preau.Demo;

/// <summary>A plausible electorate of a fictional commune. The same seed and day give the same people, to the letter.</summary>
public sealed class DemoPeople
{
    public const int Days = 90;

    private readonly Random random;
    private readonly DateTimeOffset now;
    private readonly List<DemoElector> electors = [];
    private readonly List<DemoContact> contacts = [];
    private readonly List<DemoAnswer> answers = [];
    private readonly HashSet<string> mails = new(StringComparer.Ordinal);
    private readonly int[] mobiles;
    private readonly int[] landlines;
    private int nextMobile;
    private int nextLandline;

    private DemoPeople(int seed, DateTimeOffset now)
    {
        (random, this.now) = (new Random(seed), now);
        mobiles = Shuffled(10_000);
        landlines = Shuffled(10_000);
    }

    public IReadOnlyList<DemoElector> Electors => electors;

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<DemoContact> Contacts => contacts;

    public IReadOnlyList<DemoAnswer> Answers => answers;

    public static DemoPeople Make(DateTimeOffset now, int electors = 20_000, int contacts = 1_500, int answers = 600, int seed = 2026)
    {
        var people = new DemoPeople(seed, now);
        people.FillRoll(electors);
        people.FillContacts(contacts, answers);
        return people;
    }

    private void FillRoll(int count)
    {
        while (electors.Count < count)
        {
            var quarter = DemoPlace.Quarters[random.Next(DemoPlace.Quarters.Length)];
            var street = quarter.Streets[random.Next(quarter.Streets.Length)];
            // A street votes in one hall, as its houses stand within one boundary.
            var hall = DemoGround.HallOf(quarter, street);
            var station = Array.IndexOf(DemoPlace.Quarters, quarter) * 3 + hall + 1;
            var number = (1 + random.Next(60)).ToString(CultureInfo.InvariantCulture) + (random.Next(12) == 0 ? " bis" : "");
            var flats = street.StartsWith("tour", StringComparison.Ordinal) || street.StartsWith("résidence", StringComparison.Ordinal) ? 40 : random.Next(4) == 0 ? 8 : 1;
            var line2 = flats == 1 ? null : $"Appt {random.Next(1, flats + 1)}";
            foreach (var (sex, last, birth, first, born) in Household().Take(count - electors.Count))
            {
                electors.Add(new(electors.Count + 1, sex, last, birth, first, born, $"{number} {street}", line2, DemoPlace.Postcode, DemoPlace.City, DemoPlace.CityCode,
                    quarter.Name, station.ToString("0000", CultureInfo.InvariantCulture), quarter.Halls[hall]));
            }
        }
    }

    private IEnumerable<(char Sex, string Last, string? Birth, string First, DateOnly Born)> Household()
    {
        var age = 19 + (int)(Math.Pow(random.NextDouble(), 1.15) * 72);
        var name = Surname();
        var sex = random.Next(2) == 0 ? 'F' : 'M';
        var born = Born(age);
        yield return (sex, name, null, First(sex, born), born);
        if (random.NextDouble() > 0.58) yield break;

        var partner = Born(Math.Clamp(age + random.Next(-5, 6), 18, 97));
        var other = random.Next(20) == 0 ? sex : sex == 'F' ? 'M' : 'F';
        var own = Surname();
        var married = age > 30 && random.NextDouble() < 0.62;
        yield return (other, married ? name : own, married ? own : null, First(other, partner), partner);

        for (var child = 0; child < 2 && age is > 42 and < 66; child++)
        {
            if (random.NextDouble() > 0.3) continue;
            var grown = Born(18 + random.Next(8));
            var childSex = random.Next(2) == 0 ? 'F' : 'M';
            yield return (childSex, name, null, First(childSex, grown), grown);
        }
    }

    private void FillContacts(int count, int doors)
    {
        var order = Shuffled(electors.Count);
        var outside = Math.Min(count / 15, 200);
        var days = Enumerable.Range(0, count).Select(_ => Arrival()).Order().ToArray();
        for (var i = 0; i < count; i++)
        {
            var local = outside == 0 || i % (count / outside) != 0 || i / (count / outside) >= outside;
            contacts.Add(Contact(local ? electors[order[i % order.Length]] : Neighbour(i), local, days[i]));
        }
        for (var i = 0; i < doors && count + i < order.Length; i++)
            answers.Add(new(electors[order[count + i]], Support(), At(now.AddDays(-random.Next(1, 40)), 17, 20)));
        answers.Sort((a, b) => a.At.CompareTo(b.At));
    }

    private DemoContact Contact(DemoElector person, bool local, DateTimeOffset at)
    {
        var source = DemoWords.Sources[Skewed(DemoWords.Sources.Length)];
        var mobile = random.NextDouble() < 0.72 ? Fiction("+3363998", mobiles, ref nextMobile) : null;
        var landline = random.NextDouble() < 0.16 ? Fiction("+3319900", landlines, ref nextLandline) : null;
        int? support = random.NextDouble() < 0.62 ? Math.Min(Support(), random.NextDouble() < 0.7 ? 2 : 5) : null;
        var tags = DemoWords.Tags.Where(t => random.NextDouble() < t.Share).Select(t => t.Name).ToArray();
        var note = random.NextDouble() < 0.09 ? DemoWords.Notes[random.Next(DemoWords.Notes.Length)] : null;
        var occupation = random.NextDouble() < 0.35 ? DemoWords.Occupations[random.Next(DemoWords.Occupations.Length)] : null;
        return new(person, local, Mail(person), mobile, landline, random.Next(25) == 0 ? "en" : "fr", source, at, support, occupation, tags,
            [.. Consents(at, source, mobile is not null)], note);
    }

    private IEnumerable<DemoConsent> Consents(DateTimeOffset at, string source, bool mobile)
    {
        var wants = random.NextDouble() < 0.78;
        foreach (var (purpose, share) in DemoWords.ConsentShares)
        {
            if (purpose is "sms" or "call" && !mobile) continue;
            if (purpose == "news" ? !wants : random.NextDouble() > (wants ? share : share / 5)) continue;
            yield return new(purpose, true, at, source);
            var until = (now - at).TotalDays;
            if (random.NextDouble() < 0.04 && until > 4)
                yield return new(purpose, false, At(at.AddDays(2 + random.Next((int)until - 3)), 8, 22), "unsubscribe");
        }
    }

    private DemoElector Neighbour(int i)
    {
        var (city, postcode) = DemoPlace.Neighbours[random.Next(DemoPlace.Neighbours.Length)];
        var sex = random.Next(2) == 0 ? 'F' : 'M';
        var born = Born(20 + random.Next(60));
        var line = $"{1 + random.Next(40)} {(i % 2 == 0 ? "rue du Bourg" : "route de Valmorin")}";
        return new(0, sex, Surname(), null, First(sex, born), born, line, null, postcode, city, postcode, "", "", "");
    }

    private string Mail(DemoElector person)
    {
        var name = $"{Slug.Of(person.FirstName)}.{Slug.Of(person.LastName).Replace("-", "", StringComparison.Ordinal)}";
        var domain = DemoWords.MailDomains[Skewed(DemoWords.MailDomains.Length)];
        for (var n = 1; ; n++)
        {
            var mail = n == 1 ? $"{name}@{domain}" : $"{name}{n}@{domain}";
            if (mails.Add(mail)) return mail;
        }
    }

    private static string? Fiction(string range, int[] numbers, ref int next) =>
        next < numbers.Length ? range + numbers[next++].ToString("0000", CultureInfo.InvariantCulture) : null;

    // More and more people come as the vote draws near, and more at week-ends, when there are markets.
    private DateTimeOffset Arrival()
    {
        var at = now.AddDays(-Days * (1 - Math.Pow(random.NextDouble(), 0.7)) - 0.01);
        if (at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && random.Next(4) == 0)
            at = at.AddDays(-(int)at.DayOfWeek);
        return At(at, 8, 22);
    }

    private DateTimeOffset At(DateTimeOffset day, int from, int to)
    {
        var at = new DateTimeOffset(day.UtcDateTime.Date, TimeSpan.Zero).AddHours(random.Next(from, to)).AddMinutes(random.Next(60)).AddSeconds(random.Next(60));
        return at < now ? at : now.AddMinutes(-1 - random.Next(50));
    }

    private int Support() => random.NextDouble() switch { < 0.22 => 1, < 0.46 => 2, < 0.76 => 3, < 0.9 => 4, _ => 5 };

    private string Surname()
    {
        var name = DemoNames.Surnames[Skewed(DemoNames.Surnames.Length)];
        name = name.Contains('-', StringComparison.Ordinal) ? name.Replace('-', ' ') : name;
        return random.Next(45) == 0 ? $"{name}-{DemoNames.Surnames[Skewed(60)]}" : name;
    }

    private string First(char sex, DateOnly born)
    {
        var generation = born.Year switch { < 1955 => 0, < 1975 => 1, <= 1990 => 2, _ => 3 };
        var names = sex == 'F' ? DemoNames.Women[generation] : DemoNames.Men[generation];
        return names[Skewed(names.Length)];
    }

    private DateOnly Born(int age) => DateOnly.FromDateTime(now.UtcDateTime).AddYears(-age).AddDays(-1 - random.Next(364));

    // Common things are common: the first of a table is drawn several times as often as the last.
    private int Skewed(int count) => (int)(Math.Pow(random.NextDouble(), 1.5) * count);

    private int[] Shuffled(int count)
    {
        var numbers = Enumerable.Range(0, count).ToArray();
        random.Shuffle(numbers);
        return numbers;
    }
}
