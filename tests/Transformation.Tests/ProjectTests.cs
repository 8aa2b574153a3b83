using Talentys.Kernel;

namespace Talentys.Transformation.Tests;

public class ProjectTests
{
    [Fact]
    public void A_project_has_the_nodes_that_dbt_finds_in_it()
    {
        using var shop = TestProject.Shop();

        Assert.Equal(
            [
                "exposure.shop.dashboard", "model.shop.customers", "model.shop.orders", "model.shop.stg_customers", "model.shop.stg_orders", "seed.shop.raw_customers",
                "snapshot.shop.customer_changes", "source.shop.crm.lines", "source.shop.crm.orders", "test.shop.no_orphans",
            ],
            shop.Read().Nodes.Select(node => node.UniqueId).Where(id => !id.StartsWith("test.", StringComparison.Ordinal) || id == "test.shop.no_orphans"));
        Assert.Equal(["source.shop.crm.orders"], shop.Node("model.shop.stg_orders").DependsOn);
        Assert.Equal(["model.shop.customers", "source.shop.crm.lines"], shop.Node("exposure.shop.dashboard").DependsOn);
        Assert.Equal(["model.shop.stg_customers"], shop.Node("snapshot.shop.customer_changes").DependsOn);
        Assert.Equal("Who *buys*.", shop.Node("model.shop.customers").Description);
    }

    [Fact]
    public void Generic_tests_have_the_names_and_ids_of_dbt()
    {
        using var project = new TestProject();
        project.Add("dbt_project.yml", "name: jaffle_shop\n");
        project.Add("models/customers.sql", "select 1 as customer_id");
        project.Add("models/orders.sql", "select 1 as order_id");
        project.Add("models/schema.yml", """
            models:
              - name: customers
                columns: [{name: customer_id, tests: [unique, not_null]}]
              - name: orders
                columns:
                  - {name: order_id, tests: [unique, not_null]}
                  - name: status
                    tests: [{accepted_values: {values: [placed, shipped, completed, return_pending, returned]}}]
                  - name: customer_id
                    tests: [{relationships: {to: ref('customers'), field: customer_id}}]
            """);

        var tests = project.Read().Nodes.Where(node => node.ResourceType == "test").ToList();

        // these ids are printed all over dbt's documentation
        Assert.Contains("test.jaffle_shop.unique_customers_customer_id.c5af1ff4b1", tests.Select(test => test.UniqueId));
        Assert.Contains("test.jaffle_shop.not_null_customers_customer_id.5c9bf9911d", tests.Select(test => test.UniqueId));
        Assert.Contains("test.jaffle_shop.unique_orders_order_id.fed79b3a6e", tests.Select(test => test.UniqueId));
        Assert.Contains("test.jaffle_shop.not_null_orders_order_id.cf6c17daed", tests.Select(test => test.UniqueId));
        Assert.Contains("test.jaffle_shop.accepted_values_orders_status__placed__shipped__completed__return_pending__returned.be6b5b5ec3", tests.Select(test => test.UniqueId));
        Assert.Contains("test.jaffle_shop.relationships_orders_customer_id__customer_id__ref_customers_.c6ec7f58f2", tests.Select(test => test.UniqueId));
        Assert.Equal(["model.jaffle_shop.customers", "model.jaffle_shop.orders"], tests.Single(test => test.TestName == "relationships").DependsOn.Order());
    }

    [Fact]
    public void Settings_come_from_the_project_then_from_properties_then_from_the_file()
    {
        using var shop = TestProject.Shop(
            ("models/staging/more.yml", "models:\n  - name: stg_orders\n    config: {materialized: incremental, tags: daily, meta: {a: 1}}\n"),
            ("models/staging/stg_deep.sql", "{{ config(materialized='ephemeral', meta={'b': 2}, tags='own') }} select 1"),
            ("models/staging/deep.yml", "models: [{name: stg_deep, tags: [properties], meta: {a: 1, b: 1}}]"));

        Assert.Equal(["daily", "raw"], shop.Node("model.shop.stg_orders").Tags);
        Assert.Equal("incremental", shop.Node("model.shop.stg_orders").Config["materialized"]);
        Assert.Equal(["people", "raw"], shop.Node("model.shop.stg_customers").Tags);
        Assert.Equal("view", shop.Node("model.shop.stg_customers").Config["materialized"]);
        Assert.Equal("table", shop.Node("model.shop.orders").Config["materialized"]);
        Assert.Equal(["own", "properties", "raw"], shop.Node("model.shop.stg_deep").Tags);
        Assert.Equal("ephemeral", shop.Node("model.shop.stg_deep").Config["materialized"]);
        Assert.Equal([1L, 2L], Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(shop.Node("model.shop.stg_deep").Config["meta"]).Values.ToArray());
    }

