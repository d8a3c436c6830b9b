using Preau.Experiments;

namespace Preau.Tests.Experiments;

/// <summary>Intervals that hold however often somebody looks: known values, and impatient readers, simulated.</summary>
public sealed class CompareArmsTests
{
    private const int Readers = 1500;
    private const int Looks = 40;

    [Theory]
    [InlineData(50, 0.05, 3.035)]
    [InlineData(5, 0.05, 3.763)]
    [InlineData(5000, 0.05, 3.576)]
    [InlineData(50, 0.01, 3.572)]
    public void The_interval_reaches_as_far_as_the_formula_says(double seen, double risk, double factor) => Assert.Equal(factor, CompareArms.Factor(seen, risk), 3);

    [Fact]
    public void Shares_and_money_are_compared_for_each_person()
    {
        var shares = CompareArms.Shares(new(1000, 120), new(1000, 60))!;
        var means = CompareArms.Means(new(1000, 100, 500_000, 3e9), new(1000, 50, 200_000, 1e9))!;

        Assert.Equal((0.06, true), (Math.Round(shares.Estimate, 6), shares.Holds));
        Assert.Equal(shares.High - shares.Estimate, shares.Estimate - shares.Low, 9);
        Assert.Equal(300, means.Estimate, 9);
        Assert.Equal(means.High - 300, 300 - means.Low, 9);
    }

    [Fact]
    public void Without_anybody_or_anything_to_compare_there_is_no_difference()
    {
        Assert.Null(CompareArms.Shares(new(0, 0), new(10, 1)));
        Assert.Null(CompareArms.Means(new(10, 0, 0, 0), new(10, 0, 0, 0)));
        Assert.False(CompareArms.Shares(new(40, 0), new(2, 0))!.Holds);
        Assert.False(CompareArms.Shares(new(2, 2), new(2, 0))!.Holds);
    }

    [Fact]
    public void A_share_lies_between_two_others_and_is_known_the_better_the_more_people_there_are()
    {
        var (few, many) = (CompareArms.Share(new(100, 10))!, CompareArms.Share(new(10_000, 1000))!);

        Assert.Equal((0.1, 0.1), (few.Estimate, many.Estimate));
        Assert.True(few.Low < many.Low && many.Low < 0.1 && many.High < few.High);
        Assert.Equal(0, CompareArms.Share(new(100, 0))!.Low);
        Assert.Null(CompareArms.Share(new(0, 0)));
    }

    /// <summary>The mails have left; people act one after the other, and somebody looks all the time.</summary>
    [Theory]
    [InlineData(9500, 500, 0.03, 0.03)]
    [InlineData(950, 50, 0.02, 0.02)]
    [InlineData(2000, 2000, 0.10, 0.06)]
    [InlineData(5000, 5000, 0.002, 0.002)]
    public void Who_looks_while_people_act_is_misled_in_fewer_than_one_of_twenty_mails(int written, int held, double does, double would)
    {
        var random = new Random(20261128);
        var misled = Enumerable.Range(0, Readers).Count(_ =>
        {
            var (times, others) = (Times(random, written, does), Times(random, held, would));
            return Enumerable.Range(1, Looks).Any(look =>
            {
                var now = (double)look / Looks;
                var found = CompareArms.Shares(new(written, times.LongCount(t => t <= now)), new(held, others.LongCount(t => t <= now)))!;
                var truth = (does - would) * now;
                return truth < found.Low || truth > found.High;
            });
        });

        Assert.InRange((double)misled / Readers, 0, CompareArms.Risk);
    }

    /// <summary>The mails are still leaving: both groups grow.</summary>
    [Fact]
    public void Who_looks_while_mails_leave_is_misled_in_fewer_than_one_of_twenty()
    {
        var random = new Random(7);
        var misled = Enumerable.Range(0, Readers).Count(_ =>
        {
            var (did, others) = (0L, 0L);
            for (var look = 1; look <= Looks; look++)
            {
                for (var i = 0; i < 100; i++)
                {
                    did += random.NextDouble() < 0.05 ? 1 : 0;
                    others += random.NextDouble() < 0.05 ? 1 : 0;
                }

                if (CompareArms.Shares(new(look * 100, did), new(look * 100, others))!.Holds) return true;
            }

            return false;
        });

        Assert.InRange((double)misled / Readers, 0, CompareArms.Risk);
    }

    [Fact]
    public void A_usual_interval_would_mislead_far_more_of_them()
    {
        var random = new Random(8);
        var misled = Enumerable.Range(0, Readers).Count(_ =>
        {
            var (did, others) = (0, 0);
            return Enumerable.Range(1, Looks).Any(look =>
            {
                for (var i = 0; i < 100; i++)
                {
                    did += random.NextDouble() < 0.05 ? 1 : 0;
                    others += random.NextDouble() < 0.05 ? 1 : 0;
                }

                double n = look * 100, share = (did + others) / (2 * n);
                return Math.Abs(did - others) / n > 1.96 * Math.Sqrt(2 * share * (1 - share) / n);
            });
        });

        Assert.InRange((double)misled / Readers, 0.15, 0.6);
    }

    [Fact]
    public void Gifts_as_unequal_as_real_ones_mislead_in_fewer_than_one_of_twenty_mails()
    {
        var random = new Random(9);
        double[] amounts = [1000, 2000, 2000, 3000, 5000, 5000, 10_000, 25_000];
        MoneyArm Draw(int people)
        {
            var gifts = Enumerable.Range(0, people).Where(_ => random.NextDouble() < 0.03).Select(_ => amounts[random.Next(amounts.Length)]).ToList();
            return new(people, gifts.Count, gifts.Sum(), gifts.Sum(g => g * g));
        }

        var misled = Enumerable.Range(0, Readers).Count(_ => CompareArms.Means(Draw(4000), Draw(1000)) is { Holds: true });

        Assert.InRange((double)misled / Readers, 0, CompareArms.Risk);
    }

    private static List<double> Times(Random random, int people, double share) => [.. Enumerable.Range(0, people).Where(_ => random.NextDouble() < share).Select(_ => random.NextDouble())];
}
