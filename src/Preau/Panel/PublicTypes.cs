using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;

namespace Preau.Panel;

/// <summary>
/// Where the framework looks for view components, which are public. By itself it looks at every type of the assembly, and so loads what the compiler made for each
/// lambda and each await, four times as many, and keeps it.
/// </summary>
internal sealed class PublicTypes(Assembly assembly) : ApplicationPart, IApplicationPartTypeProvider
{
    public override string Name => assembly.GetName().Name!;

    public IEnumerable<TypeInfo> Types => assembly.GetExportedTypes().Select(t => t.GetTypeInfo());

    public static void Only(ApplicationPartManager manager)
    {
        var parts = manager.ApplicationParts;
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] is AssemblyPart part) parts[i] = new PublicTypes(part.Assembly);
        }
    }
}
