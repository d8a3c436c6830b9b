using Preau.Accounts;

namespace Preau.Tests.Access;

/// <summary>
/// Who may open which door, written down a second time and by hand: O owner, S staff, F finance, V volunteer. The longest beginning of a route counts;
/// «POST x» stands before «x». A new route that is open to others than its folder needs a line here.
/// </summary>
public static class Table
{
    private static readonly Dictionary<string, string> Lines = new(StringComparer.Ordinal)
    {
        [""] = "OSFV",
        ["account"] = "OSFV",
        ["sign-out"] = "OSFV",
        ["settings"] = "O",
        ["design"] = "O",
        ["audit"] = "O",
        ["goals"] = "O",
        ["actions"] = "OSF",
        ["jobs"] = "OS",
        ["people"] = "OS",
        ["GET people"] = "OSFV",
        ["people/columns"] = "OSFV",
        ["people/export"] = "OS",
        ["GET people/export"] = "OS",
        ["GET people/acts"] = "OS",
        ["GET people/new"] = "OS",
        ["GET people/selection"] = "OS",
        ["GET people/{id:long}"] = "OSFV",
        ["GET people/{id:long}/archive"] = "OS",
        ["GET people/{id:long}/assignment"] = "OS",
        ["GET people/{id:long}/consents"] = "OS",
        ["GET people/{id:long}/edit"] = "OS",
        ["GET people/{id:long}/erasure"] = "OS",
        ["GET people/{id:long}/file"] = "OS",
        ["GET people/{id:long}/notes"] = "OSV",
        ["people/{id:long}/notes"] = "OSV",
        ["GET people/{id:long}/contacts"] = "OSV",
        ["people/{id:long}/contacts"] = "OSV",
        ["GET people/{id:long}/texts"] = "OSV",
        ["people/{id:long}/texts"] = "OSV",
        ["texts"] = "OSV",
        ["texting"] = "OSV",
        ["texts/campaigns"] = "OS",
        ["texts/keywords"] = "OS",
        ["texts/{id:long}/person"] = "OS",
        ["GET texts/{id:long}/person"] = "OS",
        ["GET people/{id:long}/restoration"] = "OS",
        ["GET people/{id:long}/tags"] = "OS",
        ["people/{id:long}/reach"] = "OSFV",
        ["people/{id:long}/fields"] = "OSFV",
        ["GET people/{id:long}/ways"] = "OS",
        ["GET people/{id:long}/capital"] = "OS",
        ["GET people/{id:long}/memberships"] = "OS",
        ["capital"] = "OS",
        ["memberships"] = "OS",
        ["people/acts"] = "OS",
        ["contacts"] = "OSV",
        ["contacts/export.{format}"] = "OS",
        ["follow-ups"] = "OSV",
        ["GET people/{id:long}/merge"] = "OS",
        ["duplicates"] = "OS",
        ["households"] = "OS",
        ["GET households/{id:long}"] = "OSFV",
        ["GET households/{id:long}/members"] = "OS",
        ["GET households/{id:long}/name"] = "OS",
        ["relations"] = "OS",
        ["attachments"] = "OS",
        ["GET attachments/{id:long}/download"] = "OSF",
        ["GET people/{id:long}/files"] = "OSF",
        ["tags"] = "OS",
        ["fields"] = "OS",
        ["imports"] = "OS",
        ["GET people/{id:long}/roll-objection"] = "OS",
        ["stations"] = "OS",
        ["segments"] = "OS",
        ["lists"] = "OS",
        ["map"] = "OS",
        ["map/addresses"] = "O",
        ["GET map/addresses"] = "OS",
        ["boundaries"] = "OS",
        ["GET people/{id:long}/place"] = "OS",
        ["exports"] = "OSF",
        ["pages"] = "OS",
        ["GET pages/{id:long}/signatures"] = "OSFV",
        ["GET pages/{id:long}/signatures.{format}"] = "OS",
        ["files"] = "OS",
        ["gifts"] = "OF",
        ["GET gifts"] = "OSF",
        ["GET gifts/new"] = "OF",
        ["GET gifts/export.{format}"] = "OF",
        ["GET gifts/{id:long}/acknowledgement"] = "OF",
        ["GET gifts/{id:long}/refund"] = "OF",
        ["GET gifts/{id:long}/settlement"] = "OF",
        ["mail"] = "OS",
        ["inbox"] = "OS",
        ["sandbox"] = "OS",
    };

    public static bool Lets(Role role, Door door)
    {
        var line = Lines.Where(l => Fits(l.Key, door)).OrderByDescending(l => l.Key.StartsWith("GET ", StringComparison.Ordinal) ? l.Key.Length - 4 : l.Key.Length)
            .ThenByDescending(l => l.Key.StartsWith("GET ", StringComparison.Ordinal)).Select(l => l.Value).FirstOrDefault();
        return (line ?? throw new Xunit.Sdk.XunitException($"{door} has no line in {nameof(Table)}.")).Contains(role.ToString()[0], StringComparison.Ordinal);
    }

    private static bool Fits(string key, Door door)
    {
        var isGet = key.StartsWith("GET ", StringComparison.Ordinal);
        if (isGet && door.Method != "GET") return false;
        var route = isGet ? key[4..] : key;
        return door.Route == route || (route.Length > 0 && (door.Route.StartsWith(route + "/", StringComparison.Ordinal) || door.Route.StartsWith(route + ".", StringComparison.Ordinal)));
    }
}
