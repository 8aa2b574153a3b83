using Talentys.Contracts;
using Talentys.DuckDb.Public;

namespace Talentys.Query.Functions;

/// <summary>Describes the functions that statements may call, in the engine's own words; read once.</summary>
internal sealed class FunctionCatalog
{
    /// <summary>Signatures by type of one name and number of parameters, before they become one.</summary>
    private const int MostTyped = 3;

    private const string Sql =
        """
        SELECT lower(function_name) AS name, if(function_type = 'table_macro', 'macro', function_type) AS kind, parameters, parameter_types, varargs, description
        FROM duckdb_functions()
        WHERE schema_name = 'main' AND function_type <> 'pragma'
        ORDER BY name, kind, len(parameters), parameter_types::VARCHAR
        """;

    /// <summary>Functions whose only place is before OVER: the engine does not list them.</summary>
    private static readonly Dictionary<string, string> Windows = new(StringComparer.Ordinal)
    {
        ["row_number"] = "row_number()",
        ["rank"] = "rank()",
        ["dense_rank"] = "dense_rank()",
        ["rank_dense"] = "rank_dense()",
        ["percent_rank"] = "percent_rank()",
        ["cume_dist"] = "cume_dist()",
        ["ntile"] = "ntile(buckets)",
        ["lag"] = "lag(expression, offset, default)",
        ["lead"] = "lead(expression, offset, default)",
        ["first_value"] = "first_value(expression)",
        ["last_value"] = "last_value(expression)",
        ["nth_value"] = "nth_value(expression, n)",
        ["fill"] = "fill(expression)",
    };

    private readonly Lock gate = new();
    private Task<IReadOnlyList<SqlFunction>>? known;

    /// <summary>All functions, ordered by name; one with other parameters under the same name is another.</summary>
    public Task<IReadOnlyList<SqlFunction>> AllAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (known is null or { IsFaulted: true } or { IsCanceled: true })
            {
                known = Task.Run(ReadAsync, CancellationToken.None); // all who ask wait for the same
            }

            return known.WaitAsync(cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<SqlFunction>> ReadAsync()
    {
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least, Threads = 1, AllowedFolders = [] });
        using var connection = instance.Connect();
        var listed = (await connection.RowsAsync(Sql, [], CancellationToken.None))
            .Select(row => new Overload(
                (string)row[0]!, Windows.ContainsKey((string)row[0]!) ? "window" : (string)row[1]!, [.. (row[2] as object?[] ?? []).Select(name => name as string ?? "")],
                [.. (row[3] as object?[] ?? []).Select(type => type as string ?? "any")], row[4] is not null, row[5] as string))
            .Where(overload => overload.Name.Any(char.IsAsciiLetter) && AllowedFunctions.Contains(overload.Name));
        var found = listed
            .GroupBy(overload => (overload.Name, overload.Kind, overload.Parameters.Count, overload.Varargs))
            .SelectMany(Signatures)
            .Distinct()
            .ToList();
        var names = found.Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        var others = AllowedFunctions.All.Select(name => name.ToLowerInvariant()).Where(name => !names.Contains(name)).Select(name =>
            Windows.TryGetValue(name, out var signature)
                ? new SqlFunction(name, "window", signature, null)
                : new SqlFunction(name, "scalar", $"{name}(...)", null));
        return [.. found.Concat(others).OrderBy(function => function.Name, StringComparer.Ordinal).ThenBy(function => function.Signature.Length)];
    }

    /// <summary>What overloads of as many parameters are called by; those that differ in types alone are one when they are many.</summary>
    private static IEnumerable<SqlFunction> Signatures(IEnumerable<Overload> same)
    {
        var overloads = same.ToList();
        var description = overloads.Select(overload => overload.Description).FirstOrDefault(text => text is not null);
        var signatures = overloads.Select(overload => overload.Signature(typed: true)).Distinct().ToList();
        if (signatures.Count > MostTyped)
        {
            signatures = [.. overloads.Select(overload => overload.Signature(typed: false)).Distinct()];
        }

        return signatures.Select(signature => new SqlFunction(overloads[0].Name, overloads[0].Kind, signature, description));
    }

    private sealed record Overload(
        string Name, string Kind, IReadOnlyList<string> Parameters, IReadOnlyList<string> Types, bool Varargs, string? Description)
    {
        // the engine calls parameters without a name col0, col1: their types say more
        public string Signature(bool typed)
        {
            var shown = Parameters.Select((parameter, i) =>
                parameter.Length > 0 && !(parameter.StartsWith("col", StringComparison.Ordinal) && parameter[3..].All(char.IsAsciiDigit))
                    ? parameter
                    : typed && i < Types.Count ? Types[i].ToLowerInvariant() : "value");
            return $"{Name}({string.Join(", ", Varargs ? shown.Append("...") : shown)})";
        }
    }
}
