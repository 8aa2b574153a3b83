using System.Diagnostics;
using System.Text;

namespace Talentys.Transformation.Tests;

public class ScaleTests
{
    /// <summary>A generated project of layers, each model with tests: what parsing costs is printed, not judged.</summary>
    [Fact]
    [Trait("Lane", "full")]
    public void A_project_of_two_thousand_models_and_five_thousand_tests_is_read()
    {
        using var project = new TestProject(("dbt_project.yml", "name: shop\n"));
        for (var layer = 0; layer < 20; layer++)
        {
            var schema = new StringBuilder("models:\n");
            for (var i = 0; i < 100; i++)
            {
                var name = $"m_{layer}_{i}";
                project.Add($"models/l{layer}/{name}.sql", layer == 0 ? "{{ config(materialized='table') }}\nselect 1 as id, 2 as amount, 'x' as name"
                    : $"{{{{ config(materialized='view', tags=['l{layer}']) }}}}\nselect a.id, a.amount + b.amount as amount, a.name\nfrom {{{{ ref('m_{layer - 1}_{i}') }}}} a\njoin {{{{ ref('m_{layer - 1}_{(i + 7) % 100}') }}}} b on a.id = b.id\n{{% if is_incremental() %}}where 1 = 1{{% endif %}}");
                schema.Append(System.Globalization.CultureInfo.InvariantCulture, $"  - name: {name}\n    description: Model {i} of layer {layer}\n    columns:\n      - {{name: id, description: Key, tests: [unique, not_null]}}\n");
                schema.Append(i % 2 == 0 ? "      - {name: name, tests: [{accepted_values: {values: [x, y]}}]}\n" : "");
            }

            project.Add($"models/l{layer}/schema.yml", schema.ToString());
        }

        for (var round = 0; round < 4; round++)
        {
            var clock = Stopwatch.StartNew();
            var read = project.Read();
            var parsed = clock.Elapsed;
            clock.Restart();
            var listed = read.Select(["+m_19_5", "tag:l3+1"], ["test_type:generic"]);
            TestContext.Current.TestOutputHelper!.WriteLine($"{read.Nodes.Count} nodes read in {parsed.TotalMilliseconds:0} ms, {listed.Count} chosen in {clock.Elapsed.TotalMilliseconds:0} ms");
            Assert.Equal(7000, read.Nodes.Count);
        }
    }
}
