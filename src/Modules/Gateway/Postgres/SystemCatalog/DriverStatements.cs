using System.Globalization;
using System.Text;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.SystemCatalog;

/// <summary>What drivers ask right after connecting, about types alone: answered with the types that are spoken here.</summary>
internal sealed class DriverStatements : ICatalogStatements
{
    private static readonly (string[] Holds, Func<string> Answer)[] Known =
    [
        // Npgsql: all types, then the fields of composite ones, then the labels of enums
        (["elemtypoid", "pg_type", "typreceive"], NpgsqlTypes),
        (["att.attname", "att.atttypid", "pg_attribute", "typtype"], () => "SELECT 0::BIGINT AS oid, '' AS attname, 0::BIGINT AS atttypid WHERE false"),
        (["enumlabel", "pg_enum"], () => "SELECT 0::BIGINT AS oid, '' AS enumlabel WHERE false"),
        // psycopg and SQLAlchemy: hstore, citext and the like are not there
        (["typarray", "pg_type", "hstore"], () => "SELECT 0::BIGINT AS oid, 0::BIGINT AS typarray WHERE false"),
        // psycopg 3: information on one type
        (["to_regtype", "pg_type"], () => "SELECT '' AS name, 0::BIGINT AS oid, 0::BIGINT AS array_oid, '' AS regtype, ',' AS delimiter WHERE false"),
    ];

    public string? Find(string sql)
    {
        if (!sql.Contains("pg_", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        foreach (var (holds, answer) in Known)
        {
            if (holds.All(part => sql.Contains(part, StringComparison.OrdinalIgnoreCase)))
            {
                return answer();
            }
        }

        return null;
    }

    private static string NpgsqlTypes()
    {
        var rows = new StringBuilder();
        foreach (var type in PgType.All.Where(type => type.Oid != PgType.Unknown.Oid))
        {
            Row(rows, type.Oid, type.Name, 'b', 0);
        }

        foreach (var type in PgType.All.Where(type => type.Array != 0))
        {
            Row(rows, type.Array, "_" + type.Name, 'a', type.Oid);
        }

        return $"SELECT * FROM (VALUES {rows}) t(nspname, oid, typname, typtype, typnotnull, elemtypoid)";
    }

    private static void Row(StringBuilder rows, int oid, string name, char sort, int element) => rows.Append(
        CultureInfo.InvariantCulture, $"{(rows.Length == 0 ? "" : ", ")}('pg_catalog', {oid}, '{name}', '{sort}', false, {element})");
}
