using Microsoft.EntityFrameworkCore;
using Preau.Imports.Choices;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.Batches;

/// <summary>Everybody of the store that rows of one batch may mean, by all that they can be known again by; new people of the batch join them.</summary>
internal sealed class KnownPeople
{
    private const string Mail = "mail";
    private const string Phone = "phone";
    private const string Name = "name";

    private readonly Dictionary<long, Draft> byId = [];
    private readonly Dictionary<(string, string), Draft> byNumber = [];
    private readonly Dictionary<string, List<Draft>> byEmail = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Draft>> byPhone = new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<Draft>> byName = new(StringComparer.Ordinal);
    private readonly HashSet<(Draft, string)> otherNames = [];

    /// <summary>Why an address must not come back, by its key: of those that rows name and, where rows say what people agreed to, of all that these people have.</summary>
    public Dictionary<string, string> Suppressed { get; private init; } = [];

    /// <summary>Numbers that answered STOP, by their keys, of the same.</summary>
    public HashSet<string> Stopped { get; } = new(StringComparer.Ordinal);

    /// <summary>Whom numbers mean that rows give as a value: the number now, by the one that was given.</summary>
    public IReadOnlyDictionary<long, long> Linked { get; private set; } = new Dictionary<long, long>();

    public IReadOnlyCollection<long> Ids => byId.Keys;
    public Draft? WithId(long id) => byId.GetValueOrDefault(id);

    public Draft? WithNumber(string source, string value) => byNumber.GetValueOrDefault((source, value));

    public List<Draft>? WithEmail(string key) => byEmail.GetValueOrDefault(key);

    public List<Draft>? WithPhone(string key) => byPhone.GetValueOrDefault(key);

    public List<Draft>? Named(string key) => byName.GetValueOrDefault(key);

    /// <summary>Whether a row calls somebody by the other of their two names on the roll: it found them, and is no new name.</summary>
    public bool IsOtherName(Draft person, PersonInput row) => otherNames.Count > 0 && NamedKey(row.LastName, row.FirstName, row.BornOn) is { } key && otherNames.Contains((person, key));

    public bool Has(string source, string value) => byNumber.ContainsKey((source, value));

    /// <summary>Fingerprints of all that somebody can be known again by.</summary>
    public static IEnumerable<ulong> Prints(PersonInput person, MatchKeys keys)
    {
        if (keys.HasFlag(MatchKeys.NameAndBirth) && NamedKey(person.LastName, person.FirstName, person.BornOn) is { } named) yield return Fingerprint.Of(Name, named);
        foreach (var (source, value) in person.ExternalIds) yield return Fingerprint.Of(source, value);
        foreach (var email in person.Emails) yield return Fingerprint.Of(Mail, email.Key);
        foreach (var phone in person.Phones) yield return Fingerprint.Of(Phone, phone.Key);
    }

    public void AddNumber(string source, string value, Draft person) => byNumber.TryAdd((source, value), person);

    public void AddEmail(string key, Draft person) => Add(byEmail, key, person);

    public void AddPhone(string key, Draft person) => Add(byPhone, key, person);

    /// <summary>Both names and the birthday as one; null where one of them is not known.</summary>
    public static string? NamedKey(string? last, string? first, DateOnly? bornOn) =>
        bornOn is { } day && NameKey.Of(last) is { Length: > 0 } lastKey && NameKey.Of(first) is { Length: > 0 } firstKey ? BornTogether.KeyOf($"{lastKey} {firstKey}", day) : null;

    public void AddNamed(Draft person)
    {
        if (NamedKey(person.LastName, person.FirstName, person.BornOn) is { } key) Add(byName, key, person);
    }

