using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Attachments;
using Preau.Capital;
using Preau.Contacts;
using Preau.Dashboard.Counting;
using Preau.Dashboard.Goals;
using Preau.Donations;
using Preau.Duplicates;
using Preau.Electors;
using Preau.Exports;
using Preau.Geography;
using Preau.Households;
using Preau.Imports;
using Preau.Lists;
using Preau.Mail;
using Preau.Memberships;
using Preau.People;
using Preau.People.Bulk;
using Preau.Relations;
using Preau.Segments;
using Preau.Site;

namespace Preau.Tests.Access;

/// <summary>One record of each kind that an address can name, in one nation, with numbers that no other nation's records have.</summary>
public sealed class Records
{
    private readonly Dictionary<string, long> ids = new(StringComparer.Ordinal);

    public static async Task<Records> In(TestNation nation, int number)
    {
        var db = nation.Db;
        foreach (var table in new[] { "person", "tag", "custom_field", "segment", "import", "import_template", "site_page", "gift", "blast", "bulk_act", "goal", "contact_log", "follow_up", "merge", "sure_merge", "person_list", "export_file", "household", "household_correction", "household_run", "relation", "relation_type", "boundary_set", "boundary", "geo_work", "polling_station", "capital_type", "capital_entry", "membership_type", "person_membership", "attachment", "conversation", "saved_block", "linked_file", "automatic_mail", "newsletter", "mail_thread", "saved_reply", "inbox_rule", "text_campaign", "text_keyword", "script_question", "campaign_contact" }) db.Ids.Reserve(table, number * 1000);
        var now = nation.App.Clock.GetUtcNow();
        var person = new Person { FirstName = "Ada", LastName = $"Porte{number}", CreatedAt = now, ChangedAt = now };
        db.Add(person);
        var tag = new Tag { Name = "porte", NameKey = "porte" };
        var field = new CustomField { Slug = "porte", Name = "Porte" };
        var segment = new Segment { Name = "Porte", Tree = """{"join":"all","parts":[{"field":"city","operator":"is","values":["Lyon"]}]}""", CreatedAt = now, ChangedAt = now };
        var import = new Import { FileName = "porte.csv", Path = "imports/none.csv", Encoding = "utf-8", Delimiter = ",", State = ImportState.Done, CreatedAt = now };
        var page = new SitePage { Kind = PageKind.Petition, Slug = $"porte-{number}", Language = "fr", Title = "Porte", CreatedAt = now, ChangedAt = now };
        var gift = new Gift { PersonId = person.Id, Status = GiftStatus.Received, Method = Preau.Law.PaymentMethod.Cheque, AmountCents = 1000, Currency = "EUR", GivenAt = now, ReceivedAt = now, Language = "fr", Source = "panel" };
        var blast = new Blast { Subject = "Porte", Language = "fr", HeldOutShare = 500, CreatedAt = now, ChangedAt = now };
        var goal = new Goal { Measure = Measure.Contacts, Target = 100, StartsOn = new DateOnly(2026, 11, 1), DueOn = new DateOnly(2026, 12, 1), CreatedAt = now };
        var contact = new Contact { PersonId = person.Id, Text = "Porte", At = now, CreatedAt = now };
        db.Add(contact);
        var followUp = new FollowUp { PersonId = person.Id, ContactId = contact.Id, What = "Porte", DueOn = new DateOnly(2026, 12, 1), CreatedAt = now };
        var act = new BulkAct { Kind = BulkKind.Archive, At = now };
        var merge = new Merge { PersonId = person.Id, KeptId = person.Id, GoneId = person.Id + 500, GoneName = "Porte", Undo = "", At = now };
        var sure = new SureMerge { State = SureMergeState.Done, CreatedAt = now };
        var list = new PersonList { CreatedAt = now, ChangedAt = now };
        list.Call($"Porte {number}");
        var file = new ExportFile { Kind = "people", FileName = "porte.csv", Path = "exports/none.csv", Title = "people", Language = "fr", State = ExportState.Ready, CreatedAt = now };
        var template = new Preau.Imports.Templates.ImportTemplate { Name = "Porte", Body = new Preau.Imports.Templates.TemplateFile(Preau.Imports.Templates.TemplateFile.Kind, "Porte", ["email"], [new("email", "email")]).Write(), CreatedAt = now, ChangedAt = now };
        var boundaries = new BoundarySet { State = BoundarySetState.Ready, CreatedAt = now, ChangedAt = now };
        boundaries.Call($"Porte {number}");
        var work = new GeoWork { Kind = GeoWorkKind.PlaceEverybody, State = GeoWorkState.Done, CreatedAt = now };
        var station = new PollingStation { CommuneCode = "69001", CommuneName = "Lyon", Code = "0001", CodeKey = "1", Name = "Porte" };
        db.AddRange(boundaries, work, station, list, file, template, followUp, goal, tag, field, segment, import, page, gift, blast, act, merge, sure);
        var (stepText, letterText) = (new Blast { Subject = "Porte", Language = "fr", CreatedAt = now, ChangedAt = now }, new Blast { Subject = "Porte", Language = "fr", CreatedAt = now, ChangedAt = now });
        db.AddRange(stepText, letterText);
        var automatic = new Preau.Mail.Automatic.AutomaticMail { Kind = Preau.Mail.Automatic.AutomaticKind.FollowUp, BlastId = stepText.Id, CreatedAt = now, ChangedAt = now };
        var newsletter = new Preau.Mail.Automatic.Newsletters.Newsletter { BlastId = letterText.Id, CreatedAt = now, ChangedAt = now };
        db.AddRange(automatic, newsletter);
        var letter = new Blast { TemplateName = "Porte", Subject = "Porte", Language = "fr", CreatedAt = now, ChangedAt = now };
        var linked = new Preau.Mail.Linked.LinkedFile { Key = ByteFolder.NewKey(), Name = "porte.pdf", Bytes = 5, CreatedAt = now };
        db.AddRange(letter, linked);
        var block = new Preau.Mail.Blocks.SavedBlock { Name = "Porte", Body = "{}", ChangedAt = now };
        db.Add(block);
        var thread = new Preau.Mail.Inbox.MailThread { AddressKey = $"porte{number}@example.org", Address = $"porte{number}@example.org", Name = "", Subject = "Porte", SubjectKey = "porte", PersonId = person.Id, LastAt = now, LastInAt = now };
        var reply = new Preau.Mail.Inbox.SavedReply { Name = "Porte", Language = "fr", Text = "Porte", ChangedAt = now };
        var rule = new Preau.Mail.Inbox.InboxRule { Phrases = "porte", TagName = "porte", ChangedAt = now };
        db.AddRange(thread, reply, rule);
        db.Add(new Preau.Mail.Measuring.BlastVersion { BlastId = blast.Id, Place = 1, Subject = "Porte" });
        page.GroupId = page.Id;
        var household = new Household { HomeKey = $"porte {number}", SurnameKey = "", Name = "Porte", NameKey = "porte", MemberCount = 1 };
        var correction = new HouseholdCorrection { Kind = CorrectionKind.Moved, IntoId = household.Id, At = now };
        db.AddRange(household, correction, new HouseholdMember { PersonId = person.Id, HomeKey = household.HomeKey, SurnameKey = "porte", HouseholdId = household.Id });
        var run = new HouseholdRun { State = RunState.Done, CreatedAt = now, EndedAt = now };
        var friend = new Person { FirstName = "Grace", LastName = $"Porte{number}", CreatedAt = now, ChangedAt = now };
        db.Add(friend);
        var relation = new Relation { PersonId = person.Id, OtherPersonId = friend.Id, Role = "friend", CreatedAt = now };
        var kind = new RelationType { Name = "porte", Reverse = "porte", CreatedAt = now };
        db.AddRange(run, relation, new Relation { PersonId = friend.Id, OtherPersonId = person.Id, Role = "friend", CreatedAt = now }, kind);
        var points = new CapitalType { AmountCents = 100, CreatedAt = now };
        points.Call($"Porte {number}");
        db.Add(points);
        var entry = new CapitalEntry { PersonId = person.Id, AmountCents = 100, CapitalTypeId = points.Id, Source = "panel", At = now };
        var members = new MembershipType { CreatedAt = now };
        members.Call($"Porte {number}");
        db.Add(members);
        var membership = new PersonMembership { PersonId = person.Id, MembershipTypeId = members.Id, StartedOn = new DateOnly(2026, 1, 1), Source = "panel", CreatedAt = now, ChangedAt = now };
        var paper = new Attachment { PersonId = friend.Id, Key = AttachmentFolder.NewKey(), Name = "porte.pdf", Bytes = 5, CreatedAt = now };
        var conversation = new Preau.Texting.Conversation { NumberKey = $"+3363998{number:D4}", PersonId = person.Id, LastAt = now };
        var texting = new Preau.Texting.Peers.TextCampaign { Name = "Porte", Language = "fr", Opening = "Porte ?", State = Preau.Texting.Peers.TextCampaignState.Open, CreatedAt = now, ChangedAt = now };
        var keyword = new Preau.Texting.Keywords.TextKeyword { Word = "PORTE", WordKey = "porte", Language = "fr", Answer = "Porte", CreatedAt = now, ChangedAt = now };
        db.Add(keyword);
        // Numbered when it is added, and what follows names it.
        db.Add(texting);
        var question = new Preau.Texting.Peers.ScriptQuestion { TextCampaignId = texting.Id, Text = "Porte ?" };
        var texted = new Preau.Texting.Peers.CampaignContact { TextCampaignId = texting.Id, PersonId = person.Id, NumberKey = conversation.NumberKey };
        db.AddRange(entry, membership, paper, conversation, question, texted);
        await nation.Services.GetRequiredService<AttachmentFolder>().Keep(paper.Key, new MemoryStream("porte"u8.ToArray()), CancellationToken.None);
        db.Add(new GiftDonor
        {
            GiftId = gift.Id, FirstName = "Ada", LastName = "Porte", NameKey = "porte ada", EmailKey = "", PostcodeKey = "69001", Email = "", Phone = "", Nationality = "FR",
            Street = "1 rue des Portes", Street2 = "", Postcode = "69001", City = "Lyon", Country = "FR", Attested = "",
        });
        await db.SaveChangesAsync();
        return new Records
        {
            ids =
            {
                ["people"] = person.Id, ["tags"] = tag.Id, ["fields"] = field.Id, ["segments"] = segment.Id, ["imports"] = import.Id, ["imports/templates"] = template.Id,
                ["pages"] = page.Id, ["gifts"] = gift.Id, ["mail"] = blast.Id, ["mail/blocks"] = block.Id, ["mail/templates"] = letter.Id, ["mail/files"] = linked.Id, ["mail/automatic"] = automatic.Id, ["mail/newsletters"] = newsletter.Id, ["people/acts"] = act.Id, ["duplicates/merges"] = merge.Id, ["duplicates/sure"] = sure.Id, ["goals"] = goal.Id,
                ["contacts"] = contact.Id, ["follow-ups"] = followUp.Id, ["lists"] = list.Id, ["exports"] = file.Id,
                ["households"] = household.Id, ["households/corrections"] = correction.Id, ["settings/households/runs"] = run.Id, ["relations"] = relation.Id, ["settings/relations"] = kind.Id, ["boundaries"] = boundaries.Id, ["map/work"] = work.Id, ["stations"] = station.Id,
                ["capital"] = entry.Id, ["settings/capital"] = points.Id, ["memberships"] = membership.Id, ["settings/memberships"] = members.Id, ["attachments"] = paper.Id, ["texts"] = conversation.Id, ["texts/campaigns"] = texting.Id, ["texts/campaigns/questions"] = question.Id, ["texts/keywords"] = keyword.Id, ["texting"] = texting.Id, ["texting/talks"] = texted.Id, ["inbox"] = thread.Id, ["inbox/replies"] = reply.Id, ["inbox/rules"] = rule.Id,
            },
        };
    }

