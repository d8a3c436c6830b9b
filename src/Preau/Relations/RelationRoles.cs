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
        new("friend", "friend", words["personal friend"]), new("family_partner", "family_partner", words["family partner"]), new("affiliate", "affiliate", words["affiliate"]),
        .. Pair("employer", words["employer"], "employee", words["employee"]),
        .. Pair("manager", words["superior"], "subordinate", words["subordinate"], isHierarchical: true),
        new("colleague", "colleague", words["colleague"]),
        .. Pair("assistant", words["assistant"], "assisted", words["person they assist"]),
        .. Pair("mentor", words["mentor"], "mentee", words["mentee"]),
        .. Pair("teacher", words["teacher"], "student", words["student"]),
        .. Pair("representative", words["representative"], "constituent", words["constituent"]),
        .. Pair("school", words["school they go to"], "pupil", words["student of the school"]),
        .. Pair("former_school", words["school they went to"], "alum", words["former student"]),
        .. Pair("organization", words["organisation they belong to"], "member", words["member of the organisation"]),
        .. Pair("board", words["organisation whose board they sit on"], "board_member", words["board member"]),
        .. Pair("represented_organization", words["organisation they are the main contact of"], "primary_contact", words["main contact"]),
        .. Pair("client", words["organisation they advise"], "consultant", words["consultant"]),
        .. Pair("residence", words["organisation they live in"], "resident", words["resident"]),
        .. Pair("candidacy", words["committee of their candidacy"], "candidate", words["candidate of the committee"]),
        .. Pair("committee", words["committee they are the treasurer of"], "treasurer", words["treasurer of the committee"]),
        .. Pair("parent_organization", words["organisation above"], "chapter", words["chapter"], isHierarchical: true),
        .. Pair("parent_company", words["parent company"], "subsidiary", words["subsidiary"], isHierarchical: true),
        .. Pair("recruiter", words["recruiter"], "recruited", words["recruited by them"], isHierarchical: true),
        .. Pair("point_person", words["point person"], "looked_after", words["person they look after"]),
    ];

    public static string OwnCode(long typeId, bool isReverse) => string.Create(CultureInfo.InvariantCulture, $"own:{typeId}:{(isReverse ? 'b' : 'a')}");

    /// <summary>Asked of the store, and not of what was read before somebody else's removal was over.</summary>
    public async Task<bool> IsThere(string code, CancellationToken ct) =>
        OwnId(code) is { } id ? await db.RelationTypes.AnyAsync(t => t.Id == id, ct) : Usual().Any(r => r.Code == code);

    /// <summary>What the other row of a relation says, also where its kind is gone and only the code is left.</summary>
    public async Task<string> ReverseOf(string code, CancellationToken ct) =>
        (await Find(code, ct))?.Reverse ?? (OwnId(code) is { } id ? OwnCode(id, isReverse: code == OwnCode(id, isReverse: false)) : code);

    private static long? OwnId(string code) => code.Split(':') is ["own", var number, "a" or "b"] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static IEnumerable<RelationRole> Own(IEnumerable<RelationType> types) => types.SelectMany(t => NameKey.Of(t.Name) == NameKey.Of(t.Reverse)
        ? [new(OwnCode(t.Id, false), OwnCode(t.Id, false), t.Name)]
        : Pair(OwnCode(t.Id, false), t.Name, OwnCode(t.Id, true), t.Reverse, t.IsHierarchical));

    private static RelationRole[] Pair(string one, string name, string other, string reverse, bool isHierarchical = false) =>
        [new(one, other, name, isHierarchical ? RolePlace.Above : RolePlace.Beside), new(other, one, reverse, isHierarchical ? RolePlace.Below : RolePlace.Beside)];
}
