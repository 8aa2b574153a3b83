using System.Globalization;
using Talentys.Lake.Types;
using static Talentys.Lake.Tests.Reading.ForeignTable;

namespace Talentys.Lake.Tests.Reading;

/// <summary>Random evolutions of nested schemas, files of each stage, deletes: what is read is what a model in memory holds.</summary>
public sealed class EvolutionPropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Files_of_any_older_schema_are_read_as_the_newest(int seed)
    {
        var random = new Random(seed);
        await using var host = await LakeHost.StartAsync();
        var stages = new List<IReadOnlyList<NestedField>>();
        var next = 1;
        var schema = new List<NestedField> { Field(next++, "id", Of(PrimitiveKind.Long)), New(random, ref next, 0), New(random, ref next, 0) };
        for (var stage = 0; stage < 5; stage++)
        {
            stages.Add([.. schema]);
            schema = [schema[0], .. Evolve(random, schema.Skip(1), ref next, 0)];
        }

        var table = new ForeignTable(host, [.. stages]);
        var model = new List<(long Id, Dictionary<int, object?> Values)>();
        var id = 0L;
        for (var stage = 0; stage < stages.Count; stage++)
        {
            var rows = Enumerable.Range(0, 6).Select(_ => (Id: id++, Values: stages[stage].Skip(1).ToDictionary(field => field.Id, field => Value(random, field.Type)))).ToList();
            var select = string.Join(" union all ", rows.Select(row =>
                $"select {row.Id}::bigint as id{string.Concat(stages[stage].Skip(1).Select(field => $", {Sql(row.Values[field.Id], field.Type)} as \"{field.Name}\""))}"));
            var name = await table.AddAsync(stage + 1, $"select * from ({select}) order by id", stages[stage]);
            var gone = random.Next(6);
            await table.AddPositionsAsync(stage + 1, ($"{table.Location}/data/{name}", gone));
            model.AddRange(rows.Where((_, at) => at != gone));
        }

        var dead = model[random.Next(model.Count)].Id;
        await table.AddEqualitiesAsync(9, $"select {dead}::bigint as id", [schema[0]], [1]);
        var now = stages[^1];
        var expected = string.Join("\n", model.Where(row => row.Id != dead).OrderBy(row => row.Id).Select(row =>
            $"{row.Id}|{string.Join("|", now.Skip(1).Select(field => Sql(Project(row.Values.GetValueOrDefault(field.Id), field.Type), field.Type)))}"));
        var columns = string.Concat(now.Skip(1).Select(field => $", \"{field.Name}\""));
        table.Write();
        await table.RegisterAsync();
        var read = await host.RowsAsync(await host.TableAsync(), $"select id{columns} from $t order by id");
        var shown = string.Join("\n", read.Select(row => $"{row[0]}|{string.Join("|", now.Skip(1).Select((field, at) => Sql(FromEngine(row[at + 1], field.Type), field.Type)))}"));
        Assert.Equal(expected, shown);
    }

    private static NestedField New(Random random, ref int next, int depth)
    {
        var id = next++;
        return Field(id, $"c{id}", NewType(random, ref next, depth));
    }

    private static IcebergType NewType(Random random, ref int next, int depth)
    {
        switch (depth > 2 ? 0 : random.Next(6))
        {
            case 3:
                return new IcebergType.Struct([New(random, ref next, depth + 1), New(random, ref next, depth + 1)]);
            case 4:
                var element = next++;
                return new IcebergType.List(element, NewType(random, ref next, depth + 1));
            case 5:
                var (key, value) = (next++, next++);
                return new IcebergType.Map(key, Of(PrimitiveKind.String), value, NewType(random, ref next, depth + 1));
            default:
                return random.Next(3) switch { 0 => Of(PrimitiveKind.Int), 1 => Of(PrimitiveKind.String), _ => Of(PrimitiveKind.Float) };
        }
    }

    /// <summary>Drops, renames (also to a name that another had), adds, widens and reorders.</summary>
    private static List<NestedField> Evolve(Random random, IEnumerable<NestedField> fields, ref int next, int depth)
    {
        var evolved = new List<NestedField>();
        foreach (var field in fields)
        {
            var kept = field with { Type = Evolve(random, field.Type, ref next, depth + 1) };
            switch (random.Next(6))
            {
                case 0 when evolved.Count > 0:
                    break;
                case 1:
                    evolved.Add(kept with { Name = $"r{random.Next(1000)}_{field.Id}" });
                    break;
                default:
                    evolved.Add(kept);
                    break;
            }
        }

        if (random.Next(3) == 0)
        {
            evolved.Add(New(random, ref next, depth + 1));
        }

        if (evolved.Count > 1 && random.Next(3) == 0)
        {
            (evolved[0], evolved[1]) = (evolved[1] with { Name = evolved[0].Name }, evolved[0] with { Name = evolved[1].Name });
        }

        return evolved;
    }

    private static IcebergType Evolve(Random random, IcebergType type, ref int next, int depth)
    {
        switch (type)
        {
            case IcebergType.Struct s:
                return new IcebergType.Struct(Evolve(random, s.Fields, ref next, depth));
            case IcebergType.List list:
                return list with { Element = Evolve(random, list.Element, ref next, depth) };
            case IcebergType.Map map:
                return map with { Value = Evolve(random, map.Value, ref next, depth) };
            case IcebergType.Primitive { Kind: PrimitiveKind.Int } when random.Next(3) == 0:
                return Of(PrimitiveKind.Long);
            case IcebergType.Primitive { Kind: PrimitiveKind.Float } when random.Next(3) == 0:
                return Of(PrimitiveKind.Double);
            default:
                return type;
        }
    }

    /// <summary>A value of the model: numbers and texts; by field id in structs; lists; pairs of maps.</summary>
    private static object? Value(Random random, IcebergType type) => random.Next(4) == 0 ? null : type switch
    {
        IcebergType.Struct s => s.Fields.ToDictionary(field => field.Id, field => Value(random, field.Type)),
        IcebergType.List list => Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, list.Element)).ToList(),
        IcebergType.Map map => Enumerable.Range(0, random.Next(3)).Select(at => KeyValuePair.Create($"k{at}", Value(random, map.Value))).ToList(),
        IcebergType.Primitive { Kind: PrimitiveKind.String } => $"t{random.Next(100)}'",
        IcebergType.Primitive { Kind: PrimitiveKind.Float or PrimitiveKind.Double } => random.Next(100) / 4.0,
        _ => (long)random.Next(-100, 100),
    };

    private static object? Project(object? value, IcebergType type) => (value, type) switch
    {
        (Dictionary<int, object?> parts, IcebergType.Struct s) => s.Fields.ToDictionary(field => field.Id, field => Project(parts.GetValueOrDefault(field.Id), field.Type)),
        (List<object?> items, IcebergType.List list) => items.ConvertAll(item => Project(item, list.Element)),
        (List<KeyValuePair<string, object?>> pairs, IcebergType.Map map) => pairs.ConvertAll(pair => KeyValuePair.Create(pair.Key, Project(pair.Value, map.Value))),
        _ => value,
    };

    private static object? FromEngine(object? value, IcebergType type) => (value, type) switch
    {
        (IReadOnlyDictionary<string, object?> parts, IcebergType.Struct s) => s.Fields.ToDictionary(field => field.Id, field => FromEngine(parts[field.Name], field.Type)),
        (object?[] items, IcebergType.List list) => items.Select(item => FromEngine(item, list.Element)).ToList(),
        (IReadOnlyDictionary<string, object?> pairs, IcebergType.Map map) => pairs.Select(pair => KeyValuePair.Create(pair.Key, FromEngine(pair.Value, map.Value))).ToList(),
        _ => value,
    };

    private static string Sql(object? value, IcebergType type)
    {
        var name = EngineTypeName.Of(type);
        return (value, type) switch
        {
            (null, _) => $"null::{name}",
            (Dictionary<int, object?> parts, IcebergType.Struct s) =>
                $"struct_pack({string.Join(", ", s.Fields.Select(field => $"\"{field.Name}\" := {Sql(parts[field.Id], field.Type)}"))})",
            (List<object?> items, IcebergType.List list) => $"[{string.Join(", ", items.Select(item => Sql(item, list.Element)))}]::{name}",
            (List<KeyValuePair<string, object?>> pairs, IcebergType.Map map) => pairs.Count == 0
                ? $"map()::{name}"
                : $"map([{string.Join(", ", pairs.Select(pair => $"'{pair.Key}'"))}], [{string.Join(", ", pairs.Select(pair => Sql(pair.Value, map.Value)))}])",
            (string text, _) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'::{name}",
            _ => $"{Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}::{name}",
        };
    }
}
