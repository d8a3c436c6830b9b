using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Relations;

/// <param name="Code">Stored: «parent», «own:3:a».</param>
/// <param name="Reverse">The code of what the person is to the other one.</param>
/// <param name="Label">What the other one is to the person, in the reader's language.</param>
/// <param name="Place">Whether the other one stands above the person, below, or neither.</param>
public sealed record RelationRole(string Code, string Reverse, string Label, RolePlace Place = RolePlace.Beside);

public enum RolePlace
{
    Beside,
    Above,
    Below,
}

/// <summary>What people can be to each other: what every campaign knows, and what this one added.</summary>
public sealed class RelationRoles(Database db, Words words)
{
    private List<RelationRole>? all;

    public async Task<IReadOnlyList<RelationRole>> All(CancellationToken ct) => all ??= [.. Usual(), .. Own(await db.RelationTypes.AsNoTracking().OrderBy(t => t.Id).ToListAsync(ct))];

    public async Task<RelationRole?> Find(string? code, CancellationToken ct) => (await All(ct)).FirstOrDefault(r => r.Code == code);

    /// <summary>Rows outlive the versions that wrote them: a role that is gone has no word of its own.</summary>
    public async Task<string> Label(string code, CancellationToken ct) => (await Find(code, ct))?.Label ?? words["related"];

    public IReadOnlyList<RelationRole> Usual() =>
    [
        .. Pair("parent", words["parent"], "child", words["child"], isHierarchical: true),
        new("spouse", "spouse", words["spouse"]), new("partner", "partner", words["partner"]), new("sibling", "sibling", words["brother or sister"]), new("relative", "relative", words["relative"]),
        new("friend", "friend", words["personal friend"]),
        .. Pair("employer", words["employer"], "employee", words["employee"]),
        .. Pair("manager", words["superior"], "subordinate", words["subordinate"], isHierarchical: true),
        new("colleague", "colleague", words["colleague"]),
        .. Pair("assistant", words["assistant"], "assisted", words["person they assist"]),
        .. Pair("mentor", words["mentor"], "mentee", words["mentee"]),
        .. Pair("teacher", words["teacher"], "student", words["student"]),
        .. Pair("representative", words["representative"], "constituent", words["constituent"]),
        .. Pair("recruiter", words["recruiter"], "recruited", words["recruited by them"], isHierarchical: true),
    ];

    public static string OwnCode(long typeId, bool isReverse) => string.Create(CultureInfo.InvariantCulture, $"own:{typeId}:{(isReverse ? 'b' : 'a')}");

    private static IEnumerable<RelationRole> Own(IEnumerable<RelationType> types) => types.SelectMany(t => NameKey.Of(t.Name) == NameKey.Of(t.Reverse)
        ? [new(OwnCode(t.Id, false), OwnCode(t.Id, false), t.Name)]
        : Pair(OwnCode(t.Id, false), t.Name, OwnCode(t.Id, true), t.Reverse, t.IsHierarchical));

    private static RelationRole[] Pair(string one, string name, string other, string reverse, bool isHierarchical = false) =>
        [new(one, other, name, isHierarchical ? RolePlace.Above : RolePlace.Beside), new(other, one, reverse, isHierarchical ? RolePlace.Below : RolePlace.Beside)];
}
