using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Preau.Panel;

/// <summary>
/// What pages are made of, as the framework reads it at the start, without what no request fills or calls. It would describe each property that a page shows
/// something by, and each method that pages inherit, to the last attribute, and keep that: megabytes, and a part of the time in which the program starts.
/// </summary>
internal sealed class BoundParts(IPageApplicationModelPartsProvider usual) : IPageApplicationModelPartsProvider
{
    /// <returns>Null for a property that is not bound, as the caller understands it, whatever its signature says.</returns>
    public PagePropertyModel CreatePropertyModel(PropertyInfo property)
    {
        var attributes = property.GetCustomAttributes(inherit: true);
        return BindingInfo.GetBindingInfo(attributes) is { } bound ? new PagePropertyModel(property, attributes) { PropertyName = property.Name, BindingInfo = bound } : null!;
    }

    public PageHandlerModel? CreateHandlerModel(MethodInfo method) => method.Name.StartsWith("On", StringComparison.Ordinal) ? usual.CreateHandlerModel(method) : null;

    public PageParameterModel CreateParameterModel(ParameterInfo parameter) => usual.CreateParameterModel(parameter);

    public bool IsHandler(MethodInfo methodInfo) => usual.IsHandler(methodInfo);

    /// <summary>In place of the framework's own, which it goes on asking for the rest.</summary>
    public static void Only(IServiceCollection services)
    {
        var usual = services.Single(s => s.ServiceType == typeof(IPageApplicationModelPartsProvider)).ImplementationType!;
        services.Replace(ServiceDescriptor.Singleton<IPageApplicationModelPartsProvider>(provider => new BoundParts((IPageApplicationModelPartsProvider)ActivatorUtilities.CreateInstance(provider, usual))));
    }
}
