using Microsoft.Extensions.DependencyInjection;
using Preau.Donations;
using Preau.Law;
using Preau.People;
using Preau.Segments;

namespace Preau.Tests.Segments;

/// <summary>Who gave, how much and when, by the campaign's own calendar; only money that is there counts.</summary>
public sealed class GiftSegmentTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ever", "", "ana bob")]
    [InlineData("at_least", "60", "ana")]
    [InlineData("at_least", "60.01", "")]
    [InlineData("less_than", "60", "bob")]
    [InlineData("once", "50", "bob")]
    [InlineData("once", "50.5", "")]
    [InlineData("times", "2", "ana")]
    [InlineData("within_days", "10", "ana")]
    // Bob gave on 1 November at 00:30 in Paris, which is 31 October at 23:30 elsewhere.
    [InlineData("from", "2026-11-01", "ana bob")]
    [InlineData("from", "2026-11-02", "ana")]
    [InlineData("before", "2026-11-01", "")]
    [InlineData("before", "2026-11-02", "bob")]
    [InlineData("before", "0001-01-01", "")]
    [InlineData("from", "9999-12-31", "")]
    public async Task Gifts_choose_people_by_amount_and_day(string asked, string value, string found)
    {
        await using var nation = await app.NewNation();
        var (ana, bob, cleo) = (await nation.Seeds.Person(), await nation.Seeds.Person(), await nation.Seeds.Person());
        var db = nation.Db;
        db.AddRange(
            Gift(ana.Id, 3000, "2026-11-10T12:00:00Z"), Gift(ana.Id, 4000, "2026-11-20T12:00:00Z", refunded: 1000), Gift(bob.Id, 5000, "2026-10-31T23:30:00Z"),
            Gift(cleo.Id, 9000, "2026-11-20T12:00:00Z", GiftStatus.Pending));
        await db.SaveChangesAsync(Ct);

        var tree = new SegmentGroup(Joining.All, [new SegmentCondition("gave", asked, value.Length == 0 ? [] : [value])]);
        var services = nation.Services;
        Assert.Empty((await services.GetRequiredService<SegmentFields>().Catalogue(Ct)).Check(tree));
        var members = await services.GetRequiredService<SegmentMembers>().Page(tree, null, Ct);

        var names = new Dictionary<long, string> { [ana.Id] = "ana", [bob.Id] = "bob", [cleo.Id] = "cleo" };
        Assert.Equal(found, string.Join(' ', members.Select(m => names[m.Id]).Order()));
    }

    [Fact]
    public async Task A_day_of_coming_begins_where_the_campaign_is()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        db.Add(new Person { FirstName = "Ana", LastName = "Arnaud", CreatedAt = new DateTimeOffset(2026, 10, 31, 23, 30, 0, TimeSpan.Zero), ChangedAt = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);

        var members = nation.Services.GetRequiredService<SegmentMembers>();
        Assert.Equal(1, await members.Count(new SegmentGroup(Joining.All, [new SegmentCondition("created", "from", ["2026-11-01"])]), Ct));
        Assert.Equal(0, await members.Count(new SegmentGroup(Joining.All, [new SegmentCondition("created", "before", ["2026-11-01"])]), Ct));
    }

    private static Gift Gift(long personId, long cents, string at, GiftStatus status = GiftStatus.Received, long refunded = 0) => new()
    {
        PersonId = personId, Status = status, Method = PaymentMethod.Cheque, AmountCents = cents, RefundedCents = refunded, Currency = "EUR", Language = "fr", Source = "panel",
        GivenAt = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture),
    };
}
