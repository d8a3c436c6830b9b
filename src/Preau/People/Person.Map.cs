using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.People;

namespace Preau.People
{
    public sealed class PersonMap : IEntityTypeConfiguration<Person>
    {
        public void Configure(EntityTypeBuilder<Person> person) => person.Ignore(p => p.FullName);
    }

    public sealed class PersonExternalIdMap : IEntityTypeConfiguration<PersonExternalId>
    {
        public void Configure(EntityTypeBuilder<PersonExternalId> id) => id.HasKey(i => new { i.NationId, i.Source, i.Value });
    }

    public sealed class PersonTagMap : IEntityTypeConfiguration<PersonTag>
    {
        public void Configure(EntityTypeBuilder<PersonTag> tag) => tag.HasKey(t => new { t.NationId, t.TagId, t.PersonId });
    }

    public sealed class CustomFieldMap : IEntityTypeConfiguration<CustomField>
    {
        public void Configure(EntityTypeBuilder<CustomField> field) => field.Ignore(f => f.IsForTemplates).Ignore(f => f.IsBeingReworked);
    }

    public sealed class CustomValueMap : IEntityTypeConfiguration<CustomValue>
    {
        public void Configure(EntityTypeBuilder<CustomValue> value)
        {
            value.HasKey(v => new { v.NationId, v.PersonId, v.CustomFieldId });
            value.HasOne<Person>().WithMany().HasForeignKey(v => new { v.NationId, v.LinkedPersonId });
        }
    }

    public sealed class ConsentStateMap : IEntityTypeConfiguration<ConsentState>
    {
        public void Configure(EntityTypeBuilder<ConsentState> state) => state.HasKey(s => new { s.NationId, s.PersonId, s.Purpose });
    }

    public sealed class ConsentWordingMap : IEntityTypeConfiguration<ConsentWording>
    {
        public void Configure(EntityTypeBuilder<ConsentWording> wording) => wording.HasKey(w => new { w.NationId, w.Version });
    }

    public sealed class SuppressionMap : IEntityTypeConfiguration<Suppression>
    {
        public void Configure(EntityTypeBuilder<Suppression> suppression) => suppression.HasKey(s => new { s.NationId, s.Channel, s.KeyHash });
    }

    public sealed class ProvenanceMap : IEntityTypeConfiguration<Provenance>
    {
        public void Configure(EntityTypeBuilder<Provenance> provenance) => provenance.HasKey(p => new { p.NationId, p.PersonId, p.Field });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Person> People => Set<Person>();
        public DbSet<PersonEmail> PersonEmails => Set<PersonEmail>();
        public DbSet<PersonPhone> PersonPhones => Set<PersonPhone>();
        public DbSet<PersonAddress> PersonAddresses => Set<PersonAddress>();
        public DbSet<PersonExternalId> PersonExternalIds => Set<PersonExternalId>();
        public DbSet<Tag> Tags => Set<Tag>();
        public DbSet<PersonTag> PersonTags => Set<PersonTag>();
        public DbSet<CustomField> CustomFields => Set<CustomField>();
        public DbSet<CustomValue> CustomValues => Set<CustomValue>();
        public DbSet<ConsentEntry> ConsentEntries => Set<ConsentEntry>();
        public DbSet<ConsentState> ConsentStates => Set<ConsentState>();
        public DbSet<ConsentWording> ConsentWordings => Set<ConsentWording>();
        public DbSet<Suppression> Suppressions => Set<Suppression>();
        public DbSet<Note> Notes => Set<Note>();
        public DbSet<Provenance> Provenances => Set<Provenance>();
    }
}
