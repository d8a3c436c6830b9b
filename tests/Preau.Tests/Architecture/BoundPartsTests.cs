using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace Preau.Tests.Architecture;

/// <summary>Pages are read at the start without what no request fills: that must be nothing that the framework by itself would fill.</summary>
public sealed class BoundPartsTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public void What_a_request_fills_is_what_the_framework_would_fill()
    {
        var ours = app.Services.GetRequiredService<IPageApplicationModelPartsProvider>();
        var usual = typeof(PageModel).Assembly.GetTypes().Single(t => t is { IsClass: true } && t.IsAssignableTo(typeof(IPageApplicationModelPartsProvider)));
        var theirs = (IPageApplicationModelPartsProvider)ActivatorUtilities.CreateInstance(app.Services, usual);
        var properties = typeof(Program).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(PageModel)))
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Where(p => p.GetIndexParameters().Length == 0).ToList();

        Assert.NotEmpty(properties);
        Sources.None(properties.Where(p => (ours.CreatePropertyModel(p) is null) != (theirs.CreatePropertyModel(p).BindingInfo is null)).Select(p => $"{p.ReflectedType!.Name}.{p.Name}"));
    }
}
