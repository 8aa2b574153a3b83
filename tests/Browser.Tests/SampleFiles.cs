using System.Globalization;
using System.Text;

namespace Talentys.Browser.Tests;

/// <summary>Files of the tests' project: orders, people, some that are dirty, some with strange names.</summary>
internal static class SampleFiles
{
    /// <summary>Columns of the file <c>wide.csv</c>.</summary>
    public const int WideColumns = 2_000;

    public static void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "harbour"));
        var orders = new StringBuilder("order_id,ordered_at,country,amount\n");
        string[] countries = ["FR", "DE", "IT", "ES"];
        for (var i = 1; i <= 2_000; i++)
        {
            orders.Append(CultureInfo.InvariantCulture, $"{i},2026-0{1 + (i % 9)}-1{i % 10} 08:30:00,{countries[i % 4]},{i % 97}.5\n");
        }

        File.WriteAllText(Path.Combine(folder, "harbour", "orders.csv"), orders.ToString());
        File.WriteAllText(
            Path.Combine(folder, "wide.csv"),
            string.Join('\n', Enumerable.Range(0, 4).Select(row => string.Join(',', Enumerable.Range(1, WideColumns).Select(column => row == 0 ? $"c{column}" : $"{row * column}")))) + "\n");
        File.WriteAllText(Path.Combine(folder, "people.csv"), "id,name,born\n1,Ada,1815-12-10\n2,Grace,1906-12-09\n3,Edsger,1930-05-11\n");
        File.WriteAllText(Path.Combine(folder, "names.csv"), "id,\"say \"\"hi\"\"\",🦊 fox,שלום\n1,a,b,c\n2,<b>d</b>,\"e,f\",<script>alert(1)</script>\n");
        File.WriteAllText(Path.Combine(folder, "dirty.csv"), "id,amount\n" + string.Concat(Enumerable.Range(1, 300).Select(i => $"{i},{i}.25\n")) + "301,oops\n302,3,4,5\n");
    }

    /// <summary>Writes a dbt project about the people: two models and three tests, of which one fails.</summary>
    public static void WriteModels(string project)
    {
        void Write(string file, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(project, file))!);
            File.WriteAllText(Path.Combine(project, file), text);
        }

        Write("dbt_project.yml", "name: harbour\nmodels:\n  +materialized: table\n");
        Write("models/stg_births.sql", "{{ config(materialized='view', tags=['staging']) }}\nselect id, name as who, born from {{ source('main', 'people') }}");
        Write("models/centuries.sql", "select extract(century from born) as century, count(*) as births from {{ ref('stg_births') }} group by all");
        Write("models/schema.yml", """
            sources:
              - name: main
                tables: [{name: people}]
            models:
              - name: stg_births
                description: Who was born when.
                columns:
                  - {name: id, description: Number of the person., tests: [unique, not_null]}
            """);
        Write("tests/born_after_1900.sql", "select who, born from {{ ref('stg_births') }} where born < date '1900-01-01'");
    }

    /// <summary>Writes files <c>part1.csv</c>, <c>part2.csv</c>, ... that take a while to load.</summary>
    public static void WriteBulk(string folder, int files, long rows)
    {
        Directory.CreateDirectory(folder);
        for (var file = 1; file <= files; file++)
        {
            using var writer = new StreamWriter(Path.Combine(folder, $"part{file}.csv"));
            writer.Write("id,at,place,amount\n");
            for (var row = 1L; row <= rows; row++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{row},2026-01-{1 + (row % 28):00} 12:{row % 60:00}:00,place {row % 977},{row % 10_007}.25\n"));
            }
        }
    }
}
