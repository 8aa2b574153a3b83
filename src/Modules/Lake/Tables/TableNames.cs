using Talentys.Kernel;

namespace Talentys.Lake.Tables;

/// <summary>Which names a table may have: any, but for what no store can keep.</summary>
internal static class TableNames
{
    // the system tables are found there, and nothing else
    private static readonly string[] Reserved = ["pg_catalog", "information_schema"];

    /// <summary>Refuses a name that cannot be kept.</summary>
    /// <exception cref="FaultException"><c>lake.name_refused</c>.</exception>
    public static void Check(TableName name)
    {
        if (Reserved.Contains(name.Schema, StringComparer.OrdinalIgnoreCase))
        {
            throw new FaultException(Fault.Invalid(
                "lake.name_refused", $"The schema {name.Schema} is that of the system tables.", null, "Name another schema."));
        }

        foreach (var part in new[] { name.Schema, name.Name })
        {
            if (string.IsNullOrWhiteSpace(part) || part.Length > LakeStorageMapping.NameLength || part.Any(char.IsControl) || !IsUnicode(part))
            {
                throw new FaultException(Fault.Invalid(
                    "lake.name_refused",
                    $"A table cannot be named {Shown(name)}.",
                    null,
                    $"Use 1 to {LakeStorageMapping.NameLength} characters without control characters for schema and table."));
            }
        }
    }

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsSurrogatePair(text, i) && ++i > 0))
            {
                return false;
            }
        }

        return true;
    }

    private static string Shown(TableName name)
    {
        var text = string.Concat(name.ToString().Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
        return text.Length > 80 ? $"{text[..80]}…" : text;
    }
}
