using Preau.Shared;

namespace Preau.Audit;

/// <summary>What was touched and what was done to it, as people say it. An action is «table.deed» or «operation.deed».</summary>
public static class AuditWords
{
    private static readonly Dictionary<string, Func<Words, string>> Subjects = new(StringComparer.Ordinal)
    {
        ["person"] = words => words["Person"],
        ["person_email"] = words => words["Mail address"],
        ["person_phone"] = words => words["Telephone number"],
        ["person_address"] = words => words["Postal address"],
        ["person_tag"] = words => words["Tag of a person"],
        ["person_external_id"] = words => words["Number in another system"],
        ["duplicate"] = words => words["Pair of records"],
        ["sure_merge"] = words => words["Merging of the sure pairs"],
        ["merge"] = words => words["Merging of two records"],
        ["note"] = words => words["Note"],
        ["tag"] = words => words["Tag"],
        ["custom_field"] = words => words["Own field"],
        ["custom_value"] = words => words["Value of an own field"],
        ["consent_entry"] = words => words["Consent"],
        ["consent_wording"] = words => words["Wording of a consent"],
        ["suppression"] = words => words["Suppression"],
        ["import"] = words => words["Import"],
        ["import_template"] = words => words["Import template"],
        ["segment"] = words => words["Segment"],
        ["export_file"] = words => words["Large file"],
        ["person_list"] = words => words["List"],
        ["person_list_member"] = words => words["Somebody on a list"],
        ["capital_type"] = words => words["What points are given for"],
        ["capital_entry"] = words => words["Points of somebody"],
        ["capital_balance"] = words => words["Points of everybody"],
        ["membership_type"] = words => words["What people can be members of"],
        ["person_membership"] = words => words["Membership of somebody"],
        ["site_page"] = words => words["Page of the site"],
        ["page_form_options"] = words => words["Form of a page"],
        ["stored_file"] = words => words["File"],
        ["action_taken"] = words => words["Action on the site"],
        ["signatures"] = words => words["Signatures"],
        ["gift"] = words => words["Gift"],
        ["acknowledgement"] = words => words["Acknowledgement of a gift"],
        ["gift_attempt"] = words => words["Try at paying"],
        ["gift_donor"] = words => words["Donor’s legal data"],
        ["webhook_event"] = words => words["Message of the payment service"],
        ["gift_refund"] = words => words["Refund"],
        ["ledger_entry"] = words => words["Line of the books"],
        ["law_decision"] = words => words["Decision under the law"],
        ["blast"] = words => words["Blast"],
        ["mail"] = words => words["Mails to people"],
        ["deliveries"] = words => words["Report of a blast"],
        ["mail_link"] = words => words["Link in a mail"],
        ["contact"] = words => words["How to reach somebody"],
        ["contact_log"] = words => words["Contact in the log"],
        ["follow_up"] = words => words["Follow-up"],
        ["goal"] = words => words["Goal"],
        ["setting"] = words => words["Setting"],
        ["host_name"] = words => words["Web address"],
        ["membership"] = words => words["Role"],
        ["account"] = words => words["Account"],
        ["job"] = words => words["Background work"],
    };

    private static readonly Dictionary<string, Func<Words, string>> Deeds = new(StringComparer.Ordinal)
    {
        ["created"] = words => words["added"],
        ["changed"] = words => words["changed"],
        ["deleted"] = words => words["removed"],
        ["fetched"] = words => words["fetched"],
        ["exported"] = words => words["taken out as a file"],
        ["refused_exported"] = words => words["refused rows taken out as a file"],
        ["file"] = words => words["own file handed out"],
        ["started"] = words => words["begun"],
        ["continued"] = words => words["gone on with"],
        ["applied"] = words => words["brought in"],
        ["undo_started"] = words => words["undoing begun"],
        ["undone"] = words => words["undone"],
        ["done"] = words => words["finished"],
        ["failed"] = words => words["failed"],
        ["cancelled"] = words => words["cancelled"],
        ["files_forgotten"] = words => words["uploaded files deleted"],
        ["tested"] = words => words["sent as a test"],
        ["frozen"] = words => words["audience fixed"],
        ["taken_back"] = words => words["taken back before it left"],
        ["paused"] = words => words["paused"],
        ["resumed"] = words => words["resumed"],
        ["sent"] = words => words["sent"],
        ["skipped"] = words => words["not sent"],
        ["refused"] = words => words["refused by the relay"],
        ["unknown"] = words => words["left without an answer"],
        ["clicked"] = words => words["link followed"],
        ["unsubscribed"] = words => words["unsubscribed"],
        ["shown"] = words => words["shown for a task"],
        ["signed_in"] = words => words["signed in"],
        ["signed_out"] = words => words["signed out"],
        ["sign_in_refused"] = words => words["sign-in refused"],
        ["link_asked"] = words => words["new password asked for"],
        ["link_made"] = words => words["link to a new password made by the operator"],
        ["joined"] = words => words["joined with an account from elsewhere"],
        ["password_chosen"] = words => words["password chosen"],
        ["session_ended"] = words => words["signed out elsewhere"],
        ["language_chosen"] = words => words["language chosen"],
        ["role_given"] = words => words["role given"],
        ["role_taken"] = words => words["role taken away"],
        ["invited_again"] = words => words["invited again"],
        ["seen"] = words => words["first reached by this name"],
        ["merged"] = words => words["merged into one"],
        ["unmerged"] = words => words["made two again"],
        ["told_apart"] = words => words["said to be two people"],
        ["suggested_again"] = words => words["suggested again"],
        ["retried"] = words => words["tried again"],
    };

    public static IEnumerable<string> AllSubjects => Subjects.Keys;

    public static IEnumerable<string> AllDeeds => Deeds.Keys;

    /// <summary>Every action on one kind of thing, for the index over actions.</summary>
    public static IReadOnlyList<string> ActionsOf(string subject) => [.. Deeds.Keys.Select(deed => $"{subject}.{deed}")];

    public static string Subject(string action, Words words) => Say(Subjects, action.Split('.')[0], words);

    public static string Deed(string action, Words words) => Say(Deeds, action.Split('.')[^1], words);

    // Lines outlive the features that wrote them: one that is gone is shown by its own name.
    private static string Say(Dictionary<string, Func<Words, string>> known, string name, Words words) =>
        known.TryGetValue(name, out var say) ? say(words) : name.Replace('_', ' ');
}
