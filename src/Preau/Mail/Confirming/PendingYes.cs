using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Confirming;
using Preau.People;

namespace Preau.Mail.Confirming
{
    /// <summary>
    /// A form, or the team, said yes for somebody who had said no, was erased or is archived: it counts once the owner of the address has pressed the button behind a letter, for nobody has
    /// proved whose address was typed. One a person.
    /// </summary>
    public sealed class PendingYes : IPersonOwned
    {
        public NationId NationId { get; set; }
        public long PersonId { get; init; }
        public required string Address { get; set; }
        public required string AddressKey { get; set; }
        public required string Language { get; set; }

        /// <summary>The form, as the ledger keeps it: «page:12»; or that it was the team («letter»).</summary>
        public required string Source { get; set; }

        /// <summary>Whether it is the team that wrote it down, and not a form.</summary>
        public bool IsOfTeam => Source == ConsentLedger.Letter;

        /// <summary>What was ticked: a line for each, the purpose, a tab, and the words that stood beside it.</summary>
        public required string Questions { get; set; }
        public DateTimeOffset AskedAt { get; set; }

        /// <summary>How many letters nobody answered: each makes the next one come later.</summary>
        public int Letters { get; set; }

        /// <summary>Written before the letter leaves: one that may have left is not sent again.</summary>
        public DateTimeOffset? SentAt { get; set; }

        /// <summary>Until then no other letter goes to the address, whatever is typed.</summary>
        public DateTimeOffset Rests => AskedAt + Letters switch { <= 1 => TimeSpan.FromDays(1), 2 => TimeSpan.FromDays(7), _ => TimeSpan.FromDays(30) };

        /// <summary>Nothing, of somebody who was archived and did something without ticking anything.</summary>
        public IEnumerable<(Purpose Purpose, string Text)> Asked() => Questions.Length == 0 ? [] : Questions.Split('\n').Select(l => l.Split('\t', 2)).Select(l => (EnumText<Purpose>.Parse(l[0]), l[1]));

        public string AskedInLines => string.Join('\n', Asked().Select(q => "– " + q.Text));

        public static string Write(IEnumerable<(Purpose Purpose, string Text)> questions) => string.Join('\n', questions.Select(q => $"{EnumText<Purpose>.Of(q.Purpose)}\t{q.Text.ReplaceLineEndings(" ")}"));
    }

    public sealed class PendingYesMap : IEntityTypeConfiguration<PendingYes>
    {
        public void Configure(EntityTypeBuilder<PendingYes> yes) => yes.Ignore(y => y.Rests).Ignore(y => y.IsOfTeam).Ignore(y => y.AskedInLines).HasKey(y => new { y.NationId, y.PersonId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<PendingYes> PendingYeses => Set<PendingYes>();
    }
}
