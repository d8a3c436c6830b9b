using Microsoft.AspNetCore.Mvc;

namespace Preau.Tests.Architecture;

/// <summary>Some things are found by looking at the assembly's public types, and at those alone.</summary>
public sealed class PublicTypesTests
{
    [Fact]
    public void What_is_found_among_public_types_is_public() => Sources.None(
        typeof(Program).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false, IsVisible: false })
            .Where(t => Conventions.IsEntity(t) || Conventions.Mapped(t).Any() || t.IsAssignableTo(typeof(ViewComponent)))
            .Select(t => t.FullName));
}
