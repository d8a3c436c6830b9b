using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

public static class SettingsTabs
{
    public static IReadOnlyList<Tab> At(string path, Words words) =>
    [
        new(words["Campaign"], "/settings", path == "/settings"),
        new(words["Look"], "/settings/identity", path == "/settings/identity"),
        new(words["Mail relay"], "/settings/mail", path == "/settings/mail"),
        new(words["Text messages"], "/settings/texts", path == "/settings/texts"),
        new(words["Gifts"], "/settings/gifts", path == "/settings/gifts"),
        new(words["Legal texts"], "/settings/legal", path == "/settings/legal"),
        new(words["Addresses"], "/settings/domains", path == "/settings/domains"),
        new(words["Households"], "/settings/households", path == "/settings/households"),
        new(words["Relations"], "/settings/relations", path == "/settings/relations"),
        new(words["Staff"], "/settings/staff", path == "/settings/staff"),
        new(words["Points"], "/settings/capital", path == "/settings/capital"),
        new(words["Memberships"], "/settings/memberships", path == "/settings/memberships"),
        new(words["The law"], "/settings/law", path == "/settings/law"),
        new(words["Audit trail"], "/audit", path == "/audit"),
    ];
}
