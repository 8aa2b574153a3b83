using Talentys.Kernel;
using Talentys.TestSupport;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Tests;

/// <summary>A dbt project in a folder of its own.</summary>
public sealed class TestProject : IDisposable
{
    private readonly TempFolder folder = new();

    public TestProject(params (string File, string Text)[] files)
    {
        Add("dbt_project.yml", "name: shop\nconfig-version: 2\nprofile: shop\nmodels:\n  shop:\n    +materialized: table\n    staging:\n      +materialized: view\n      +tags: [raw]\n");
        foreach (var (file, text) in files)
        {
            Add(file, text);
        }
    }

    /// <summary>Staging and marts, with sources, seeds, tests, a snapshot, an exposure.</summary>
    public static TestProject Shop(params (string File, string Text)[] more) => new(
    [
        ("models/staging/stg_orders.sql", "select * from {{ source('crm', 'orders') }}"),
        ("models/staging/stg_customers.sql", "{{ config(tags=['people']) }} select * from {{ ref('raw_customers') }}"),
        ("models/marts/orders.sql", "{{ config(alias='fct_orders', schema='marts') }}\nselect * from {{ ref('stg_orders') }} join {{ ref('stg_customers') }} using (customer_id)"),
        ("models/marts/customers.sql", "select * from {{ ref('stg_customers') }} left join {{ ref('orders') }} using (customer_id)"),
        ("models/schema.yml", """
            version: 2
            sources:
              - name: crm
                schema: crm_raw
                tables:
                  - name: orders
                    columns:
                      - {name: order_id, tests: [unique]}
                  - name: lines
            models:
              - name: customers
                description: '{{ doc("customers") }}'
                columns:
                  - name: customer_id
                    tests:
                      - unique
                      - not_null: {severity: warn, tags: [strict]}
              - name: orders
                columns:
                  - name: customer_id
                    data_tests:
                      - relationships: {arguments: {to: ref('customers'), field: customer_id}}
                  - name: status
                    tests:
                      - accepted_values: {values: [placed, shipped, completed, return_pending, returned]}
            exposures:
              - {name: dashboard, type: dashboard, depends_on: [ref('customers'), "source('crm', 'lines')"], owner: {name: Ann}}
            """),
        ("models/docs.md", "{% docs customers %}\nWho *buys*.\n{% enddocs %}"),
        ("seeds/raw_customers.csv", "customer_id,name\n1,Ann\n"),
        ("snapshots/changes.sql", "{% snapshot customer_changes %}{{ config(unique_key='customer_id', strategy='check', check_cols='all', target_schema='history') }}select * from {{ ref('stg_customers') }}{% endsnapshot %}"),
        ("tests/no_orphans.sql", "select * from {{ ref('orders') }} where customer_id is null"),
        .. more,
    ]);

    public DbtOrder Order => new(folder.Path) { Environment = _ => null, TrustsProject = true };

    public string this[string file] => Path.Combine(folder.Path, file);

    public void Add(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[file])!);
        File.WriteAllText(this[file], text);
    }

    public DbtProject Read(Func<DbtOrder, DbtOrder>? change = null) => DbtProject.Read(change is null ? Order : change(Order), TestContext.Current.CancellationToken);

    public DbtNode Node(string id) => Read().Nodes.Single(node => node.UniqueId == id);

    /// <summary>The faults that reading gives.</summary>
    public IReadOnlyList<Fault> Faults() => Assert.Throws<FaultException>(() => Read()).Faults;

    public void Dispose() => folder.Dispose();
}
