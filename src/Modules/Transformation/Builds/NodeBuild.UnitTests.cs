using Talentys.Jinja.Public;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;
using Talentys.Transformation.Reading;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>Unit tests: the SQL of a model over rows that are given, beside the rows that are expected.</summary>
internal sealed partial class NodeBuild
{
    private const string Which = "actual_or_expected";

    private IReadOnlyList<RelationColumn> compared = [];

    /// <summary>Of a unit test how what its model makes differs from what is expected; null when it does not.</summary>
    public string? Difference { get; private set; }

    private BuildPlan Plan => plan;

    private Warehouse Warehouse => warehouse;

    private CancellationToken Cancellation => cancellation;

    private JinjaException Wrong(string message) => new("CompilationError", $"In the unit test {node.Name}: {message}");

    /// <summary>The rows of both sides in one statement.</summary>
    private string UnitTest()
    {
        var model = plan.ById[node.DependsOn[0]];
        var fixtures = new Fixtures(this, model);
        var sql = fixtures.Compiled();
        var actual = warehouse.Columns(sql);
        var expect = node.Draft.Declared.Dict("expect");
        var rows = fixtures.Rows(expect, null);
        compared = rows.Columns(actual, rows.IsSql ? [.. warehouse.Columns(rows.Sql([])).Select(column => column.Name)] : null, name => Wrong($"the expected column {name} is none of the model's: {string.Join(", ", actual.Select(column => column.Name))}"));
        var list = string.Join(", ", compared.Select(column => column.Quoted));
        return $"""
            with dbt_internal_unit_test_actual as (
            {sql}
            ), dbt_internal_unit_test_expected as (
            {rows.Sql(compared)}
            )
            select 'actual' as {Which}, {list} from dbt_internal_unit_test_actual
            union all
            select 'expected', {list} from dbt_internal_unit_test_expected
            """;
    }

    private void Compare(string sql)
    {
        var texts = string.Join(", ", compared.Select(column => $"cast({column.Quoted} as varchar)"));
        var all = warehouse.Ask($"select {Which}, {texts} from (\n{sql}\n) dbt_internal_unit_test");
        List<string?[]> Side(string name) => [.. all.Rows.Where(row => row[0] as string == name).Select(row => row[1..].Select(value => value as string).ToArray())];
        var differences = RowDifferences.Between([.. compared.Select(column => column.Name)], Side("actual"), Side("expected"));
        Difference = differences.Count == 0 ? null : $"actual differs from expected:\n\n{differences.Text}";
        results["main"] = new QueryTable(["failures", "should_warn", "should_error"], [[(long)differences.Count, false, differences.Count > 0]]);
    }

    /// <summary>The rows that a unit test gives in place of what its model reads.</summary>
    private sealed class Fixtures
    {
        private readonly NodeBuild test;
        private readonly DbtNode model;
        private readonly Dictionary<Relation, (Relation Cte, DbtNode? Node, PyDict Given)> inputs = [];
        private PyDict? self;
        private bool anew;

        public Fixtures(NodeBuild test, DbtNode model)
        {
            (this.test, this.model) = (test, model);
            foreach (var given in test.Node.Draft.Declared.Dicts("given"))
            {
                Note(given);
            }
        }

        /// <summary>The model's SQL with the rows in front of it.</summary>
        public string Compiled() => Compiled(self is null ? null : new Relation(null, null, "__dbt__cte__this", "cte"));

        private string Compiled(Relation? own)
        {
            var inner = new NodeBuild(test.Plan, model, test.Warehouse, test.Cancellation) { Change = names => Replace(names, own) };
            var sql = inner.Raw().Trim();
            var ctes = inputs.Select(pair => (pair.Value.Cte.Identifier!, Sql(pair.Value.Given, pair.Value.Node, () => Columns(pair.Value.Node, pair.Key)))).ToList();
            if (own is not null)
            {
                ctes.Add((own.Identifier!, Sql(self!, null, SelfColumns)));
            }

            return ctes.Count == 0 ? sql : Injected(sql, ctes);
        }

        /// <summary>Rows as they are given: a list of dicts, a text of CSV or SQL, or a file of one.</summary>
        public FixtureRows Rows(PyDict given, DbtNode? input)
        {
            var format = given.Text("format") ?? "dict";
            if (given.Text("fixture") is { } name)
            {
                return format is "csv" or "sql" ? FixtureRows.Read(format, Fixture(name, format))
                    : throw test.Wrong($"the fixture {name} has the format {format}: files are csv or sql");
            }

            return given.Get("rows") is null && input?.ResourceType == "seed"
                ? FixtureRows.Read("csv", File.ReadAllText(Path.Combine(input.Draft.Package.Folder, input.File)), input.Draft.Config.Text("delimiter") is [var delimiter, ..] ? delimiter : ',')
                : format switch
                {
                    "dict" when given.Get("rows") is null or PyList => FixtureRows.Of((given.Get("rows") as PyList ?? []).OfType<PyDict>()),
                    "csv" or "sql" when given.Get("rows") is null or string => FixtureRows.Read(format, given.Text("rows") ?? ""),
                    _ => throw test.Wrong($"rows of the format {format} are not written so: dict is a list of rows, csv and sql are texts"),
                };
        }