    /// <summary>The route with the number of this nation's record in it; null for a route with a token, which no number opens.</summary>
    public string? Path(string route)
    {
        route = route.Replace("{format}", "csv", StringComparison.Ordinal).Replace("{place:int}", "1", StringComparison.Ordinal);
        if (!route.Contains('{', StringComparison.Ordinal)) return "/" + route;
        if (!route.Contains("/{id:long}", StringComparison.Ordinal)) return null;
        var kind = route[..route.IndexOf("/{id:long}", StringComparison.Ordinal)];
        return "/" + route.Replace("{id:long}", Convert.ToString(ids.TryGetValue(kind, out var id) ? id : throw new Xunit.Sdk.XunitException($"Add a record for /{route} to {nameof(Records)}."), System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>Everything that the nation holds of these, to see whether anything of it was touched.</summary>
    public static async Task<string> State(TestNation nation)
    {
        var db = nation.Db;
        return string.Join('\n',
            [
                .. (await db.People.AsNoTracking().ToListAsync()).Select(p => $"{p.Id} {p.LastName} {p.ArchivedAt} {p.AssigneeId}"),
                .. (await db.SitePages.AsNoTracking().ToListAsync()).Select(p => $"{p.Id} {p.Title} {p.Status}"),
                .. (await db.Segments.AsNoTracking().ToListAsync()).Select(s => $"{s.Id} {s.Name}"),
                .. (await db.Imports.AsNoTracking().ToListAsync()).Select(i => $"{i.Id} {i.State}"),
                .. (await db.Gifts.AsNoTracking().ToListAsync()).Select(g => $"{g.Id} {g.Status}"),
                .. (await db.Blasts.AsNoTracking().ToListAsync()).Select(b => $"{b.Id} {b.State} {b.Subject} {b.TemplateName}"),
                .. (await db.Contacts.AsNoTracking().ToListAsync()).Select(c => $"{c.Id} {c.Text} {c.Status}"),
                .. (await db.FollowUps.AsNoTracking().ToListAsync()).Select(f => $"{f.Id} {f.What} {f.DueOn} {f.DoneAt}"),
                .. (await db.PersonLists.AsNoTracking().ToListAsync()).Select(l => $"{l.Id} {l.Name} {l.RemovedAt}"),
                .. (await db.Households.AsNoTracking().ToListAsync()).Select(h => $"{h.Id} {h.Name} {h.MemberCount}"),
                .. (await db.Relations.AsNoTracking().ToListAsync()).Select(r => $"{r.Id} {r.Role}"),
                .. (await db.Conversations.AsNoTracking().ToListAsync()).Select(c => $"{c.Id} {c.PersonId} {c.IsUnread} {c.LastAt}"),
                .. (await db.MailThreads.AsNoTracking().ToListAsync()).Select(t => $"{t.Id} {t.PersonId} {t.AssigneeId} {t.IsUnread} {t.IsClosed} {t.Turn}"),
                .. (await db.SavedReplies.AsNoTracking().ToListAsync()).Select(r => $"{r.Id} {r.Name}"),
                .. (await db.InboxRules.AsNoTracking().ToListAsync()).Select(r => $"{r.Id} {r.Phrases}"),
                .. (await db.TextKeywords.AsNoTracking().ToListAsync()).Select(k => $"{k.Id} {k.Word} {k.Answer} {k.IsOn}"),
                .. (await db.LinkedFiles.AsNoTracking().ToListAsync()).Select(f => $"{f.Id} {f.Name}"),
                .. (await db.Attachments.AsNoTracking().ToListAsync()).Select(a => $"{a.Id} {a.Name} {a.Text}"),
                .. (await db.BoundarySets.AsNoTracking().ToListAsync()).Select(b => $"{b.Id} {b.Name} {b.RemovedAt} {b.State}"),
                .. (await db.CapitalTypes.AsNoTracking().ToListAsync()).Select(t => $"{t.Id} {t.Name} {t.RemovedAt}"),
                .. (await db.MembershipTypes.AsNoTracking().ToListAsync()).Select(t => $"{t.Id} {t.Name} {t.RemovedAt}"),
                .. (await db.PersonMemberships.AsNoTracking().ToListAsync()).Select(m => $"{m.Id} {m.StartedOn} {m.ExpiresOn} {m.CancelledOn}"),
                $"{await db.CapitalEntries.CountAsync()} {await db.Tags.CountAsync()} {await db.CustomFields.CountAsync()} {await db.Notes.CountAsync()} {await db.AuditEntries.CountAsync()} {await db.Goals.CountAsync()}",
            ]);
    }
}
