using System.Text.Json.Nodes;
using CsCheck;
using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Tests;

/// <summary>A project that is read again after some of its files changed is what it would be if it were read for the first time.</summary>
public class ReadingAgainTests
{
    /// <summary>Files, each with the texts that it may have; null is no file.</summary>
    private static readonly (string File, string?[] Texts)[] Files =
    [
        ("dbt_project.yml", ["name: shop\nvars: {unit: 100}\n", "name: shop\nvars: {unit: 10}\nmodels:\n  +tags: [all]\n  shop: {marts: {+schema: marts}}\n"]),
        ("models/staging/stg_orders.sql", ["select * from {{ source('crm', 'orders') }}", "select {{ cents('a') }} as a from {{ ref('raw_orders') }}", "select 1 {{ nothing(", "select {{ later() }} as x, '{{ doc('orders') }}' as d"]),
        ("models/marts/orders.sql", ["{{ config(alias='fct_' ~ var('unit')) }} select {{ cents('b') }} from {{ ref('stg_orders') }}", "select * from {{ ref('stg_orders') }}", "select * from {{ ref('gone') }}", "{{ config(enabled=false) }} select 1", null]),
        ("models/marts/orders_v2.sql", [null, "select 2 as two"]),
        ("models/marts/circle.sql", [null, "select * from {{ ref('orders') }}, {{ ref('stg_orders') }}"]),
        ("models/schema.yml", [
            "models:\n  - {name: orders, description: '{{ doc(\"orders\") }}', columns: [{name: id, tests: [unique, {positive: {least: 1}}]}]}\nsources: [{name: crm, tables: [{name: orders, tests: [{positive: {least: 0}}]}]}]\n",
            "models:\n  - {name: orders, latest_version: 2, versions: [{v: 1, defined_in: orders}, {v: 2}], columns: [{name: id, tests: [not_null, unique]}]}\n  - {name: stg_orders, config: {tags: ['{{ var(\"unit\") }}']}}\n",
            "sources: [{name: crm, schema: raw, tables: [{name: orders}]}]\nexposures: [{name: page, type: dashboard, owner: {name: Ann}, depends_on: [\"ref('stg_orders')\"]}]\nunit_tests: [{name: whole, model: orders, given: [], expect: {rows: []}}]\n",
            "models: [}",
            null,
        ]),
        ("models/marts/more.yml", [null, "models: [{name: stg_orders, description: told, columns: [{name: a, tests: [{positive: {least: 3}}]}]}]\n", "groups: [{name: money, owner: {name: Ann}}]\nmodels: [{name: circle, config: {group: money, access: private}}]\n"]),
        ("models/docs.md", ["{% docs orders %}One{% enddocs %}", "{% docs orders %}Other{% enddocs %}", null]),
        ("macros/cents.sql", ["{% macro cents(c) %}{{ c }} / {{ var('unit') }}{% endmacro %}", "{% macro cents(c) %}{{ config(tags=['cents']) }}{{ inner(c) }}{% endmacro %}{% macro inner(c) %}{{ ref('raw_orders') }}{% endmacro %}", null]),
        ("macros/later.sql", [null, "{% macro later() %}1{% endmacro %}", "{% macro later() %}{{ ref('raw_orders') }}{% endmacro %}"]),
        ("macros/naming.sql", [null, "{% macro generate_schema_name(name, node) %}{{ prefix() }}{{ name or target.schema }}{% endmacro %}"]),
        ("macros/prefix.sql", ["{% macro prefix() %}a_{% endmacro %}", "{% macro prefix() %}b_{% endmacro %}"]),
        ("tests/generic/positive.sql", ["{% test positive(model, least, column_name=none) %}select 1 from {{ model }} where 1 < {{ least }}{% endtest %}", "{% test positive(model, least, column_name=none) %}{{ config(severity='warn') }}select 1 from {{ model }}, {{ ref('raw_orders') }}{% endtest %}"]),
        ("tests/no_orphans.sql", [null, "select * from {{ ref('orders', v=2) }}", "select * from {{ ref('stg_orders') }}"]),
        ("snapshots/changes.sql", [null, "{% snapshot changes %}{{ config(unique_key='id', strategy='check', check_cols='all') }}select * from {{ ref('stg_orders') }}{% endsnapshot %}", "{% snapshot changes %}select 1{% endsnapshot %}"]),
        ("snapshots/told.yml", [null, "snapshots:\n  - {name: changes, config: {unique_key: id, strategy: check, check_cols: all, tags: [old]}}\n  - {name: told, relation: \"ref('raw_orders')\", config: {unique_key: a, strategy: check, check_cols: [a]}}\n"]),
        ("seeds/raw_orders.csv", ["a,b\n1,2\n", null]),
    ];