    /// <param name="among">Fingerprints of the only keys that the store may hold, where that is known without asking it.</param>
    /// <param name="also">Whom rows of an electoral roll may mean, who are found by all of an elector's names.</param>
    public static async Task<KnownPeople> Load(Database db, Suppressions suppressions, IOtherNames otherNames, IReadOnlyList<ReadRow> rows, string source, IReadOnlySet<ulong>? among, MatchKeys keys, CancellationToken ct, IReadOnlySet<long>? also = null)
    {
        var people = rows.Select(r => r.Person).OfType<PersonInput>().ToList();
        var emails = people.SelectMany(p => p.Emails).Select(e => e.Key).Distinct(StringComparer.Ordinal).ToArray();
        var phones = people.SelectMany(p => p.Phones).Select(e => e.Key).Distinct(StringComparer.Ordinal).ToArray();
        var known = new KnownPeople { Suppressed = await SuppressedAmong(db, suppressions, emails, phones, ct) };
        known.Linked = await LinkedBy(db, rows, ct);
        var hasConsents = rows.Any(r => r.Consents.Count > 0);
        if (hasConsents) known.Stopped.UnionWith(await StoppedAmong(db, suppressions, phones, ct));
        if (among is not null) (emails, phones) = (Array.FindAll(emails, e => among.Contains(Fingerprint.Of(Mail, e))), Array.FindAll(phones, p => among.Contains(Fingerprint.Of(Phone, p))));
        var ids = keys.HasFlag(MatchKeys.Id) ? people.Select(p => p.Id).OfType<long>().ToHashSet() : [];
        long[] said = [.. ids];
        // An own number of an older file may be of somebody who was merged since.
        var merged = said.Length == 0 ? [] : await db.MergedPeople.AsNoTracking().Where(m => EF.Parameter(said).Contains(m.Id)).ToListAsync(ct);
        ids.UnionWith(merged.Select(m => m.PersonId));

        if (!keys.HasFlag(MatchKeys.Email)) emails = [];
        if (!keys.HasFlag(MatchKeys.Phone)) phones = [];

        var withEmail = emails.Length == 0 ? [] : await db.PersonEmails.Where(e => EF.Parameter(emails).Contains(e.EmailKey)).Select(e => new { e.PersonId, Key = e.EmailKey }).ToListAsync(ct);
        var withPhone = phones.Length == 0 ? [] : await db.PersonPhones.Where(e => EF.Parameter(phones).Contains(e.PhoneKey)).Select(e => new { e.PersonId, Key = e.PhoneKey }).ToListAsync(ct);
        var withNumber = new List<(long PersonId, string System, string Value)>();
        foreach (var system in people.SelectMany(p => p.ExternalIds).GroupBy(i => i.Source, i => i.Value, StringComparer.Ordinal))
        {
            var values = system.Distinct(StringComparer.Ordinal).Where(v => among is null || among.Contains(Fingerprint.Of(system.Key, v))).ToArray();
            if (values.Length == 0) continue;
            withNumber.AddRange((await db.PersonExternalIds.Where(e => e.Source == system.Key && EF.Parameter(values).Contains(e.Value)).Select(e => new { e.PersonId, e.Value }).ToListAsync(ct)).Select(e => (e.PersonId, system.Key, e.Value)));
        }

        ids.UnionWith(withEmail.Select(e => e.PersonId));
        ids.UnionWith(withPhone.Select(e => e.PersonId));
        ids.UnionWith(withNumber.Select(e => e.PersonId));
        if (also is not null) ids.UnionWith(also);
        string[] asked = keys.HasFlag(MatchKeys.NameAndBirth) && also is null ? [.. people.Select(p => NamedKey(p.LastName, p.FirstName, p.BornOn)).OfType<string>()] : [];
        var named = await BornTogether.Of(db, asked.Where(k => among is null || among.Contains(Fingerprint.Of(Name, k))).Select(BornTogether.Read), ct);
        ids.UnionWith(named.Select(p => p.Id));
        var onRoll = await otherNames.With(asked, ct);
        ids.UnionWith(onRoll.Select(r => r.PersonId));
        if (ids.Count == 0) return known;
        await known.Read(db, [.. ids], rows, source, ct);
        if (hasConsents)
        {
            string[] numbers = [.. known.byId.Values.SelectMany(p => p.PhoneKeys).Distinct(StringComparer.Ordinal)];
            foreach (var (key, reason) in await SuppressedAmong(db, suppressions, [.. known.byId.Values.SelectMany(p => p.EmailKeys).Distinct(StringComparer.Ordinal)], numbers, ct)) known.Suppressed[key] = reason;
            known.Stopped.UnionWith(await StoppedAmong(db, suppressions, numbers, ct));
        }

        foreach (var gone in merged) known.byId[gone.Id] = known.byId[gone.PersonId];
        foreach (var email in withEmail) known.AddEmail(email.Key, known.byId[email.PersonId]);
        foreach (var phone in withPhone) known.AddPhone(phone.Key, known.byId[phone.PersonId]);
        foreach (var (personId, system, value) in withNumber) known.AddNumber(system, value, known.byId[personId]);
        foreach (var person in named) known.AddNamed(known.byId[person.Id]);
        // Somebody who bears the name is meant rather than somebody whom the roll also calls so.
        foreach (var (id, key) in onRoll.Where(r => !known.byName.ContainsKey(r.Key)).ToList())
        {
            Add(known.byName, key, known.byId[id]);
            known.otherNames.Add((known.byId[id], key));
        }

        return known;
    }

