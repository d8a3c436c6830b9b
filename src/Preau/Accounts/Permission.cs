namespace Preau.Accounts;

public enum Role
{
    Owner,
    Staff,
    Finance,
    Volunteer,
}

/// <summary>What somebody may do in a nation. Handlers name one; roles are sets of them.</summary>
public enum Permission
{
    /// <summary>Being signed in with any role.</summary>
    Enter,
    ViewDashboard,
    ViewPeople,
    EditPeople,

    /// <summary>What was said at a door or on the telephone, on the record of somebody one sees.</summary>
    WriteNotes,

    /// <summary>Texts to somebody one sees, and what they answer.</summary>
    WriteTexts,
    ErasePeople,
    ExportPeople,
    ExportContacts,
    ExportHouseholds,
    ExportCapital,
    ExportMemberships,

    /// <summary>Files that are kept of people: papers say more than a profile does, and how to reach somebody as well.</summary>
    ViewPersonFiles,

    /// <summary>Everything that is known of one person, to hand to them.</summary>
    HandOutPersonFile,
    ImportPeople,
    ExportRefusedRows,

    /// <summary>The electors for whom a roll changed something.</summary>
    ExportRollChanges,

    /// <summary>Everybody in the columns of another system's export.</summary>
    ExportPeopleLayout,
    ViewSegments,
    EditSegments,
    ExportSegments,
    ExportSignatures,
    EditSite,
    PublishSite,
    ViewGifts,
    ViewDonorsLegalData,
    EnterGifts,
    RefundGifts,
    ExportGifts,
    ViewMail,
    EditMail,
    SendMail,

    /// <summary>Letting a message to many leave that somebody else asked to send.</summary>
    ApproveMail,
    ExportMail,

    /// <summary>What people answer to mails, and answering them.</summary>
    AnswerMail,

    /// <summary>Everybody of a texting campaign with what they answered.</summary>
    ExportTexting,
    ViewAudit,
    ManageJobs,
    ManageSettings,
    ManageStaff,
}

public static class Roles
{
    private static readonly Permission[] Volunteer = [Permission.Enter, Permission.ViewPeople, Permission.WriteNotes, Permission.WriteTexts];

    private static readonly Permission[] Finance =
    [
        Permission.Enter, Permission.ViewDashboard, Permission.ViewPeople, Permission.ViewPersonFiles, Permission.ViewGifts, Permission.ViewDonorsLegalData,
        Permission.EnterGifts, Permission.RefundGifts, Permission.ExportGifts,
    ];

    private static readonly Permission[] Staff =
    [
        Permission.Enter, Permission.ViewDashboard, Permission.ViewPeople, Permission.ViewPersonFiles, Permission.EditPeople, Permission.WriteNotes, Permission.WriteTexts, Permission.ErasePeople, Permission.ExportPeople, Permission.ExportContacts, Permission.ExportHouseholds, Permission.ExportCapital,
        Permission.ExportMemberships, Permission.HandOutPersonFile, Permission.ImportPeople, Permission.ExportRefusedRows, Permission.ExportRollChanges, Permission.ExportPeopleLayout, Permission.ViewSegments, Permission.EditSegments,
        Permission.ExportSegments, Permission.ExportSignatures, Permission.EditSite, Permission.PublishSite, Permission.ViewGifts,
        Permission.ViewMail, Permission.EditMail, Permission.SendMail, Permission.ApproveMail, Permission.ExportMail, Permission.AnswerMail, Permission.ExportTexting, Permission.ManageJobs,
    ];

    public static IReadOnlyCollection<Permission> Of(Role role) => role switch
    {
        Role.Owner => Enum.GetValues<Permission>(),
        Role.Staff => Staff,
        Role.Finance => Finance,
        Role.Volunteer => Volunteer,
    };

    /// <summary>As people call the role; to translate.</summary>
    public static string Label(this Role role) => role switch
    {
        Role.Owner => "Owner",
        Role.Staff => "Staff member",
        Role.Finance => "Finance officer",
        Role.Volunteer => "Volunteer",
    };

    /// <summary>Volunteers see the people they were given, and nobody else.</summary>
    public static bool SeesOnlyAssigned(this Role role) => role == Role.Volunteer;

    public static bool SeesNoGifts(this Role role) => !Of(role).Contains(Permission.ViewGifts);
}
