namespace Preau.Law;

/// <summary>The packs that travel with Préau, and those that an operator adds or puts in their place.</summary>
public sealed class PackLibrary
{
    private readonly Dictionary<string, string> sources = new(StringComparer.Ordinal);

    public static PackLibrary Embedded()
    {
        var library = new PackLibrary();
        var assembly = typeof(PackLibrary).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded");
            using var reader = new StreamReader(stream);
            library.sources[name.Split('.')[^2]] = reader.ReadToEnd();
        }
        return library;
    }

    public IEnumerable<string> Names => sources.Keys;

    /// <summary>The same library with one more pack, or another text for one of its packs.</summary>
    public PackLibrary With(string name, string yaml)
    {
        var library = new PackLibrary();
        foreach (var (key, text) in sources)
        {
            library.sources[key] = text;
        }
        library.sources[name] = yaml;
        return library;
    }

    /// <summary>The pack by this name, or one that refuses everything and says why. Never throws for what a pack says.</summary>
    public Pack Find(string name)
    {
        try
        {
            return Load(name);
        }
        catch (PackException broken)
        {
            return Pack.Refusing(name, broken.Message);
        }
    }

    /// <summary>The pack by this name with all that it extends; throws <see cref="PackException"/> where one of them cannot be read.</summary>
    public Pack Load(string name)
    {
        var layers = new List<PackFile>();
        Stack(name, layers, []);
        return new Pack(name, layers, new HashSet<string>(StringComparer.Ordinal));
    }

    private void Stack(string name, List<PackFile> layers, HashSet<string> path)
    {
        if (!sources.TryGetValue(name, out var yaml))
        {
            throw new PackException($"{name}.yaml", 1, 1, $"there is no pack '{name}'");
        }
        if (!path.Add(name))
        {
            throw new PackException($"{name}.yaml", 1, 1, $"'{name}' extends itself");
        }
        if (layers.Exists(l => string.Equals(l.Name, name, StringComparison.Ordinal)))
        {
            path.Remove(name);
            return;
        }
        var file = PackFile.Read($"{name}.yaml", yaml);
        if (!string.Equals(file.Name, name, StringComparison.Ordinal))
        {
            throw new PackException($"{name}.yaml", 1, 1, $"the pack calls itself '{file.Name}'");
        }
        layers.Add(file);
        foreach (var below in file.Extends)
        {
            Stack(below, layers, path);
        }
        path.Remove(name);
    }
}
