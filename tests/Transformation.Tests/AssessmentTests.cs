using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Tests;

/// <summary>What <c>dbt assess</c> says of repositories.</summary>
public class AssessmentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_runs_runs_and_sources_may_have_any_columns()
    {
        using var project = TestProject.Shop(
            ("models/typed.sql", "select cast(placed_at as date) as day, coalesce(amount, 0) + 1 as more, lower(name) as name, payload.id as id from {{ source('crm', 'orders') }} qualify row_number() over (partition by day order by more) = 1"),
            ("models/later.sql", "select date_trunc('month', day) as month, sum(more) as total from {{ ref('typed') }} group by all"),
            ("models/spine.sql", "{% set n = run_query('select 3 as n').columns[0].values()[0] if execute else 0 %}select {% for i in range(n) %}{{ i }} as c{{ i }}{{ ',' if not loop.last }}{% endfor %}"));
        var read = await AssessAsync(project);
        Assert.Equal([], read.Models.Where(model => model.Verdict != AssessedVerdict.Runs).Select(Told));
        Assert.True(read.Projects.Single().TargetIsAssumed);
        Assert.Contains("customers", read.Models.Select(model => model.Node.Name));
    }

    [Theory]
    [InlineData("parse_json(x)", AssessedVerdict.Mend, "function parse_json (Snowflake, BigQuery)", "x::json")]
    [InlineData("iff(x > 1, 1, 2)", AssessedVerdict.Mend, "function iff (Snowflake)", "if(c, a, b)")]
    [InlineData("st_geogpoint(x, y)", AssessedVerdict.Cannot, "function st_geogpoint (BigQuery)", null)]
    [InlineData("my_own_udf(x)", AssessedVerdict.Cannot, "function my_own_udf", null)]
    [InlineData("datediff(day, x, y)", AssessedVerdict.Mend, "datediff with the part of a date as a word (Snowflake, Redshift, BigQuery)", "datediff('day'")]
    [InlineData("date_trunc(x, month)", AssessedVerdict.Mend, "date_trunc with the part of a date as a word (Snowflake, Redshift, BigQuery)", "date_trunc('day'")]
    [InlineData("x:customer.name::varchar", AssessedVerdict.Mend, "a path with a colon (x:a.b) (Snowflake, Databricks)", "->>")]
    [InlineData("safe_cast(x as date)", AssessedVerdict.Mend, "safe_cast (BigQuery)", "try_cast")]
    [InlineData("`x`", AssessedVerdict.Mend, "names in backticks (BigQuery, Spark, MySQL)", "double quotes")]
    [InlineData("x::number", AssessedVerdict.Mend, "type number", "decimal")]
    [InlineData("struct<a int64>(x)", AssessedVerdict.Mend, "types in angle brackets (struct<...>, array<...>) (BigQuery, Spark)", "struct_pack")]
    public async Task What_another_warehouse_has_is_named_with_it_and_with_its_line(string expression, AssessedVerdict verdict, string cause, string? mend)
    {
        using var project = new TestProject(
            ("models/schema.yml", "sources: [{name: raw, tables: [{name: t}]}]\n"), ("models/m.sql", $"select\n    {expression} as a\nfrom {{{{ source('raw', 't') }}}}\n"), ("models/below.sql", "select a from {{ ref('m') }}"));
        var read = await AssessAsync(project);
        var model = read.Models.Single(one => one.Node.Name == "m");
        var finding = Assert.Single(model.Findings);
        Assert.Equal((verdict, cause, "models/m.sql:2"), (model.Verdict, finding.Cause, finding.Place));
        Assert.True(mend is null ? finding.Mend is null : finding.Mend?.Contains(mend, StringComparison.Ordinal) == true, finding.Mend);
        var below = read.Models.Single(one => one.Node.Name == "below");
        Assert.Equal((AssessedVerdict.Runs, "model.shop.m"), (below.Verdict, below.WaitsFor.Single()));
    }

    [Theory]
    [InlineData("select dubble from {{ ref('typed') }}", "There is no column dubble")]
    [InlineData("select id, count(*) as n from {{ ref('typed') }}", "GROUP BY")]
    [InlineData("select date_trunc('month', amount) as m from {{ ref('typed') }}", "date_trunc")]
    [InlineData("select sum(x, y, z, a, b) as m from {{ source('raw', 't') }}", "sum")]
    [InlineData("select * from elsewhere.schema.t", "elsewhere")]
    public async Task What_does_not_fit_is_told(string sql, string message)
    {
        using var project = new TestProject(
            ("models/schema.yml", "sources: [{name: raw, tables: [{name: t}]}]\n"), ("models/typed.sql", "select cast(id as bigint) as id, cast(amount as double) as amount from {{ source('raw', 't') }}"), ("models/m.sql", sql));
        var model = (await AssessAsync(project)).Models.Single(one => one.Node.Name == "m");
        Assert.Equal(AssessedVerdict.Mend, model.Verdict);
        Assert.Contains(message, model.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_one_model_leave_the_others()
    {
        using var project = new TestProject(
            ("packages.yml", "packages: [{package: dbt-labs/dbt_utils, version: 1.1.1}]\n"),
            ("models/python.py", "def model(dbt, session):\n    return dbt.ref('good')\n"), ("models/good.sql", "select 1 as id"), ("models/missing.sql", "select * from {{ ref('nowhere') }}"),
            ("models/broken.sql", "select {{ nothing.at.all( }}"), ("models/key.sql", "select {{ dbt_utils.generate_surrogate_key(['id']) }} as k from {{ ref('good') }}"),
            ("models/asks.sql", "{% set t = run_query('select name from ' ~ ref('good')) %}select {{ t.rows | length if execute else 1 }} as n"), ("models/odd.sql", "{{ config(materialized='dynamic_table') }} select 1 as id"),
            ("models/one.sql", "select * from {{ ref('two') }}"), ("models/two.sql", "select * from {{ ref('one') }}"), ("models/env.sql", "select '{{ env_var('NOT_SET_HERE_AT_ALL') }}' as e"));
        var read = await AssessAsync(project);
        var verdicts = read.Models.ToDictionary(model => model.Node.Name, model => model.Verdict);
        Assert.Equal((AssessedVerdict.Runs, AssessedVerdict.Cannot, AssessedVerdict.Mend), (verdicts["good"], verdicts["python"], verdicts["broken"]));
        Assert.Equal((AssessedVerdict.Unknown, AssessedVerdict.Unknown, AssessedVerdict.Unknown), (verdicts["missing"], verdicts["key"], verdicts["asks"]));
        Assert.Equal((AssessedVerdict.Unknown, AssessedVerdict.Runs), (verdicts["odd"], verdicts["env"]));
        Assert.Contains(read.Models, model => model.Node.Name is "one" or "two" && model.Findings.Any(finding => finding.Message.Contains("circle", StringComparison.Ordinal)));
        Assert.Equal("package dbt_utils is not installed", read.Models.Single(model => model.Node.Name == "key").Findings[0].Cause);
        Assert.Equal(["dbt_utils"], read.Projects[0].MissingPackages);
        Assert.Equal(["NOT_SET_HERE_AT_ALL"], read.Projects[0].Environment);
    }

    [Fact]
    public async Task Several_projects_below_a_folder_are_found_and_no_project_is_a_fault()
    {
        using var project = new TestProject(
            ("sub/dbt_project.yml", "name: sub\n"), ("sub/models/a.sql", "select 1 as x"), ("sub/packages.yml", "packages: [{local: ../}]\n"), ("models/b.sql", "select 2 as y"), ("dbt_packages/other/dbt_project.yml", "name: other\n"),
            ("bad/dbt_project.yml", "name: [\n"));
        var read = await AssessAsync(project);
        Assert.Equal(["shop", "", "sub"], read.Projects.Select(one => one.Name));
        Assert.Equal(["b", "a"], read.Models.Select(model => model.Node.Name));
        Assert.NotEmpty(read.Projects[1].Faults);
        using var empty = new TestSupport.TempFolder();
        Assert.Equal("dbt.project_missing", (await Assert.ThrowsAsync<FaultException>(() => DbtAssessment.ReadAsync(empty.Path, null, TimeProvider.System, Cancellation))).Fault.Code);
    }

    private static Task<DbtAssessment> AssessAsync(TestProject project) => DbtAssessment.ReadAsync(project[""], null, TimeProvider.System, Cancellation);

    private static string Told(AssessedModel model) => $"{model.Node.Name}: {model.Verdict} {string.Join("; ", model.Findings.Select(finding => finding.Message))}";
}