    [Fact]
    public void Schemas_and_names_follow_dbts_rules_and_the_projects_own_macros()
    {
        using var shop = TestProject.Shop(("profiles.yml", "shop:\n  target: dev\n  outputs:\n    dev: {type: postgres, schema: ann, password: \"{{ env_var('NEVER') }}\"}\n    prod: {type: postgres, schema: live}\n"));

        Assert.Equal(("ann_marts", "fct_orders"), (shop.Node("model.shop.orders").Schema, shop.Node("model.shop.orders").Alias));
        Assert.Equal(("ann", "customers"), (shop.Node("model.shop.customers").Schema, shop.Node("model.shop.customers").Alias));
        Assert.Equal("crm_raw", shop.Node("source.shop.crm.orders").Schema);
        Assert.Equal("history", shop.Node("snapshot.shop.customer_changes").Schema);
        Assert.Equal("live_marts", shop.Read(order => order with { Target = "prod" }).Nodes.Single(node => node.UniqueId == "model.shop.orders").Schema);
        Assert.Equal("dbt.target_unknown", Assert.Throws<FaultException>(() => shop.Read(order => order with { Target = "nothing" })).Fault.Code);

        shop.Add("macros/names.sql", "{% macro generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name or 'plain' }}_{{ node.resource_type }}{% endmacro %}");
        Assert.Equal("marts_model", shop.Node("model.shop.orders").Schema);
        Assert.Equal("plain_seed", shop.Node("seed.shop.raw_customers").Schema);
    }

    [Fact]
    public void Variables_come_from_the_command_line_the_project_and_packages()
    {
        using var project = new TestProject(
            ("dbt_project.yml", "name: shop\npackages-install-path: deps\nvars:\n  a: root\n  lib:\n    c: for lib\nmodels:\n  shop:\n    extra:\n      +enabled: \"{{ var('all', false) }}\"\n"),
            ("packages.yml", "packages:\n  - local: ../shop-lib\n"),
            ("models/one.sql", "{{ config(tags=[var('a'), var('b', 'none'), env_var('SCHEMA', 'unset')]) }} select 1"),
            ("models/extra/hidden.sql", "select 1"),
            ("../shop-lib/dbt_project.yml", "name: lib\nvars: {c: own, d: own}\n"),
            ("../shop-lib/models/two.sql", "{{ config(tags=[var('a'), var('c'), var('d'), helper()]) }} select * from {{ ref('shop', 'one') }}"),
            ("../shop-lib/macros/helper.sql", "{% macro helper() %}{{ return(adapter.dispatch('helper', 'lib')()) }}{% endmacro %}{% macro default__helper() %}{{ return('dispatched') }}{% endmacro %}"));

        var read = project.Read();
        Assert.Equal(["none", "root", "unset"], read.Nodes.Single(node => node.Name == "one").Tags);
        Assert.Equal(["dispatched", "for lib", "own", "root"], read.Nodes.Single(node => node.Name == "two").Tags);
        Assert.Equal(["model.lib.two", "model.shop.one"], read.Nodes.Select(node => node.UniqueId));
        read = project.Read(order => order with { Vars = "{all: true, a: told}", Environment = _ => "set" });
        Assert.Equal(["none", "set", "told"], read.Nodes.Single(node => node.Name == "one").Tags);
        Assert.Contains("model.shop.hidden", read.Nodes.Select(node => node.UniqueId));
        Directory.Delete(project["../shop-lib"], true);
    }

    [Fact]
    public void Versions_of_a_model_are_told_apart_and_the_highest_is_meant()
    {
        using var project = new TestProject(
            ("models/customers_v1.sql", "select 1"), ("models/customers_v2.sql", "select 2"),
            ("models/old.sql", "select * from {{ ref('customers', v=1) }}"), ("models/new.sql", "select * from {{ ref('customers') }}"),
            ("models/schema.yml", "models:\n  - name: customers\n    latest_version: 2\n    versions:\n      - v: 1\n      - v: 2\n        config: {tags: [two]}\n"));

        Assert.Equal(["model.shop.customers.v1"], project.Node("model.shop.old").DependsOn);
        Assert.Equal(["model.shop.customers.v2"], project.Node("model.shop.new").DependsOn);
        Assert.Equal("customers_v1", project.Node("model.shop.customers.v1").Alias);
        Assert.Equal(["two"], project.Node("model.shop.customers.v2").Tags);
    }