        private void Note(PyDict given)
        {
            var text = given.Text("input") ?? throw test.Wrong("something that is given names no input");
            DbtNode? target = null;
            Relation? relation = null;
            var names = new JinjaNames
            {
                ["this"] = "this",
                ["ref"] = new JinjaFunction("ref", arguments =>
                {
                    target = test.Plan.Reference(test.Node, arguments);
                    relation = test.Plan.RelationOf(target);
                    return "";
                }),
                ["source"] = new JinjaFunction("source", arguments =>
                {
                    relation = test.Plan.Source(test.Node, arguments);
                    return "";
                }),
            };
            var value = new Rendered(test.Plan.Project.Environment, names, test.Cancellation).Expression(text, $"{test.Node.File}: {test.Node.Name}");
            if (value is "this")
            {
                self = given;
                return;
            }

            if (relation is null)
            {
                throw test.Wrong($"the input {text} is neither ref(), source() nor this");
            }

            var name = target is null ? $"{relation.Schema}__{relation.Identifier}" : target.Version is null ? target.Name : $"{target.Name}_v{target.Version}";
            inputs[relation] = (new Relation(null, null, "__dbt__cte__" + name, "cte"), target, given);
        }

        private string Sql(PyDict given, DbtNode? input, Func<IReadOnlyList<RelationColumn>> columns)
        {
            var rows = Rows(given, input);
            if (rows.IsSql)
            {
                return rows.Sql([]);
            }

            var known = columns();
            rows.Columns(known, null, name => test.Wrong($"the column {name} of {given.Text("input")} is none of those that it has: {string.Join(", ", known.Select(column => column.Name))}"));
            return rows.Sql(known);
        }

        /// <summary>Names and types of what is replaced: as its table has them, or as its SQL or file would give them.</summary>
        private IReadOnlyList<RelationColumn> Columns(DbtNode? input, Relation relation)
        {
            if (relation.Type != "cte" && test.Warehouse.Has(relation))
            {
                return test.Warehouse.Columns($"select * from {relation}");
            }

            return input switch
            {
                { ResourceType: "model" or "snapshot" } => test.Warehouse.Columns(new NodeBuild(test.Plan, input, test.Warehouse, test.Cancellation).Compile()),
                { ResourceType: "seed" } => [.. SeedFile.Of(input).Columns.Select(column => new RelationColumn(column.Column, column.Type))],
                _ => throw test.Wrong($"the columns of {relation} are not known, for it is not there: load it first, or give its rows as SQL with format: sql"),
            };
        }

        /// <summary>What the model gave before: the columns of its table, or of its SQL when it is made anew.</summary>
        private IReadOnlyList<RelationColumn> SelfColumns()
        {
            var table = test.Plan.RelationOf(model);
            return test.Warehouse.Columns(test.Warehouse.Has(table) ? $"select * from {table}" : Anew());
        }

        private string Anew()
        {
            anew = true;
            try
            {
                return Compiled(null);
            }
            finally
            {
                anew = false;
            }
        }

        private void Replace(JinjaNames names, Relation? own)
        {
            var overrides = test.Node.Draft.Declared.Dict("overrides");
            names["ref"] = new JinjaFunction("ref", arguments =>
            {
                var target = test.Plan.Reference(model, arguments);
                return inputs.TryGetValue(test.Plan.RelationOf(target), out var input) ? input.Cte : throw test.Wrong($"no rows are given for ref('{target.Name}'), which the model reads");
            });
            names["source"] = new JinjaFunction("source", arguments => inputs.TryGetValue(test.Plan.Source(model, arguments), out var input) ? input.Cte
                : throw test.Wrong($"no rows are given for source('{arguments.Values[0]}', '{arguments.Values[1]}'), which the model reads"));
            names["builtins"] = ParseContext.Builtins(names);
            names["is_incremental"] = new JinjaFunction("is_incremental", _ => false);
            if (own is not null)
            {
                names["this"] = own;
            }

            names["var"] = Instead("var", overrides.Dict("vars"), (IJinjaCallable)names["var"]!);
            names["env_var"] = Instead("env_var", overrides.Dict("env_vars"), (IJinjaCallable)names["env_var"]!);
            foreach (var (key, value) in overrides.Dict("macros"))
            {
                var name = key as string ?? "";
                if (anew && name.EndsWith("is_incremental", StringComparison.Ordinal))
                {
                    continue;
                }

                var macro = new JinjaFunction(name, _ => value);
                if (name.Split('.') is [var package, var plain])
                {
                    var known = names.TryGetValue(package, out var before) ? before as OverriddenPackage : null;
                    names[package] = known ??= new OverriddenPackage(package, (IJinjaMapping)names["context"]!);
                    known.Macros[plain] = macro;
                    if (package == MacroTable.Own)
                    {
                        names[plain] = macro;
                    }
                }
                else
                {
                    names[name] = macro;
                }
            }
        }

        private static JinjaFunction Instead(string name, PyDict told, IJinjaCallable otherwise) =>
            new(name, arguments => arguments.Values is [string asked, ..] && told.TryGetValue(asked, out var value) ? value : otherwise.Call(arguments));

        private string Fixture(string name, string format)
        {
            var file = name.EndsWith("." + format, StringComparison.Ordinal) ? name : $"{name}.{format}";
            var package = test.Node.Draft.Package;
            var found = new ProjectFiles(test.Plan.Project.Order).In(package, package.Tests.Select(path => path + "/fixtures"), "." + format).FirstOrDefault(one => Path.GetFileName(one.Path) == file)
                ?? throw test.Wrong($"there is no fixture {file} in {string.Join(" or ", package.Tests.Select(path => path + "/fixtures"))}");
            return File.ReadAllText(found.Full);
        }
    }

    /// <summary>A package of which some macros are replaced.</summary>
    private sealed class OverriddenPackage(string package, IJinjaMapping context) : IJinjaObject
    {
        public Dictionary<string, object?> Macros { get; } = new(StringComparer.Ordinal);

        public string TypeName => "package";

        public bool TryGet(string name, out object? value) => Macros.TryGetValue(name, out value)
            || (context is ParseContext.NamesByKey names && (value = names.In(package, name)) is not null);
    }
}
