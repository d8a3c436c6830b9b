namespace Preau.Law.Tests;

/// <summary>What must hold of every pack and every act; each over many seeded random acts.</summary>
public sealed class InvariantTests
{
    private const int Rounds = 2000;

    [Theory]
    [InlineData("nowhere", null)]
    [InlineData("broken", "pack: broken\nrules: [")]
    [InlineData("typo", "pack: typo\nversion: 1\nlast_verified: 2026-11-23\nruels: []")]
    [InlineData("empty", "")]
    [InlineData("scalar", "just words")]
    [InlineData("loop", "pack: loop\nversion: 1\nlast_verified: 2026-11-23\nextends: [loop]\nrules: []")]
    [InlineData("other", "pack: not-other\nversion: 1\nlast_verified: 2026-11-23\nrules: []")]
    [InlineData("orphan", "pack: orphan\nversion: 1\nlast_verified: 2026-11-23\nextends: [nowhere]\nrules: []")]
    public void Without_a_readable_pack_no_money_is_taken_and_nothing_is_sent(string name, string? yaml)
    {
        var library = PackLibrary.Embedded();
        var pack = (yaml is null ? library : library.With(name, yaml)).Find(name);
        var random = new Random(1);

        Assert.True(pack.IsRefusing);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(Outcome.Block, pack.MayTake(Cases.RandomGift(random)).Outcome);
            Assert.Equal(Outcome.Block, pack.MaySend(Cases.RandomSend(random)).Outcome);
        }
        Assert.Equal(Outcome.Block, pack.MayCollect(Cases.Collector, Cases.Election, Cases.Now).Outcome);
        Assert.Equal(Outcome.Block, pack.MayPublish(new PublishFacts { At = Cases.Now, Publication = Publication.Page, Election = null }).Outcome);
        Assert.True(pack.ConsentFor(Channel.Email, isTargeted: false, new DateOnly(2026, 12, 1)).IsForbidden);
        Assert.Null(pack.CollectionWindow(Cases.Collector, Cases.Election, new DateOnly(2026, 12, 1)));
    }

    [Fact]
    public void A_later_rule_supersedes_and_the_past_can_be_computed_again()
    {
        var before = Cases.Of(Cases.Limit("L", 100, "2000-01-01"));
        var after = Cases.Of(Cases.Limit("L", 100, "2000-01-01") + Cases.Limit("L", 50, "2026-06-01"));
        var random = new Random(2);

        for (var i = 0; i < Rounds; i++)
        {
            var gift = Cases.RandomGift(random) with { AmountCents = random.Next(1, 20_000), Currency = "EUR", PriorSettledCents = 0, PriorPendingCents = 0, Election = null };
            var day = DateOnly.FromDateTime(gift.At.UtcDateTime);
            if (day < new DateOnly(2026, 6, 1))
            {
                Assert.Equal(before.MayTake(gift).Outcome, after.MayTake(gift).Outcome);
            }
            else
            {
                Assert.Equal(gift.AmountCents > 5000 ? Outcome.Block : Outcome.Allow, after.MayTake(gift).Outcome);
            }
        }
    }

    [Fact]
    public void Block_beats_warn()
    {
        var pack = Cases.Of(Cases.Limit("W", 10, outcome: "warn") + Cases.Limit("B", 20));

        Assert.Equal(Outcome.Allow, pack.MayTake(Cases.Gift with { AmountCents = 1000 }).Outcome);
        Assert.Equal(Outcome.Warn, pack.MayTake(Cases.Gift with { AmountCents = 1001 }).Outcome);
        var both = pack.MayTake(Cases.Gift with { AmountCents = 2001 });
        Assert.Equal(Outcome.Block, both.Outcome);
        Assert.Equal(["B", "W"], both.Findings.Select(f => f.RuleId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_stricter_of_stacked_packs_wins_and_a_layer_never_softens_the_one_below()
    {
        var random = new Random(3);
        var below = Cases.Pack();
        var softer = Cases.Of(Cases.Limit("FR-DON-02", 1_000_000), "fr");
        var stricter = Cases.Of(Cases.Limit("FR-DON-02", 10), "fr");

        for (var i = 0; i < Rounds; i++)
        {
            var gift = Cases.RandomGift(random);
            Assert.True(softer.MayTake(gift).Outcome >= below.MayTake(gift).Outcome);
            Assert.True(stricter.MayTake(gift).Outcome >= below.MayTake(gift).Outcome);
            Assert.True(gift.AmountCents <= 1000 || !stricter.MayTake(gift).IsAllowed);
            var send = Cases.RandomSend(random);
            Assert.True(below.MaySend(send).Outcome >= Cases.EuropeSays(send));
        }
        Assert.Equal(1000, stricter.GiftLimitCents(Cases.Election, new DateOnly(2026, 12, 1)));
        Assert.Equal(460_000, softer.GiftLimitCents(Cases.Election, new DateOnly(2026, 12, 1)));
    }

    [Fact]
    public void Every_decision_names_the_pack_its_version_and_the_rules_that_were_asked()
    {
        var random = new Random(4);
        var pack = Cases.Pack();

        for (var i = 0; i < Rounds; i++)
        {
            foreach (var decision in new[] { pack.MayTake(Cases.RandomGift(random)), pack.MaySend(Cases.RandomSend(random)) })
            {
                Assert.Equal("fr", decision.Pack);
                Assert.Equal(pack.Version, decision.Version);
                Assert.NotEmpty(decision.RuleIds);
                Assert.All(decision.Findings, f => Assert.Contains(f.RuleId, decision.RuleIds));
                Assert.Equal(decision.Findings.Count == 0 ? Outcome.Allow : decision.Findings.Max(f => f.Outcome), decision.Outcome);
                Assert.All(decision.Findings, f => Assert.True(f.Message.En.Length > 0 && f.Message.Fr.Length > 0));
            }
        }
    }

    [Fact]
    public void An_uncertain_rule_warns_until_the_operator_confirms_it()
    {
        var pack = Cases.Of(Cases.Limit("U-1", 10, confidence: "U"));
        var gift = Cases.Gift with { AmountCents = 1001 };

        Assert.Equal(Outcome.Warn, pack.MayTake(gift).Outcome);
        Assert.Equal(["U-1"], pack.Uncertain.Select(r => r.Id));
        Assert.Equal(Outcome.Block, pack.Confirming(["U-1"]).MayTake(gift).Outcome);
        Assert.Empty(pack.Confirming(["U-1"]).Uncertain);
    }

    [Fact]
    public void A_gift_that_would_pass_the_ceiling_is_never_allowed()
    {
        var random = new Random(5);
        var pack = Cases.Pack();

        for (var i = 0; i < Rounds; i++)
        {
            var gift = Cases.RandomGift(random);
            var total = gift.AmountCents + gift.PriorSettledCents + gift.PriorPendingCents;
            Assert.True(total <= 460_000 || !pack.MayTake(gift).IsAllowed);
            Assert.True(gift.Method != PaymentMethod.Cash || gift.AmountCents <= 15_000 || !pack.MayTake(gift).IsAllowed);
            Assert.True(gift.Election is not null || !pack.MayTake(gift).IsAllowed);
        }
    }
}