    [Fact]
    public void All_faults_are_told_at_once_with_their_places()
    {
        using var shop = TestProject.Shop(
            ("models/marts/broken.sql", "\nselect {{ 1 + }}"),
            ("models/marts/lost.sql", "select * from {{ ref('custmers') }}"),
            ("models/marts/unread.sql", "select * from {{ source('crm', 'none') }}"),
            ("models/marts/script.py", "def model(dbt, session): pass"),
            ("models/staging/orders.sql", "select 1"),
            ("models/bad.yml", "models:\n  - name: [\n"),
            ("models/tests.yml", "models: [{name: stg_orders, columns: [{name: a, tests: [uniqe]}]}]"),
            ("macros/loop.sql", "{% macro m() %}{% if x %}{% endmacro %}"));

        var faults = shop.Faults();

        Assert.Equal(
            ["dbt.name_twice", "dbt.ref_missing", "dbt.source_missing", "dbt.template_failed", "dbt.template_failed", "dbt.test_unknown", "dbt.yaml_invalid"],
            faults.Select(fault => fault.Code).Order(StringComparer.Ordinal));
        Assert.Equal("Did you mean customers?", faults.Single(fault => fault.Code == "dbt.ref_missing").Mend);
        Assert.Contains("models/marts/broken.sql:2", faults.Select(fault => fault.Place));
        Assert.All(faults, fault => Assert.NotNull(fault.Place));
    }

    [Theory]
    [InlineData("{{ m() }}", "RecursionError")]
    [InlineData("{% for i in range(1000000000000) %}{% endfor %}", "LimitError")]
    [InlineData("{{ exceptions.raise_compiler_error('not so') }}", "not so")]
    [InlineData("{{ var('missing') }}", "missing")]
    [InlineData("{{ 1 / 0 }}", "division by zero")]
    public void What_goes_wrong_in_a_template_is_one_clear_fault(string code, string told)
    {
        using var project = new TestProject(("models/a.sql", "select\n" + code), ("macros/m.sql", "{% macro m() %}{{ m() }}{% endmacro %}"));

        var fault = Assert.Single(project.Faults());

        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
        Assert.NotNull(fault.Place);
    }

    [Fact]
    public void A_circle_is_named_as_it_goes()
    {
        using var project = new TestProject(("models/a.sql", "{{ ref('b') }}"), ("models/b.sql", "{{ ref('c') }}"), ("models/c.sql", "{{ ref('a') }}"), ("models/d.sql", "{{ ref('a') }}"));

        var fault = Assert.Single(project.Faults());

        Assert.Equal("dbt.circle", fault.Code);
        Assert.Matches(@"model\.shop\.(\w) -> model\.shop\.\w -> model\.shop\.\w -> model\.shop\.\1\.", fault.Message);
    }

    [Fact]
    public void Two_models_do_not_write_one_table_and_what_is_disabled_is_not_there()
    {
        using var project = new TestProject(("models/a.sql", "{{ config(alias='same') }} select 1"), ("models/b.sql", "{{ config(alias='same') }} select 1"));
        Assert.Equal("dbt.table_twice", Assert.Single(project.Faults()).Code);

        project.Add("models/b.sql", "{{ config(alias='same', enabled=false) }} select 1");
        Assert.Equal(["model.shop.a"], project.Read().Nodes.Select(node => node.UniqueId));

        project.Add("models/c.sql", "select * from {{ ref('b') }}");
        Assert.Equal("dbt.ref_disabled", Assert.Single(project.Faults()).Code);
    }

    [Fact]
    public void A_package_that_is_not_there_is_told_with_what_to_do()
    {
        using var project = new TestProject(("packages.yml", "packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.3.0\n"));

        var fault = Assert.Single(project.Faults());

        Assert.Equal(("dbt.package_missing", "packages.yml"), (fault.Code, fault.Place));
    }

