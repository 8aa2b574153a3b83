using Talentys.Kernel;

namespace Talentys.Transformation.Tests;

public class SelectionTests
{
    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("orders customers", "customers orders")]
    [InlineData("+orders", "crm.orders orders raw_customers stg_customers stg_orders")]
    [InlineData("1+orders", "orders stg_customers stg_orders")]
    [InlineData("stg_orders+", "customers dashboard orders stg_orders")]
    [InlineData("stg_orders+1", "orders stg_orders")]
    [InlineData("1+orders+1", "customers orders stg_customers stg_orders")]
    [InlineData("@stg_orders", "crm.lines crm.orders customers dashboard orders raw_customers stg_customers stg_orders")]
    [InlineData("tag:raw", "stg_customers stg_orders")]
    [InlineData("tag:raw,tag:people", "stg_customers")]
    [InlineData("path:models/staging", "stg_customers stg_orders")]
    [InlineData("models/marts/orders.sql", "orders")]
    [InlineData("models/mar*/*.sql", "customers orders")]
    [InlineData("file:stg_orders.sql", "stg_orders")]
    [InlineData("stg_orders.sql", "stg_orders")]
    [InlineData("shop.staging", "stg_customers stg_orders")]
    [InlineData("staging.*", "stg_customers stg_orders")]
    [InlineData("stg_*", "stg_customers stg_orders")]
    [InlineData("shop.marts.orders", "orders")]
    [InlineData("fqn:*", "customer_changes customers orders raw_customers stg_customers stg_orders")]
    [InlineData("config.materialized:view", "stg_customers stg_orders")]
    [InlineData("config.schema:marts", "orders")]
    [InlineData("source:crm", "crm.lines crm.orders")]
    [InlineData("source:crm.orders+1", "crm.orders stg_orders")]
    [InlineData("source:shop.crm.*", "crm.lines crm.orders")]
    [InlineData("exposure:*", "dashboard")]
    [InlineData("+exposure:dashboard,resource_type:source", "crm.lines crm.orders")]
    [InlineData("resource_type:seed", "raw_customers")]
    [InlineData("resource_type:snapshot", "customer_changes")]
    [InlineData("package:shop,access:protected", "customers orders stg_customers stg_orders")]
    [InlineData("package:other", "")]
    [InlineData("nothing", "")]
    public void Nodes_are_selected_as_dbt_selects_them(string select, string expected)
    {
        using var shop = TestProject.Shop();

        Assert.Equal(expected, string.Join(' ', shop.Read().Select([select], [], "empty").Where(node => node.ResourceType != "test")
            .Select(node => node.Source is null ? node.Name : $"{node.Source}.{node.Name}").Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("orders", "eager", 3)]
    [InlineData("orders", "cautious", 2)]
    [InlineData("orders customers", "cautious", 5)]
    [InlineData("customers", "buildable", 3)]
    [InlineData("orders", "empty", 0)]
    [InlineData("test_type:singular", "eager", 1)]
    [InlineData("test_type:generic", "eager", 5)]
    [InlineData("test_name:unique", "eager", 2)]
    [InlineData("tag:strict", "eager", 1)]
    [InlineData("source:crm.orders", "eager", 1)]
    public void Tests_come_along_with_what_they_test(string select, string indirect, int tests)
    {
        using var shop = TestProject.Shop();

        Assert.Equal(tests, shop.Read().Select([select], [], indirect).Count(node => node.ResourceType == "test"));
    }

    [Fact]
    public void What_is_excluded_goes_with_its_tests()
    {
        using var shop = TestProject.Shop();

        Assert.Equal(["model.shop.stg_customers", "model.shop.stg_orders"], shop.Read().Select(["resource_type:model"], ["path:models/marts"], "empty").Select(node => node.UniqueId));
        Assert.DoesNotContain(shop.Read().Select([], ["customers"]), node => node.AttachedTo == "model.shop.customers");
    }

    [Theory]
    [InlineData("tga:raw", "dbt.selection_invalid")]
    [InlineData("tag:", "dbt.selection_invalid")]
    [InlineData("test_type:odd", "dbt.selection_invalid")]
    [InlineData("state:modified", "dbt.state_missing")]
    public void A_selection_that_cannot_be_read_is_refused(string select, string code)
    {
        using var shop = TestProject.Shop();

        Assert.Equal(code, Assert.Throws<FaultException>(() => shop.Read().Select([select], [])).Fault.Code);
    }
}
