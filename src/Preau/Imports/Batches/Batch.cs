using System.Globalization;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Imports.Choices;
using Preau.Imports.Named;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.Batches;

public enum RowOutcome
{
    Created,
    Changed,
    Same,
    Refused,
}

/// <summary>What the rows of one batch come to, worked out in memory: nothing is written here, so that a trial and the import itself cannot differ.</summary>
internal sealed class Batch(KnownPeople known, TagNames tags, RowRules rules, RollBatch? roll = null, VoteBatch? votes = null)
{
    private readonly long[] counts = new long[Enum.GetValues<RowOutcome>().Length];

    /// <summary>Where the people of the batch are registered, if it is of an electoral roll.</summary>
    public RollBatch? Roll => roll;

    /// <summary>Voter facts and ballots, if a row speaks of any.</summary>
    public VoteBatch? Votes => votes;

    public TagNames TagNames => tags;
    public List<Draft> Created { get; } = [];
    public HashSet<Draft> Changed { get; } = [];
    public List<(Draft Person, EmailAddress Email, int Position, bool IsBad, bool IsShut)> Emails { get; } = [];
    public List<(Draft Person, PhoneNumber Phone, int Position, bool IsBad)> Phones { get; } = [];
    public List<(Draft Person, AddressDraft Address)> Addresses { get; } = [];
    public List<(Draft Person, string Source, string Value)> Numbers { get; } = [];
    public List<(Draft Person, FileTag Tag)> Tags { get; } = [];

    /// <summary>Of people who were known before; those of new ones are with them.</summary>
    public Dictionary<(Draft Person, long FieldId), CustomValue> NewValues { get; } = [];
    public List<(Draft Person, string Text)> Notes { get; } = [];
    public List<(Draft Person, Purpose Purpose, bool IsGiven)> Consents { get; } = [];
    public List<(Draft Person, Opening From, Opening To)> Openings { get; } = [];
    /// <summary>By person and key, as the rows leave them; a number of nought is one that is new.</summary>
    public Dictionary<(Draft Person, string Key), (string Name, KnownMembership Membership)> Memberships { get; } = [];

    /// <summary>Whom rows name, to be looked for when all are in; what comes of it changes nothing here.</summary>
    public List<(Draft Person, long Line, SaidNaming Said)> Named { get; } = [];
    public List<(ReadRow Row, string Reason, object?[] About)> Refused { get; } = [];

    /// <summary>Rows about somebody of another name, as couples who share an address are: the row's own is written over it.</summary>
    public List<(ReadRow Row, string Was, string Becomes)> Renamed { get; } = [];

    public long Count(RowOutcome outcome) => counts[(int)outcome];

    public (RowOutcome Outcome, Draft? Person) Take(ReadRow row)
    {
        var taken = Put(row);
        counts[(int)taken.Outcome]++;
        return taken;
    }

    private (RowOutcome Outcome, Draft? Person) Put(ReadRow row)
    {
        if (row.Person is null) return Refuse(row, row.Refusal!, row.About);
        if (row.Fields.FirstOrDefault(f => f.Value.LinkedPersonId is { } id && !known.Linked.ContainsKey(id)) is { Field: { } linking, Value.LinkedPersonId: { } nobody })
            return Refuse(row, "Nobody has the number {0} that stands in “{1}”.", [nobody.ToString(CultureInfo.InvariantCulture), linking.Name]);
        if (row.Roll is { } entry && roll is not null) return roll.Take(row, entry, this, known);
        if (Erased(row.Person) is { } erased) return Refuse(row, "“{0}” belongs to somebody who asked to be erased.", [erased]);
        var (person, refusal, about) = MatchRow.Find(row.Person, known, rules.Keys);
        if (refusal is not null) return HearNo(row) ?? Refuse(row, refusal, [about]);
        if (row.Ballot is { } ballot) return PutBallot(row, ballot, person);
        if (person is null)
        {
            Created.Add(person = new Draft { IsNew = true, Line = row.Line });
            if (rules.IsRoll) person.FromRoll();
            Put(row, row.Person, person);
            return (RowOutcome.Created, person);
        }

        var was = IsAnother(row.Person.FirstName, person.CompactFirst) || IsAnother(row.Person.LastName, person.CompactLast) ? person.FullName : null;
        person.Line = row.Line;
        person.Begin();
        Put(row, row.Person, person);
        if (was is not null && was != person.FullName) Renamed.Add((row, was, person.FullName));
        if (!person.IsChangedByRow) return (RowOutcome.Same, person);
        if (!person.IsNew) Changed.Add(person);
        return (RowOutcome.Changed, person);
    }