    [Theory]
    [InlineData("HOME", "DBT_")]
    [InlineData("TALENTYS_STORAGE__PASSWORD", "DBT_")]
    [InlineData("DBT_ENV_SECRET_KEY", "secrets")]
    [InlineData("dbt_region", "DBT_")]
    public void On_a_server_templates_see_only_variables_that_are_meant_for_them(string name, string told)
    {
        using var project = new TestProject(
            ("models/a.sql", "select 1\nas {{ env_var('" + name + "', 'none') }}"), ("models/b.sql", "{{ config(tags=env_var('DBT_REGION')) }} select 1"));
        var served = project.Order with { TrustsProject = false, Environment = variable => "value of " + variable };

        var fault = Assert.Single(Assert.Throws<FaultException>(() => project.Read(_ => served)).Faults);

        Assert.Equal(("dbt.env_var_refused", "models/a.sql:2"), (fault.Code, fault.Place));
        Assert.Contains($"env_var('{name}')", fault.Message, StringComparison.Ordinal);
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("value of", fault.Message, StringComparison.Ordinal);
        Assert.NotNull(fault.Mend);
        Assert.Equal(["a", "b"], project.Read(_ => served with { TrustsProject = true }).Nodes.Select(node => node.Name));

        // neither by what the files of YAML say
        File.Delete(project["models/a.sql"]);
        Assert.Equal(["value of DBT_REGION"], project.Read(_ => served).Nodes.Single().Tags);
        project.Add("profiles.yml", "shop: {target: dev, outputs: {dev: {schema: \"{{ env_var('" + name + "') }}\"}}}");
        Assert.Equal("dbt.env_var_refused", Assert.Throws<FaultException>(() => project.Read(_ => served)).Fault.Code);
        File.Delete(project["profiles.yml"]);
        project.Add("dbt_project.yml", "name: shop\nmodels: {+schema: \"{{ env_var('" + name + "') }}\"}\n");
        fault = Assert.Throws<FaultException>(() => project.Read(_ => served)).Fault;
        Assert.Equal("dbt.env_var_refused", fault.Code);
        Assert.StartsWith("dbt_project.yml", fault.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_reads_profiles_only_within_the_project()
    {
        using var project = new TestProject(("models/a.sql", "select 1"), ("conf/profiles.yml", "shop: {target: dev, outputs: {dev: {schema: ann}}}"));
        using var other = new TestProject(("profiles.yml", "shop: {target: dev, outputs: {dev: {schema: other}}}"));
        string? Schema(string profiles, bool trusts) => project.Read(order => order with { ProfilesFolder = profiles, TrustsProject = trusts }).Nodes.Single().Schema;

        Assert.Equal("ann", Schema("conf", false));
        Assert.Equal("other", Schema(other.Order.Folder, true));
        Assert.Equal("dbt.profiles_refused", Assert.Throws<FaultException>(() => Schema(other.Order.Folder, false)).Fault.Code);
        Assert.Equal("dbt.profiles_refused", Assert.Throws<FaultException>(() => Schema("..", false)).Fault.Code);
    }

    [Fact]
    public void A_server_follows_no_link_and_no_package_out_of_the_project()
    {
        using var other = new TestProject(("dbt_project.yml", "name: other\n"), ("models/secret.sql", "select 1 as secret"));
        using var project = new TestProject(("models/a.sql", "select 1"), ("kept/b.sql", "select 2"));
        File.CreateSymbolicLink(project["models/b.sql"], project["kept/b.sql"]);
        IReadOnlyList<string> Codes(bool trusts)
        {
            try
            {
                return [.. project.Read(order => order with { TrustsProject = trusts }).Nodes.Select(node => node.Name)];
            }
            catch (FaultException failure)
            {
                return [.. failure.Faults.Select(fault => $"{fault.Code} {fault.Place}")];
            }
        }

        Assert.Equal(["a", "b"], Codes(false));

        File.CreateSymbolicLink(project["models/c.sql"], other["models/secret.sql"]);
        Directory.CreateSymbolicLink(project["models/more"], other["models"]);
        Assert.Equal(["a", "b", "c", "secret"], Codes(true));
        Assert.Equal(["dbt.link_refused models/c.sql", "dbt.link_refused models/more"], Codes(false));

        File.Delete(project["models/c.sql"]);
        Directory.Delete(project["models/more"]);
        Directory.CreateSymbolicLink(project["near"], other.Order.Folder);
        project.Add("packages.yml", "packages: [{local: near}]\n");
        Assert.Equal(["secret", "a", "b"], Codes(true));
        Assert.StartsWith("dbt.package_refused", Assert.Single(Codes(false)), StringComparison.Ordinal);
    }

    [Fact]
    public void Macros_of_many_databases_are_there_and_a_project_may_write_them_anew()
    {
        using var project = new TestProject(
            ("models/a.sql", "{{ config(tags=[dateadd('day', 1, 'x'), dbt.type_string(), array_construct(), listagg('n'), dbt.hash('k')]) }} select 1"),
            ("macros/own.sql", "{% macro duckdb__type_string() %}varchar{% endmacro %}{% macro hash(field) %}own({{ field }}){% endmacro %}"));

        Assert.Equal(
            ["(x + (1) * interval 1 day)", "cast([] as integer[])", "md5(cast(k as text))", "string_agg(n, ',')", "varchar"],
            project.Node("model.shop.a").Tags.Select(tag => tag.Trim()).Order(StringComparer.Ordinal));
    }
}
