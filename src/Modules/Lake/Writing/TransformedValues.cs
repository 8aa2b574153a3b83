using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Lake.Writing;

/// <summary>Partition values that the engine cannot compute (hashes of texts, for example): distinct values are transformed here, and joined to the rows.</summary>
internal sealed class TransformedValues(DuckConnection connection, string rows)
{
    private const int InOneStatement = 20_000;

    private readonly List<string> tables = [];
    private readonly string suffix = Guid.NewGuid().ToString("N");

    /// <summary>The rows with all partition values as columns.</summary>
    public async Task<string> SelectAsync(IReadOnlyList<PartitionColumn> columns, CancellationToken cancellationToken)
    {
        var joins = "";
        var selected = new List<string> { "w.*" };
        foreach (var column in columns)
        {
            if (column.Sql is { } sql)
            {
                selected.Add($"{sql} AS {column.Name}");
                continue;
            }

            var alias = string.Create(CultureInfo.InvariantCulture, $"m{tables.Count / 2}");
            var (from, to) = await MapAsync(column, cancellationToken);
            joins += $" LEFT JOIN (SELECT __talentys_from, __talentys_to FROM {from} POSITIONAL JOIN {to}) AS {alias} ON {column.Source.Sql} = {alias}.__talentys_from";
            selected.Add($"{alias}.__talentys_to AS {column.Name}");
        }

        return $"SELECT {string.Join(", ", selected)} FROM {rows} AS w{joins}";
    }

    /// <summary>Drops what was made.</summary>
    public async Task DropAsync()
    {
        foreach (var table in tables)
        {
            await connection.ExecuteAsync($"DROP TABLE IF EXISTS {table}", CancellationToken.None);
        }
    }

    private async Task<(string From, string To)> MapAsync(PartitionColumn column, CancellationToken cancellationToken)
    {
        var (from, to) = (NewTable(), NewTable());
        var (source, type) = (column.Source, column.Type);
        await connection.ExecuteAsync(
            $"CREATE TEMP TABLE {from} AS SELECT DISTINCT {source.Sql} AS __talentys_from FROM {rows} WHERE {source.Sql} IS NOT NULL", cancellationToken);
        await connection.ExecuteAsync($"CREATE TEMP TABLE {to} (__talentys_to {Types.EngineTypeName.Of(type)})", cancellationToken);
        var values = await connection.RowsAsync($"SELECT {EngineValue.Text(source.Type, "__talentys_from")} FROM {from} ORDER BY rowid", [], cancellationToken);
        foreach (var chunk in values.Chunk(InOneStatement))
        {
            var literals = chunk.Select(row => EngineValue.Literal(type, column.Transform.Apply(EngineValue.Parse(source.Type, (string)row[0]!))!));
            await connection.ExecuteAsync(
                $"INSERT INTO {to} SELECT {EngineValue.Cast(type, "v")} FROM (SELECT unnest([{string.Join(", ", literals)}]) AS v)", cancellationToken);
        }

        return (from, to);
    }

    private string NewTable()
    {
        var table = SqlText.Quote(string.Create(CultureInfo.InvariantCulture, $"__talentys_map{tables.Count}_{suffix}"));
        tables.Add(table);
        return table;
    }
}
