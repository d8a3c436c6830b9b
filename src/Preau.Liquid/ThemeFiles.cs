using System.Text;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Preau.Liquid;

/// <summary>The snippets of a theme, for «include»: «nav» is the file «_nav». Nothing outside the theme can be reached.</summary>
internal sealed class ThemeFiles(IReadOnlyDictionary<string, string> files) : IFileProvider
{
    private const string Extension = ".liquid";

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IFileInfo GetFileInfo(string subpath)
    {
        var name = subpath.EndsWith(Extension, StringComparison.Ordinal) ? subpath[..^Extension.Length] : subpath;
        return files.TryGetValue("_" + name, out var source) || files.TryGetValue(name, out source) ? new Snippet(name, source) : new NotFoundFileInfo(name);
    }

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    private sealed class Snippet(string name, string source) : IFileInfo
    {
        private readonly byte[] bytes = Encoding.UTF8.GetBytes(source);

        public bool Exists => true;
        public bool IsDirectory => false;
        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;
        public long Length => bytes.Length;
        public string Name => name;
        public string? PhysicalPath => null;

        public Stream CreateReadStream() => new MemoryStream(bytes, writable: false);
    }
}
