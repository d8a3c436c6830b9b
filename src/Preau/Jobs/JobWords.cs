using System.Globalization;
using System.Text.Json;
using Preau.Shared;

namespace Preau.Jobs;

/// <summary>What a kind of work is called, and where the thing is shown that it was about.</summary>
public static class JobWords
{
    private static readonly Dictionary<string, Func<Words, string>> Kinds = new(StringComparer.Ordinal)
    {
        ["ApplyImport"] = words => words["Bring in a file"],
        ["UndoImport"] = words => words["Undo an import"],
        ["TryLongImport"] = words => words["Try out a long file"],
        ["ForgetFiles"] = words => words["Delete old uploaded files"],
        ["MendLoadSchema"] = words => words["Put the tables in order after a first load"],
        ["StartBlast"] = words => words["Begin to send a mail"],
        ["AnswerAction"] = words => words["Answer by mail what somebody did on the site"],
        ["AskYes"] = words => words["Ask somebody by mail whether it was they who said yes"],
        ["RunAutomatic"] = words => words["Send the automatic mails whose time has come"],
        ["MakeIssues"] = words => words["Make the issues of newsletters"],
        ["SendIssue"] = words => words["Send an issue of a newsletter"],
        ["SendMornings"] = words => words["Send the team its morning mail"],
        ["HearReport"] = words => words["Write down what became of a text message"],
        ["SendText"] = words => words["Send a text message"],
        ["GatherContacts"] = words => words["Gather the people of a texting campaign"],
        ["ReturnIdle"] = words => words["Take back what idle volunteers have not sent"],
        ["SettleTexts"] = words => words["List text messages that may have left"],
        ["DecideVersion"] = words => words["Choose the version of a mail that the others get"],
        ["TellApproval"] = words => words["Tell somebody about an approval"],
        ["AskLinks"] = words => words["Ask whether the links of a mail lead somewhere"],
        ["ReadInbox"] = words => words["Read what people answer to mails"],
        ["SendAnswer"] = words => words["Send an answer to a mail"],
        ["AskUnknown"] = words => words["Ask the provider about mails of which nobody knows whether they left"],
        ["ReadReturns"] = words => words["Read which mails came back"],
        ["WatchDomain"] = words => words["Look at the DNS of the sender’s domain"],
        ["TellDomain"] = words => words["Tell an owner that something in the DNS is not right any more"],
        ["MailAcknowledgement"] = words => words["Thank a donor by mail"],
        ["SettleWhatWaits"] = words => words["Ask how card payments ended"],
        ["PublishDue"] = words => words["Publish a page at its hour"],
        ["SendPasswordLink"] = words => words["Send an invitation or a link to a new password"],
        ["SendJoinLink"] = words => words["Invite somebody who has an account"],
        ["SweepSessions"] = words => words["Sweep ended sessions away"],
        ["EraseWhoIsDue"] = words => words["Erase archived people whose time is over"],
        ["MarkShut"] = words => words["Mark addresses that are shut to mail"],
        ["ForgetRemovedContacts"] = words => words["Delete contacts that were taken back"],
        ["RecountArms"] = words => words["Count anew what versions and hold-outs came to"],
        ["CountOutcomes"] = words => words["Count what the people of large mails did"],
        ["CountDomains"] = words => words["Count what mails came to at each provider"],
        ["WatchVersions"] = words => words["Stop versions of a mail that do harm"],
        ["TellStopped"] = words => words["Tell the author that a version was stopped"],
        ["CountTurnout"] = words => words["Count who voted after mails with a hold-out"],
        ["ForgetOldDeliveries"] = words => words["Delete who got old messages"],
        ["MakeMonthPartitions"] = words => words["Make room for the months to come"],
        ["ForgetOldMerges"] = words => words["Delete what could undo old merges"],
        ["MergeSurePairs"] = words => words["Merge pairs that are surely one person"],
        ["ReworkChoices"] = words => words["Change choices of a field for everybody who has them"],
        ["RemoveFieldValues"] = words => words["Remove the answers of a field that is gone"],
        ["GatherBulk"] = words => words["Gather whom an act on many people is for"],
        ["RunBulkAct"] = words => words["Act on many people"],
        ["UndoBulkAct"] = words => words["Take back an act on many people"],
        ["ForgetBulkActs"] = words => words["Delete what could undo old acts on many people"],
        ["PurgeRemovedLists"] = words => words["Delete lists that were removed"],
        ["WriteExportFile"] = words => words["Write a large file to take out"],
        ["ForgetExportFiles"] = words => words["Delete files that nobody fetched"],
        ["DeriveHouseholdsAgain"] = words => words["Work out households anew"],
        ["ForgetRemovedRelations"] = words => words["Delete relations that were taken away"],
        ["RemoveRelationsOfType"] = words => words["Remove the relations of a kind that is gone"],
        ["ForgetRemovedAttachments"] = words => words["Delete files of people that were removed"],
        ["ForgetLostFiles"] = words => words["Delete linked files that nobody names any more"],
        ["DoGeoWork"] = words => words["Work on the map"],
        ["PurgeRemovedBoundaries"] = words => words["Delete boundaries that were removed"],
        ["RecountSegments"] = words => words["Count segments again"],
    };

    // What a job's record names, and the screen that shows it.
    private static readonly (string Name, string Path)[] Subjects = [("importId", "/imports/"), ("blastId", "/mail/"), ("giftId", "/gifts/"), ("pageId", "/pages/"), ("geoWorkId", "/map/work/")];

    public static IEnumerable<string> All => Kinds.Keys;

    /// <summary>Rows outlive the versions that wrote them: a kind that is gone has no word of its own.</summary>
    public static string Of(string kind, Words words) => Kinds.TryGetValue(kind, out var say) ? say(words) : words["Work of another version of the program"];

    /// <summary>The path of the import, mail, gift or page that the job was about; null for work that is about none.</summary>
    public static string? PathOf(JobRow job)
    {
        using var body = JsonDocument.Parse(job.Body);
        foreach (var (name, path) in Subjects)
        {
            if (body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty(name, out var id) && id.TryGetInt64(out var number)) return path + number.ToString(CultureInfo.InvariantCulture);
        }

        return null;
    }
}