    /// <summary>Several may be meant by a row that says nothing but that somebody wants no more, as a list of addresses does: it holds for everybody who has what it names.</summary>
    private (RowOutcome, Draft?)? HearNo(ReadRow row)
    {
        var noes = row.Consents.Where(c => c.Said == ConsentSaid.Withdrawn).ToList();
        if (noes.Count == 0 || noes.Count < row.Consents.Count || !row.IsOfNamesAndWays) return null;
        var byMail = row.Person!.Emails.Select(e => known.WithEmail(e.Key)).OfType<List<Draft>>().SelectMany(p => p).ToHashSet();
        var people = byMail.Concat(row.Person.Phones.Select(p => known.WithPhone(p.Key)).OfType<List<Draft>>().SelectMany(p => p)).Distinct().ToList();
        if (people.Count == 0) return null;
        Draft? heard = null;
        foreach (var person in people)
        {
            person.Line = row.Line;
            person.Begin();
            // Who shares no more than a telephone with somebody whose address is said loses no mail by it.
            foreach (var (purpose, said) in noes.Where(n => byMail.Count == 0 || byMail.Contains(person) || n.Purpose is Purpose.Sms or Purpose.Call)) PutConsent(purpose, said, person);
            if (!person.IsChangedByRow) continue;
            heard ??= person;
            if (!person.IsNew) Changed.Add(person);
        }

        return heard is null ? (RowOutcome.Same, people[0]) : (RowOutcome.Changed, heard);
    }

    /// <summary>A voter history tells of people who are known, and nothing but that they voted.</summary>
    private (RowOutcome Outcome, Draft? Person) PutBallot(ReadRow row, BallotEntry ballot, Draft? person)
    {
        if (person is null) return Refuse(row, "Nobody here has the numbers of this row, and a voter history brings nobody in.", []);
        person.Line = row.Line;
        person.Begin();
        votes!.Put(ballot, person);
        if (!person.IsChangedByRow) return (RowOutcome.Same, person);
        if (!person.IsNew) Changed.Add(person);
        return (RowOutcome.Changed, person);
    }

    private static bool IsAnother(string? name, string compact) => name is not null && compact.Length > 0 && NameKey.Compact(name) is { Length: > 0 } given && given != compact;

    public (RowOutcome, Draft?) Refuse(ReadRow row, string reason, object?[] about)
    {
        Refused.Add((row, reason, about));
        return (RowOutcome.Refused, null);
    }

    /// <summary>Who asked to be erased does not come back by a file.</summary>
    private string? Erased(PersonInput person)
    {
        if (known.Suppressed.Count == 0) return null;
        foreach (var email in person.Emails)
        {
            if (Suppressions.IsErased(known.Suppressed.GetValueOrDefault(email.Key))) return email.Address;
        }

        foreach (var phone in person.Phones)
        {
            if (Suppressions.IsErased(known.Suppressed.GetValueOrDefault(phone.Key))) return phone.Number;
        }

        return null;
    }

    public void Put(ReadRow row, PersonInput input, Draft person)
    {
        input = rules.Less(input, person);
        if (known.IsOtherName(person, input)) input = input with { LastName = null };
        person.Put(input);
        if (rules.Keys.HasFlag(MatchKeys.NameAndBirth)) known.AddNamed(person);
        PutEmails(row, input, person);
        PutPhones(row, input, person);
        PutAddresses(input, person);
        foreach (var (source, value) in input.ExternalIds)
        {
            if (known.Has(source, value)) continue;
            known.AddNumber(source, value, person);
            Numbers.Add((person, source, value));
            person.Note("person_external_id", source, "value", null, value);
            person.Changed(null);
        }

        foreach (var name in input.Tags)
        {
            if (tags.Of(name) is not { } tag || !person.Tags.Add(tag.Id)) continue;
            Tags.Add((person, tag));
            person.Changed(null);
        }

        foreach (var (field, value) in row.Fields)
        {
            if (!rules.Yields(field, person)) PutField(field, value, person);
        }

        if (row.Voter.Count > 0) votes?.Put(row.Voter, person, rules.Yields);
        if (row.Note is not null && person.Notes.Add(row.Note))
        {
            Notes.Add((person, row.Note));
            person.Changed(null);
        }

        // Our own file says all points, not only those that files brought: what is so already is no news.
        if (!person.IsMerged && row.Points?.Opening() is { } opening && opening != person.Opening && opening != person.Points)
        {
            person.Points = new(person.Points.Earned + opening.Earned - person.Opening.Earned, person.Points.Spent + opening.Spent - person.Opening.Spent);
            Openings.Add((person, person.Opening, opening));
            person.Opening = opening;
            person.Changed(null);
        }

        foreach (var said in row.Memberships) PutMembership(said, person);
        Named.AddRange(row.Named.Select(n => (person, row.Line, n)));
        foreach (var (purpose, said) in row.Consents) PutConsent(purpose, said, person);
    }

