using CsCheck;
using Talentys.DuckDb.Public;

namespace Talentys.DuckDb.Tests.Budget;

public sealed class EngineBudgetTests
{
    private const long Gigabyte = 1L << 30;

    [Fact]
    public void A_share_is_given_as_asked_while_it_lasts()
    {
        var budget = new EngineBudget(4 * Gigabyte, 2);

        Assert.Equal(3 * Gigabyte, budget.Take(3 * Gigabyte).Bytes);
        Assert.Equal(Gigabyte, budget.Take(3 * Gigabyte).Bytes);
        Assert.Equal(EngineBudget.Least, budget.Take(3 * Gigabyte).Bytes);
    }

    [Fact]
    public void Who_asks_for_nothing_gets_half_of_what_is_left()
    {
        var budget = new EngineBudget(4 * Gigabyte, 2);

        Assert.Equal([2 * Gigabyte, Gigabyte], new[] { budget.Take(null).Bytes, budget.Take(null).Bytes });
    }

    [Fact]
    public void A_share_given_back_twice_counts_once()
    {
        var budget = new EngineBudget(4 * Gigabyte, 2);
        var kept = budget.Take(Gigabyte);
        var share = budget.Take(Gigabyte);

        share.Dispose();
        share.Dispose();

        Assert.Equal(kept.Bytes, budget.Given);
    }

    [Fact]
    public void Nothing_is_lost_and_none_gets_less_than_the_least()
    {
        Gen.Long[0, 8 * Gigabyte].List[0, 20].Sample(wishes =>
        {
            var budget = new EngineBudget(4 * Gigabyte, 2);
            var shares = wishes.Select(wish => budget.Take(wish == 0 ? null : wish)).ToList();
            var fits = shares.All(share => share.Bytes >= EngineBudget.Least)
                && budget.Given == shares.Sum(share => share.Bytes)
                && budget.Given <= budget.Total + (shares.Count * EngineBudget.Least);
            shares.ForEach(share => share.Dispose());
            return fits && budget.Given == 0;
        });
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(1, 1)]
    [InlineData(64, 2)]
    [InlineData(0, 1)]
    public void Threads_are_at_most_those_of_the_machine(int? wanted, int given) =>
        Assert.Equal(given, new EngineBudget(Gigabyte, 2).Threads(wanted, Gigabyte));

    [Theory]
    [InlineData(null, 4)]
    [InlineData(16, 16)]
    public void An_engine_with_little_memory_takes_few_threads_unless_it_is_told(int? wanted, int given) =>
        Assert.Equal(given, new EngineBudget(Gigabyte, 64).Threads(wanted, EngineBudget.Least));
}
