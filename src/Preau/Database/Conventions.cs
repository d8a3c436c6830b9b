using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Preau;

/// <summary>What every entity has in common, so that no mapping has to say it.</summary>
public static class Conventions
{
    public const string NationFilter = "nation";
    public const string AssignedFilter = "assigned";
    public const string GiftsFilter = "gifts";
    private static readonly MethodInfo ApplyConfiguration = typeof(ModelBuilder).GetMethod(nameof(ModelBuilder.ApplyConfiguration))!;

    /// <summary>Entities and their mappings, all of them public: to look at every type of the assembly would load what the compiler made for each lambda and each await, four times as many, and keep it.</summary>
    public static void AddEntities(ModelBuilder model)
    {
        var types = typeof(Database).Assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsAbstract: false }).ToList();
        foreach (var entity in types.Where(IsEntity)) model.Entity(entity);
        foreach (var mapping in types)
        {
            foreach (var entity in Mapped(mapping)) ApplyConfiguration.MakeGenericMethod(entity).Invoke(model, [Activator.CreateInstance(mapping)]);
        }
    }

    public static bool IsEntity(Type type) => type.IsAssignableTo(typeof(IOwned)) || type.IsAssignableTo(typeof(IGlobal));

    /// <summary>The entities that a class says the mapping of.</summary>
    public static IEnumerable<Type> Mapped(Type type) => type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>)).Select(i => i.GenericTypeArguments[0]);

    public static void Apply(ModelBuilder model, Database database)
    {
        foreach (var entity in model.Model.GetEntityTypes().ToList())
        {
            Name(entity);
            if (entity.ClrType.IsAssignableTo(typeof(IOwned))) Own(model, entity, database);
            else if (entity.ClrType.IsAssignableTo(typeof(IGlobal))) model.Entity(entity.ClrType).Property(nameof(IGlobal.Id)).ValueGeneratedOnAdd().HasValueGenerator<IdGenerator>();
        }

        foreach (var entity in model.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(IOwned))).ToList()) Refer(model, entity);
        // The operation that deletes nulls optional references first: «on delete set null» would hit nation_id (pitfall 45).
        foreach (var key in model.Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys())) key.DeleteBehavior = DeleteBehavior.ClientNoAction;
    }

    private static void Name(IMutableEntityType entity)
    {
        if (((IConventionEntityType)entity).GetTableNameConfigurationSource() != ConfigurationSource.Explicit) entity.SetTableName(SnakeCase.Of(entity.ClrType.Name));
        foreach (var property in entity.GetProperties())
        {
            property.SetColumnName(SnakeCase.Of(property.Name));
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type.IsEnum && property.GetValueConverter() is null) property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(EnumConverter<>).MakeGenericType(type))!);
        }
    }

    private static void Own(ModelBuilder model, IMutableEntityType entity, Database database)
    {
        var builder = model.Entity(entity.ClrType);
        if (entity.ClrType.IsAssignableTo(typeof(INumbered)))
        {
            if (entity.ClrType.IsAssignableTo(typeof(IEventRow))) builder.HasKey(nameof(IOwned.NationId), nameof(IEventRow.Month), nameof(INumbered.Id));
            else builder.HasKey(nameof(IOwned.NationId), nameof(INumbered.Id));
            builder.Property(nameof(INumbered.Id)).ValueGeneratedOnAdd().HasValueGenerator<IdGenerator>();
        }

        builder.Property(nameof(IOwned.NationId)).ValueGeneratedNever();
        // The filter names the context's property: a captured value would show the first nation's rows to everyone (pitfall 13).
        var row = Expression.Parameter(entity.ClrType, "row");
        var context = Expression.Constant(database);
        builder.HasQueryFilter(NationFilter, Expression.Lambda(Expression.Equal(Expression.Property(row, nameof(IOwned.NationId)), Expression.Property(context, nameof(Database.NationId))), row));
        if (entity.ClrType.IsAssignableTo(typeof(ITellsOfGifts)))
        {
            var shown = Expression.OrElse(Expression.Not(Expression.Property(context, nameof(Database.HidesGifts))), Expression.Not(Expression.Property(row, nameof(ITellsOfGifts.TellsOfGifts))));
            builder.HasQueryFilter(GiftsFilter, Expression.Lambda(shown, row));
        }

        if (!entity.ClrType.IsAssignableTo(typeof(IAssigned))) return;
        var everyone = Expression.Not(Expression.Property(context, nameof(Database.OnlyAssigned)));
        var mine = Expression.Equal(Expression.Property(row, nameof(IAssigned.AssigneeId)), Expression.Convert(Expression.Property(context, nameof(Database.AssignedTo)), typeof(long?)));
        builder.HasQueryFilter(AssignedFilter, Expression.Lambda(Expression.OrElse(everyone, mine), row));
    }

    /// <summary>A property XId on a row of a nation refers to that nation's X.</summary>
    private static void Refer(ModelBuilder model, IMutableEntityType entity)
    {
        foreach (var property in entity.ClrType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.Name.Length > 2 && p.Name.EndsWith("Id", StringComparison.Ordinal)))
        {
            if (property.Name == nameof(IOwned.NationId) || (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) != typeof(long)) continue;
            var target = model.Model.GetEntityTypes().SingleOrDefault(e => e.ClrType.Name == property.Name[..^2] && e.ClrType.IsAssignableTo(typeof(INumbered)) && !e.ClrType.IsAssignableTo(typeof(IEventRow)));
            var declared = entity.GetForeignKeys().Any(k => k.Properties.Any(p => p.Name == property.Name));
            if (target is null || declared || entity.ClrType.IsAssignableTo(typeof(IEventRow)) || entity.FindProperty(property.Name) is null) continue;
            model.Entity(entity.ClrType).HasOne(target.ClrType).WithMany().HasForeignKey(nameof(IOwned.NationId), property.Name);
        }
    }
}
