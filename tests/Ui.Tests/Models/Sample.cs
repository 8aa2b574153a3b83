using Talentys.Contracts;

namespace Talentys.Ui.Tests.Models;

/// <summary>Nodes of a small project.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Begin = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public static readonly NodeDto Raw = Node("seed.shop.raw", "seed");

    public static readonly NodeDto Orders = Node("model.shop.orders", "model", needs: Raw.Id) with { Description = "Money by customer.", Tags = ["daily"] };

    public static readonly NodeDto Report = Node("model.shop.report", "model", needs: Orders.Id);

    public static readonly NodeDto Unique = Node("test.shop.unique_orders_id.1", "test", needs: Orders.Id) with { Name = "unique_orders_id", TestOf = Orders.Id };

    public static IReadOnlyList<NodeDto> All { get; } = [Orders, Report, Raw, Unique];

    public static NodeDto Node(string id, string kind, params string[] needs) => new(
        id, kind, id.Split('.')[2], "shop", "main", id.Split('.')[2], kind == "model" ? "table" : null, $"models/{id.Split('.')[2]}.sql", null, [], needs, null, $"{kind} {id.Split('.')[2]}", null);

    public static NodeResultDto Result(string state, long? failures = null, string run = "r1") =>
        new(run, state, Begin, Begin.AddSeconds(2), state == "succeeded" ? 10 : null, failures, null, state == "failed" ? new ProblemFault("dbt.test_failed", "Got 3 results.", "models/orders.sql", "Look at them.") : null);
}
