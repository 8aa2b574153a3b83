namespace Talentys.Governance.Masks;

/// <summary>What masks tell apart among the engine's types.</summary>
internal static class TypeForms
{
    /// <summary>The form of a type in the engine's words.</summary>
    public static TypeForm Of(string type) => type.ToUpperInvariant() switch
    {
        "VARCHAR" or "TEXT" or "STRING" => TypeForm.Text,
        "INTEGER" or "INT" or "INT4" => TypeForm.Integer,
        "BIGINT" or "INT8" or "LONG" => TypeForm.Long,
        "UUID" => TypeForm.Uuid,
        "DATE" or "TIMESTAMP" or "DATETIME" or "TIMESTAMP WITH TIME ZONE" or "TIMESTAMPTZ" or "TIMESTAMP_NS" or "TIMESTAMP_S" or "TIMESTAMP_MS"
            => TypeForm.Moment,
        _ => TypeForm.Other,
    };
}

/// <summary>A form of type.</summary>
internal enum TypeForm
{
    /// <summary>All others: only NULL, constants and expressions.</summary>
    Other,

    /// <summary>Texts.</summary>
    Text,

    /// <summary>Whole numbers of 32 bits.</summary>
    Integer,

    /// <summary>Whole numbers of 64 bits.</summary>
    Long,

    /// <summary>Identifiers of 128 bits.</summary>
    Uuid,

    /// <summary>Days and points in time.</summary>
    Moment,
}