    private static async Task<IReadOnlyDictionary<long, long>> LinkedBy(Database db, IReadOnlyList<ReadRow> rows, CancellationToken ct)
    {
        long[] said = [.. rows.SelectMany(r => r.Fields).Select(f => f.Value.LinkedPersonId).OfType<long>().Distinct()];
        if (said.Length == 0) return new Dictionary<long, long>();
        var there = await db.People.Where(p => EF.Parameter(said).Contains(p.Id)).Select(p => p.Id).ToListAsync(ct);
        var merged = await db.MergedPeople.AsNoTracking().Where(m => EF.Parameter(said).Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.PersonId, ct);
        foreach (var id in there) merged[id] = id;
        return merged;
    }

    private async Task Read(Database db, long[] ids, IReadOnlyList<ReadRow> rows, string source, CancellationToken ct)
    {
        await foreach (var person in db.People.AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.Id)).AsAsyncEnumerable().WithCancellation(ct)) byId[person.Id] = Draft.Of(person, source);
        ids = [.. byId.Keys];
        var hasConsents = rows.Any(r => r.Consents.Count > 0);
        if (hasConsents || rows.Any(r => r.Person?.Emails.Count > 0))
            foreach (var row in await db.PersonEmails.Where(e => EF.Parameter(ids).Contains(e.PersonId)).Select(e => new { e.PersonId, Key = e.EmailKey }).ToListAsync(ct)) byId[row.PersonId].EmailKeys.Add(row.Key);
        if (hasConsents || rows.Any(r => r.Person?.Phones.Count > 0))
            foreach (var row in await db.PersonPhones.Where(e => EF.Parameter(ids).Contains(e.PersonId)).Select(e => new { e.PersonId, Key = e.PhoneKey }).ToListAsync(ct)) byId[row.PersonId].PhoneKeys.Add(row.Key);
        if (rows.Any(r => r.Person?.Addresses.Count > 0))
            foreach (var row in await db.PersonAddresses.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.PersonId)).OrderBy(a => a.Position).ToListAsync(ct)) byId[row.PersonId].Addresses.Add(new AddressDraft { Address = row });
        if (rows.Any(r => r.Person?.Tags.Count > 0))
            foreach (var row in await db.PersonTags.Where(t => EF.Parameter(ids).Contains(t.PersonId)).Select(t => new { t.PersonId, t.TagId }).ToListAsync(ct)) byId[row.PersonId].Tags.Add(row.TagId);
        if (rows.Any(r => r.Fields.Count > 0))
            foreach (var row in await db.CustomValues.AsNoTracking().Where(v => EF.Parameter(ids).Contains(v.PersonId)).ToListAsync(ct)) byId[row.PersonId].Values[row.CustomFieldId] = row;
        if (hasConsents) await Consents(db, ids, source, ct);
        if (rows.Any(r => r.Points is not null))
        {
            var opened = await db.CapitalEntries.Where(e => EF.Parameter(ids).Contains(e.PersonId) && e.Source.StartsWith(Import.Sources)).GroupBy(e => e.PersonId)
                .Select(g => new { g.Key, Earned = g.Sum(e => e.IsSpending ? 0 : e.AmountCents), Spent = g.Sum(e => e.IsSpending ? -e.AmountCents : 0) }).ToListAsync(ct);
            foreach (var row in opened) byId[row.Key].Opening = new(row.Earned, row.Spent);
            foreach (var row in await db.CapitalBalances.AsNoTracking().Where(b => EF.Parameter(ids).Contains(b.PersonId)).ToListAsync(ct)) byId[row.PersonId].Points = new(row.EarnedCents, row.SpentCents);
            foreach (var kept in await db.MergedPeople.Where(m => EF.Parameter(ids).Contains(m.PersonId)).Select(m => m.PersonId).Distinct().ToListAsync(ct)) byId[kept].IsMerged = true;
        }

        if (rows.Any(r => r.Memberships.Count > 0))
        {
            var members = await db.PersonMemberships.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.PersonId)).OrderBy(m => m.StartedOn).ThenBy(m => m.Id)
                .Join(db.MembershipTypes, m => m.MembershipTypeId, t => t.Id, (m, t) => new { m.PersonId, t.Name, m.Id, m.StartedOn, m.ExpiresOn, m.SuspendedOn, m.CancelledOn }).ToListAsync(ct);
            // By the name itself: the key of something that is removed is free for another.
            foreach (var m in members.OrderBy(m => m.StartedOn).ThenBy(m => m.Id)) byId[m.PersonId].Memberships[NameKey.Of(m.Name)] = new(m.Id, m.StartedOn, m.ExpiresOn, m.SuspendedOn) { CancelledOn = m.CancelledOn };
        }

        if (rows.Any(r => r.Note is not null))
            foreach (var row in await db.Notes.Where(n => EF.Parameter(ids).Contains(n.PersonId)).Select(n => new { n.PersonId, n.Text }).ToListAsync(ct)) byId[row.PersonId].Notes.Add(row.Text);
    }

    /// <summary>
    /// What the undo of an import took back, the person never did: to the next file it is as if nobody had asked. A no that goes with another file, or with one of two records that were merged, is still to be said by this one.
    /// </summary>
    private async Task Consents(Database db, long[] ids, string source, CancellationToken ct)
    {
        var states = await db.ConsentStates.AsNoTracking().Where(s => EF.Parameter(ids).Contains(s.PersonId)).ToListAsync(ct);
        var taken = states.Where(s => !s.IsGiven).Select(s => s.PersonId).Distinct().ToArray();
        var lines = (await db.ConsentEntries.Where(c => EF.Parameter(taken).Contains(c.PersonId)).OrderBy(c => c.At).ThenBy(c => c.Id).Select(c => new { c.PersonId, c.Purpose, c.IsGiven, c.Source }).ToListAsync(ct)).ToLookup(c => (c.PersonId, c.Purpose));
        var merged = taken.Length == 0 ? [] : await db.Merges.Where(m => EF.Parameter(taken).Contains(m.PersonId) && m.UndoneAt == null && m.Undo != "").Select(m => m.PersonId).ToHashSetAsync(ct);
        foreach (var state in states)
        {
            var (person, said) = (byId[state.PersonId], lines[(state.PersonId, state.Purpose)]);
            if (!state.IsGiven && ConsentLedger.IsUndone(said, c => (c.IsGiven, c.Source))) continue;
            person.Consents[state.Purpose] = state.IsGiven;
            if (state.IsGiven) continue;
            var standing = ConsentLedger.Standing(said, c => c.Source);
            if ((merged.Contains(state.PersonId) || ConsentLedger.IsLoose(standing, c => c.Source)) && !standing.Exists(c => c.Source == source)) person.LooseNoes.Add(state.Purpose);
        }
    }

    private static async Task<Dictionary<string, string>> SuppressedAmong(Database db, Suppressions suppressions, string[] emails, string[] phones, CancellationToken ct)
    {
        if (emails.Length + phones.Length == 0 || !await db.Suppressions.AnyAsync(ct)) return [];
        var hash = await suppressions.Hash(ct);
        var keys = emails.Select(e => (Key: e, Print: hash.Of(EnumText<SuppressedChannel>.Of(SuppressedChannel.Mail), e)))
            .Concat(phones.Select(p => (Key: p, Print: hash.Of(EnumText<SuppressedChannel>.Of(SuppressedChannel.Phone), p)))).ToDictionary(p => p.Print, p => p.Key, StringComparer.Ordinal);
        string[] prints = [.. keys.Keys];
        var found = await db.Suppressions.Where(s => EF.Parameter(prints).Contains(s.KeyHash)).Select(s => new { s.KeyHash, s.Reason }).ToListAsync(ct);
        return found.ToDictionary(f => keys[f.KeyHash], f => f.Reason, StringComparer.Ordinal);
    }

    private static async Task<IEnumerable<string>> StoppedAmong(Database db, Suppressions suppressions, string[] phones, CancellationToken ct)
    {
        if (phones.Length == 0 || !await db.Suppressions.AnyAsync(s => s.Channel == SuppressedChannel.Text, ct)) return [];
        var hash = await suppressions.Hash(ct);
        var keys = phones.ToDictionary(p => hash.Of(EnumText<SuppressedChannel>.Of(SuppressedChannel.Text), p), StringComparer.Ordinal);
        string[] prints = [.. keys.Keys];
        return (await db.Suppressions.Where(s => s.Channel == SuppressedChannel.Text && EF.Parameter(prints).Contains(s.KeyHash)).Select(s => s.KeyHash).ToListAsync(ct)).Select(p => keys[p]);
    }

    private static void Add(Dictionary<string, List<Draft>> index, string key, Draft person)
    {
        if (!index.TryGetValue(key, out var people)) index[key] = people = new List<Draft>(1);
        if (!people.Contains(person)) people.Add(person);
    }
}