    private static readonly DateTime Long = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static int written;

    private static readonly Gen<(int File, int Text)> Edit = Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Int[0, 4]);

    [Fact]
    public void What_changed_is_read_as_if_all_were_read()
    {
        Edit.Array[1, 3].List[5, 12].Sample(
            steps =>
            {
                using var project = new TestProject();
                foreach (var (file, texts) in Files)
                {
                    Put(project, file, texts[0]);
                }

                var reader = new DbtReader(project.Order);
                Read(project, reader.Read);
                foreach (var edits in steps)
                {
                    foreach (var (file, text) in edits)
                    {
                        Put(project, Files[file].File, Files[file].Texts[text % Files[file].Texts.Length]);
                    }

                    var (again, anew) = (Read(project, reader.Read), Read(project, cancellation => DbtProject.Read(project.Order, cancellation)));
                    Assert.True(again == anew, $"after {string.Join("; ", edits.Select(edit => $"{Files[edit.File].File} = {Files[edit.File].Texts[edit.Text % Files[edit.File].Texts.Length]}"))}\n{Difference(again, anew)}");
                }
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void Nodes_of_files_that_did_not_change_are_those_that_were_there()
    {
        using var project = TestProject.Shop();
        var reader = new DbtReader(project.Order);
        var before = reader.Read(TestContext.Current.CancellationToken).Nodes.ToDictionary(node => node.UniqueId);
        project.Add("models/marts/orders.sql", "select 1 as changed from {{ ref('stg_orders') }}");
        var after = reader.Read(TestContext.Current.CancellationToken).Nodes;

        // the model and the tests that stand at it are new
        string[] made = [.. after.Where(node => !ReferenceEquals(node, before[node.UniqueId])).Select(node => node.UniqueId.Split('.')[2])];
        Assert.Equal(["orders", "accepted_values_orders_status__placed__shipped__completed__return_pending__returned", "relationships_orders_customer_id__customer_id__ref_customers_"], made);
    }

    private static void Put(TestProject project, string file, string? text)
    {
        if (text is not null)
        {
            project.Add(file, text);
            // a file that was written just now is read again whatever its time says
            File.SetLastWriteTimeUtc(project[file], Long.AddSeconds(Interlocked.Increment(ref written)));
        }
        else if (File.Exists(project[file]))
        {
            File.Delete(project[file]);
        }
    }

    private static string Read(TestProject project, Func<CancellationToken, DbtProject> read)
    {
        try
        {
            var folder = project["target"];
            read(TestContext.Current.CancellationToken).WriteManifestAsync(folder, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
            var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!.AsObject();
            manifest.Remove("metadata");
            return manifest.ToString();
        }
        catch (FaultException failure)
        {
            return string.Join('\n', failure.Faults.Select(fault => fault.ToString()).Order(StringComparer.Ordinal));
        }
    }

    private static string Difference(string again, string anew)
    {
        var (left, right) = (again.Split('\n'), anew.Split('\n'));
        var at = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {at}:\nagain: {string.Join('\n', left.Skip(Math.Max(0, at - 8)).Take(12))}\nanew: {string.Join('\n', right.Skip(Math.Max(0, at - 8)).Take(12))}";
    }
}
