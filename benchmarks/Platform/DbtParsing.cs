using System.Globalization;
using System.Text;
using Talentys.Transformation.Public;

namespace Talentys.Benchmarks.Platform;

/// <summary>How long a large dbt project takes to be read and its nodes to be chosen, in a running process.</summary>
public sealed class DbtParsing : IBenchmark
{
    private const int Layers = 20;
    private const int Wide = 100;
    private const double ReadBarMilliseconds = 2000;
    private const double AgainBarMilliseconds = 100;
    private const double ListBarMilliseconds = 300;

    /// <inheritdoc/>
    public string Name => "dbt-parse";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        Write(project);
        var order = new DbtOrder(project.Folders.Project) { TrustsProject = true, Environment = _ => null };
        var read = DbtProject.Read(order, cancellationToken);
        var reader = new DbtReader(order);
        reader.Read(cancellationToken);
        var change = 0;
        var properties = await File.ReadAllTextAsync(project.File("models/l7/schema.yml"), cancellationToken);
        var figures = await SideBySide.RunAsync(
            rounds,
            ("read a dbt project", () =>
            {
                read = DbtProject.Read(order, cancellationToken);
                return Task.CompletedTask;
            }
        ),
            ("read it again after a model changed", () =>
            {
                File.WriteAllText(project.File("models/l7/m_7_7.sql"), string.Create(CultureInfo.InvariantCulture, $"select id, amount, name, {change++} as change from {{{{ ref('m_6_7') }}}}"));
                reader.Read(cancellationToken);
                return Task.CompletedTask;
            }
        ),
            ("read it again after a file of 100 models' properties changed", () =>
            {
                File.WriteAllText(project.File("models/l7/schema.yml"), properties.Replace("description: Model 7 of", $"description: Model {change++} of", StringComparison.Ordinal));
                reader.Read(cancellationToken);
                return Task.CompletedTask;
            }
        ),
            ("choose nodes of one just read: +m_19_5,config... tag:l3+1", () =>
            {
                read.Select(["+m_19_5,config.materialized:view", "tag:l3+1"], ["test_type:generic"]);
                return Task.CompletedTask;
            }
        ));
        return
        [
            figures[0] with { Note = string.Create(CultureInfo.InvariantCulture, $"{read.Nodes.Count:N0} nodes; bar {ReadBarMilliseconds:N0} ms: {Verdict(figures[0], ReadBarMilliseconds)}") },
            .. figures.Skip(1).Take(2).Select(figure => figure with { Note = string.Create(CultureInfo.InvariantCulture, $"bar {AgainBarMilliseconds:N0} ms: {Verdict(figure, AgainBarMilliseconds)}") }),
            figures[3] with { Note = string.Create(CultureInfo.InvariantCulture, $"bar {ListBarMilliseconds:N0} ms: {Verdict(figures[3], ListBarMilliseconds)}") },
        ];
    }

    private static string Verdict(Figure figure, double bar) => figure.Milliseconds <= bar ? "met" : "missed";

    /// <summary>2,000 models in layers, each of two of the layer before, with 5,000 tests.</summary>
    private static void Write(BenchProject project)
    {
        File.WriteAllText(project.File("dbt_project.yml"), "name: shop\n");
        for (var layer = 0; layer < Layers; layer++)
        {
            Directory.CreateDirectory(project.File($"models/l{layer}"));
            var schema = new StringBuilder("models:\n");
            for (var i = 0; i < Wide; i++)
            {
                File.WriteAllText(project.File($"models/l{layer}/m_{layer}_{i}.sql"), layer == 0 ? "{{ config(materialized='table') }}\nselect 1 as id, 2 as amount, 'x' as name"
                    : $"{{{{ config(materialized='view', tags=['l{layer}']) }}}}\nselect a.id, a.amount + b.amount as amount, a.name\nfrom {{{{ ref('m_{layer - 1}_{i}') }}}} a\njoin {{{{ ref('m_{layer - 1}_{(i + 7) % Wide}') }}}} b on a.id = b.id\n{{% if is_incremental() %}}where 1 = 1{{% endif %}}");
                schema.Append(CultureInfo.InvariantCulture, $"  - name: m_{layer}_{i}\n    description: Model {i} of layer {layer}\n    columns:\n      - {{name: id, description: Key, tests: [unique, not_null]}}\n");
                schema.Append(i % 2 == 0 ? "      - {name: name, tests: [{accepted_values: {values: [x, y]}}]}\n" : "");
            }

            File.WriteAllText(project.File($"models/l{layer}/schema.yml"), schema.ToString());
        }
    }
}
