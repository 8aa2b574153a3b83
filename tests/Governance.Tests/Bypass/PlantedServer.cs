using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Governance.Tests.Bypass;

/// <summary>
/// A server with secrets planted in masked columns, hidden rows, hidden columns, hidden tables and old versions. Every secret text
/// has the word zztop in it, secret numbers are 987654321, and nothing else is like them.
/// </summary>
public sealed class PlantedServer : IAsyncLifetime
{
    public const string Word = "zztop";
    public const long Number = 987654321;

    private const string Policy = """
        tags:
          pii.email: ["*.*.email"]
        masks:
          - {tag: pii.email, mask: email, except: ["group:crm"]}
          - {columns: "crm.customers.phone", mask: partial, keep: 2}
          - {columns: "crm.customers.income", mask: null, except: ["group:crm"]}
          - {columns: "crm.customers.born", mask: year}
          - {columns: "crm.customers.note", mask: constant, value: "***"}
          - {columns: ["crm.customers.address", "crm.customers.tags"], mask: null}
          - {columns: "crm.customers.code", mask: pseudonym}
          - {columns: "crm.customers.nick", mask: hash}
          - {columns: "crm.customers.score", sql: "CASE WHEN score > 100 THEN 1 ELSE 0 END"}
        rows:
          - {on: "crm.customers", keep: "region in (select unnest(current_attribute('regions')))", except: ["group:crm"]}
          - {on: "crm.events", having: owner, keep: "owner = current_user()", except: ["group:crm"]}
        """;

    private const string Access = """
        groups:
          sales: {attributes: [regions], members: [ann, max]}
          crm: {}
          hr: {}
        users:
          ann: {attributes: {regions: [north]}}
          max: {attributes: {regions: [south, north]}}
          cora: {groups: [crm]}
          hugo: {groups: [hr]}
        grants:
          - {to: "role:reader", can: read, on: ["crm.*", "shop.*"]}
          - {to: "group:hr", can: read, on: ["hr.*"]}
          - {to: "group:sales", can: none, on: ["shop.orders.card", "shop.secrets"]}
        """;

    public PolicyServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await PolicyServer.StartAsync(
            ("ann", Roles.Reader), ("max", Roles.Reader), ("cora", Roles.Reader), ("hugo", Roles.Reader), ("eve", Roles.Engineer), ("ada", Roles.Administrator));
        await Server.MakeAsync("crm.customers", """
            SELECT * FROM (VALUES
              (1, 'Ann Alpha', 'annzztop@example.com', '+33 zztop 42', 'north', 987654321, DATE '1977-07-07', 'zztop note', {'street': 'zztop street', 'nr': 1}, ['zztop tag'], 'zztop-1', 'zztop nick', 987654321),
              (2, 'Bob Beta', 'bobzztop@example.com', '+33 zztop 43', 'north', 987654321, DATE '1977-08-08', NULL, NULL, NULL, 'zztop-2', NULL, 7),
              (3, 'Cid zztop', 'cidzztop@example.com', '+33 zztop 44', 'south', 987654321, DATE '1977-09-09', 'zztop note', {'street': 'zztop street', 'nr': 3}, ['zztop tag'], 'zztop-3', 'zztop nick', 7),
              (4, 'Dee zztop', 'not an address zztop', '+33 zztop 45', NULL, 987654321, DATE '1977-10-10', 'zztop note', NULL, NULL, 'zztop-4', 'zztop nick', 7)
            ) AS t(id, name, email, phone, region, income, born, note, address, tags, code, nick, score)
            """);
        await Server.MakeAsync("crm.events", "SELECT * FROM (VALUES (1, 'ann', 'seen'), (2, 'max', 'zztop event'), (987654321, 'max', 'zztop event')) AS t(id, owner, what)");
        await Server.MakeAsync("crm.legacy", "SELECT 1 AS id, 'zztop' AS mail");
        await Server.RenameColumnAsync("crm.legacy", "mail", "email");
        await Server.MakeAsync("crm.legacy", "SELECT 2 AS id, 'b@example.com' AS email", WriteMode.Append);
        await Server.MakeAsync("crm.growing", "SELECT 1 AS id, 'seen' AS what");
        await Server.MakeAsync("shop.orders", "SELECT i AS id, 1 + i % 4 AS customer_id, i * 10 AS total, 'zztop card' AS card FROM range(8) t(i)");
        await Server.MakeAsync("shop.secrets", "SELECT 987654321 AS id, 'zztop secret' AS text");
        await Server.MakeAsync("shop.items", "SELECT i AS id, 'item ' || i AS label FROM range(5) t(i)");
        await Server.MakeAsync("hr.salaries", "SELECT 1 AS id, 987654321 AS zztop_amount, 'zztop person' AS person");
        Server.Write("policies/privacy.yml", Policy);
        Server.Write("access.yml", Access);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
