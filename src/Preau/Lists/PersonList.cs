using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Lists;

namespace Preau.Lists
{
    /// <summary>People whom somebody put together by hand, or as a search or a segment found them once. Nobody comes or goes by themselves.</summary>
    public sealed class PersonList : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public string Name { get; private set; } = "";

        /// <summary>Two lists of one name would be one too many. A removed list gives its name free.</summary>
        public string NameKey { get; private set; } = "";
        public string Description { get; set; } = "";

        /// <summary>The account that made it.</summary>
        public long? OwnerId { get; init; }

        /// <summary>Goes with each batch that comes on or off, so that no screen counts a list of a million.</summary>
        public long MemberCount { get; set; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset ChangedAt { get; set; }
        public DateTimeOffset? RemovedAt { get; private set; }

        public void Call(string name) => (Name, NameKey) = (name, Shared.NameKey.Of(name));

        public void Remove(DateTimeOffset at) => (RemovedAt, NameKey) = (at, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{Id}"));

        public void Restore() => (RemovedAt, NameKey) = (null, Shared.NameKey.Of(Name));
    }

    /// <summary>Somebody on a list, and since when.</summary>
    public sealed class PersonListMember : IPersonOwned
    {
        public NationId NationId { get; set; }
        public long PersonListId { get; init; }
        public long PersonId { get; init; }
        public DateTimeOffset AddedAt { get; init; }
    }

    public sealed class PersonListMemberMap : IEntityTypeConfiguration<PersonListMember>
    {
        public void Configure(EntityTypeBuilder<PersonListMember> member) => member.HasKey(m => new { m.NationId, m.PersonListId, m.PersonId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<PersonList> PersonLists => Set<PersonList>();
        public DbSet<PersonListMember> PersonListMembers => Set<PersonListMember>();
    }
}
