using Talentys.Query.Functions;

namespace Talentys.Query.SystemTables;

/// <summary>What is the same for everybody: types, functions, and the system tables themselves.</summary>
internal sealed class CommonFacts(FunctionCatalog functions, FactStore store)
{
    /// <summary>Identifiers of the schemas of system tables.</summary>
    public const uint CatalogOid = 11;

    /// <summary>The same of <c>information_schema</c>.</summary>
    public const uint InformationOid = 13_000;

    private const uint AnyType = 2276;

    // functions that clients know arrays by, and others that are asked for by name
    private static readonly Dictionary<string, uint> Fixed = new(StringComparer.Ordinal)
    {
        ["array_in"] = 750,
        ["array_out"] = 751,
        ["array_recv"] = 2400,
        ["array_send"] = 2401,
        ["heap_tableam_handler"] = 3,
        ["bthandler"] = 330,
    };

    private static readonly string[] Preferred = ["bool", "float8", "oid", "text", "timestamptz", "interval", "inet", "varbit"];

    /// <summary>The rows of types.</summary>
    public Task<Fact> TypesAsync(CancellationToken cancellationToken)
    {
        var rows = new FactRows(FactKind.Types);
        foreach (var type in SystemType.Scalars)
        {
            var element = type.Name switch { "int2vector" => 21u, "oidvector" => 26u, "name" => 18u, _ => 0u };
            Add(type.Oid, type.Name, type.Label, type.Length, type.Category == 'P' ? 'p' : 'b', type.Category, element, type.Array, type.Collation, Routines(type.Name));
            if (type.Array > 0)
            {
                Add(type.Array, "_" + type.Name, type.Label + "[]", -1, type.Category == 'P' ? 'p' : 'b', 'A', type.Oid, 0, type.Collation, "array_");
            }
        }

        return store.KeepAsync(rows, cancellationToken);

        void Add(uint oid, string name, string label, short length, char sort, char category, uint element, uint array, uint collation, string of)
        {
            rows.Add(
                oid, name, label, length, sort, category, Preferred.Contains(name), element, array, OidOf(of + "in"), OidOf(of + "out"), OidOf(of + "recv"), OidOf(of + "send"),
                length == 8 ? 'd' : length is 1 or 64 ? 'c' : length == 2 ? 's' : 'i', collation);
        }
    }

    /// <summary>The rows of functions: those that may be called, and those that types and methods name.</summary>
    public async Task<Fact> FunctionsAsync(CancellationToken cancellationToken)
    {
        var rows = new FactRows(FactKind.Functions);
        var taken = new HashSet<uint>();
        foreach (var type in SystemType.Scalars)
        {
            foreach (var part in (string[])["in", "out", "recv", "send"])
            {
                Add(Routines(type.Name) + part, 'f', false, [AnyType], [""], part is "in" or "recv" ? type.Oid : 2275, "internal", null);
            }
        }

        foreach (var name in Fixed.Keys)
        {
            Add(name, 'f', false, [AnyType], [""], 2277, "internal", null);
        }

        foreach (var function in await functions.AllAsync(cancellationToken))
        {
            var open = function.Signature.IndexOf('(', StringComparison.Ordinal);
            var text = open < 0 ? "" : function.Signature[(open + 1)..].TrimEnd(')');
            string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var kind = function.Kind switch { "aggregate" => 'a', "window" => 'w', _ => 'f' };
            Add(function.Name, kind, function.Kind.StartsWith("table", StringComparison.Ordinal), [.. names.Select(_ => AnyType)], names, AnyType, text, function.Description, function.Signature);
        }

        foreach (var name in SystemDefinitions.Functions.Where(name => !name.StartsWith('_')))
        {
            Add(name, 'f', false, [AnyType], [""], AnyType, "", null);
        }

        return await store.KeepAsync(rows, cancellationToken);

        void Add(string name, char kind, bool returnsRows, uint[] arguments, string[] names, uint result, string signature, string? description, string? identity = null)
        {
            var oid = identity is null ? OidOf(name) : SystemOids.Hash($"function:{identity}");
            if (taken.Add(oid))
            {
                rows.Add(oid, name, kind, returnsRows, arguments, names, result, signature, description);
            }
        }
    }

    /// <summary>The system tables as relations.</summary>
    public Task<Fact> RelationsAsync(CancellationToken cancellationToken)
    {
        var rows = new FactRows(FactKind.SystemRelations);
        foreach (var table in SystemDefinitions.Tables)
        {
            rows.Add(
                table.Oid, table.Group == "pg" ? CatalogOid : InformationOid, table.Schema, table.Name, table.Kind, (short)table.Columns.Count, -1, 0L, null, null,
                false, false, true);
        }

        return store.KeepAsync(rows, cancellationToken);
    }

    /// <summary>Their columns.</summary>
    public Task<Fact> ColumnsAsync(CancellationToken cancellationToken)
    {
        var rows = new FactRows(FactKind.SystemColumns);
        foreach (var table in SystemDefinitions.Tables)
        {
            for (var index = 0; index < table.Columns.Count; index++)
            {
                var (oid, length, _, collation) = SystemType.Named(table.Columns[index].Type);
                var dimensions = table.Columns[index].Type.EndsWith(']') ? 1 : 0;
                rows.Add(table.Oid, (short)(index + 1), table.Columns[index].Name, oid, length, -1, (short)dimensions, collation, false, null);
            }
        }

        return store.KeepAsync(rows, cancellationToken);
    }

    // int4in, date_in
    private static string Routines(string type) =>
        type is "date" or "time" or "timestamp" or "timestamptz" or "interval" or "timetz" or "numeric" or "json" or "jsonb" or "uuid" ? type + "_" : type;

    private static uint OidOf(string function) => Fixed.GetValueOrDefault(function, SystemOids.Hash($"function:{function}"));
}