    private void PutEmails(ReadRow row, PersonInput input, Draft person)
    {
        foreach (var email in input.Emails)
        {
            if (person.EmailKeys.Contains(email.Key)) continue;
            Emails.Add((person, email, person.EmailKeys.Count, row.Bad.Contains(email.Key, StringComparer.Ordinal), known.Suppressed.ContainsKey(email.Key)));
            person.EmailKeys.Add(email.Key);
            known.AddEmail(email.Key, person);
            person.Changed("email");
            person.IsReachable();
        }
    }

    private void PutPhones(ReadRow row, PersonInput input, Draft person)
    {
        foreach (var phone in input.Phones)
        {
            if (person.PhoneKeys.Contains(phone.Key)) continue;
            Phones.Add((person, phone, person.PhoneKeys.Count, row.Bad.Contains(phone.Key, StringComparer.Ordinal)));
            person.PhoneKeys.Add(phone.Key);
            known.AddPhone(phone.Key, person);
            person.Changed("phone");
            person.IsReachable();
        }
    }

    private void PutAddresses(PersonInput input, Draft person)
    {
        foreach (var given in input.Addresses)
        {
            var address = person.Addresses.Find(a => a.Address.Kind == given.Kind);
            if (address is null)
            {
                address = new AddressDraft { IsNew = true, Address = new PersonAddress { Kind = given.Kind, Position = person.Addresses.Count } };
                person.Addresses.Add(address);
                Addresses.Add((person, address));
            }
            else if (!address.IsNew && !address.HasNewValues)
            {
                Addresses.Add((person, address));
            }

            if (address.Put(given, person)) person.Changed("address:" + EnumText<AddressKind>.Of(given.Kind));
        }
    }

    private void PutMembership(SaidMembership said, Draft person)
    {
        var known = person.Memberships.GetValueOrDefault(said.Key);
        // Who left stays so, unless the row tells of a day after that.
        if (known?.CancelledOn is { } left)
        {
            if (said.StartedOn is null || said.StartedOn <= left) return;
            known = null;
        }

        var now = (known ?? new(0, rules.Today, null, null)).With(said);
        if (now == known) return;
        person.Memberships[said.Key] = now;
        Memberships[(person, said.Key)] = (said.Name, now);
        if (known is { Id: > 0 }) person.Note("person_membership", known.Id.ToString(CultureInfo.InvariantCulture), "days", known.Text(), now.Text());
        person.Changed(null);
    }

    private void PutField(CustomField field, CustomValue value, Draft person)
    {
        if (value.LinkedPersonId is { } said) value.LinkedPersonId = known.Linked.GetValueOrDefault(said, said);
        var before = person.Values.TryGetValue(field.Id, out var was) ? OwnFields.Text(was) : null;
        var after = OwnFields.Text(value);
        if (before == after) return;
        person.Values[field.Id] = value;
        if (!person.IsNew) NewValues[(person, field.Id)] = value;
        person.Note("custom_value", field.Id.ToString(CultureInfo.InvariantCulture), "value", before, after);
        person.Changed(CustomField.Prefix + field.Slug);
    }

    /// <summary>A file may say that somebody agreed elsewhere. It never outweighs that they took it back, or that their address must not be used.</summary>
    private void PutConsent(Purpose purpose, ConsentSaid said, Draft person)
    {
        bool? before = person.Consents.TryGetValue(purpose, out var given) ? given : null;
        if (said == ConsentSaid.Yes && (before is not null || IsSuppressed(purpose, person))) return;
        if (said == ConsentSaid.No && before is null) return;
        if (said != ConsentSaid.Yes && before == false && !person.LooseNoes.Remove(purpose)) return;
        person.Consents[purpose] = said == ConsentSaid.Yes;
        Consents.Add((person, purpose, said == ConsentSaid.Yes));
        person.Note("consent", EnumText<Purpose>.Of(purpose), "is_given", before is { } was ? (was ? "true" : "false") : null, said == ConsentSaid.Yes ? "true" : "false");
        person.Changed(null);
    }

    private bool IsSuppressed(Purpose purpose, Draft person) => (purpose == Purpose.Sms && known.Stopped.Count > 0 && person.PhoneKeys.Exists(known.Stopped.Contains)) || known.Suppressed.Count > 0 && (purpose is Purpose.Sms or Purpose.Call ? person.PhoneKeys : person.EmailKeys).Exists(known.Suppressed.ContainsKey);
}
