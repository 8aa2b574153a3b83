using System.Globalization;
using Talentys.Kernel;

namespace Talentys.Governance.Masks;

/// <summary>A mask and what it needs.</summary>
/// <param name="Kind">Its sort.</param>
/// <param name="Value">The value of <see cref="MaskKind.Constant"/>.</param>
/// <param name="Keep">Letters that <see cref="MaskKind.Partial"/> keeps.</param>
/// <param name="Expression">The expression of <see cref="MaskKind.Sql"/>.</param>
internal sealed record Mask(MaskKind Kind, string? Value = null, int Keep = 4, SqlExpression? Expression = null)
{
    /// <summary>Names of masks in files; <see cref="MaskKind.Sql"/> is told by its expression.</summary>
    public static IReadOnlyDictionary<string, MaskKind> Names { get; } = new Dictionary<string, MaskKind>(StringComparer.Ordinal)
    {
        ["null"] = MaskKind.Null,
        ["constant"] = MaskKind.Constant,
        ["pseudonym"] = MaskKind.Pseudonym,
        ["hash"] = MaskKind.Hash,
        ["partial"] = MaskKind.Partial,
        ["email"] = MaskKind.Email,
        ["year"] = MaskKind.Year,
        ["month"] = MaskKind.Month,
    };

    /// <summary>Name of the mask as files write it.</summary>
    public string Name => Kind == MaskKind.Sql ? "sql" : Names.First(pair => pair.Value == Kind).Key;

    /// <summary>
    /// Of several masks on one column the one that holds: the kind that comes first in <see cref="MaskKind"/>; of two partial ones
    /// the one that keeps less; of constants the first; expressions that differ cannot be compared and give NULL.
    /// </summary>
    public static Mask Strictest(IReadOnlyList<Mask> masks)
    {
        var kind = masks.Min(mask => mask.Kind);
        var same = masks.Where(mask => mask.Kind == kind).ToList();
        return kind switch
        {
            MaskKind.Partial => same.MinBy(mask => mask.Keep)!,
            MaskKind.Sql when same.Select(mask => mask.Expression!.Text).Distinct(StringComparer.Ordinal).Skip(1).Any() => new Mask(MaskKind.Null),
            _ => same[0],
        };
    }

    /// <summary>
    /// The expression that is seen in place of a column. NULL stays NULL; a mask that has no answer for the column's type gives NULL of that type.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="type">Its type.</param>
    /// <param name="principal">Who asks.</param>
    /// <param name="key">The organisation's key, for pseudonyms.</param>
    public string For(string column, string type, Principal principal, PseudonymKey? key)
    {
        var name = SqlText.Quote(column);
        var form = TypeForms.Of(type);
        var nothing = $"CAST(NULL AS {type})";
        return (Kind, form) switch
        {
            (MaskKind.Constant, _) => Unless(name, $"TRY_CAST({SqlText.Literal(Value ?? "")} AS {type})"),
            (MaskKind.Pseudonym, TypeForm.Text) => $"substr({key!.Token(name)}, 1, 32)",
            (MaskKind.Pseudonym, TypeForm.Integer) => $"CAST(CAST('0x' || substr({key!.Token(name)}, 1, 7) AS BIGINT) AS {type})",
            (MaskKind.Pseudonym, TypeForm.Long) => $"CAST(CAST('0x' || substr({key!.Token(name)}, 1, 15) AS BIGINT) AS {type})",
            (MaskKind.Pseudonym, TypeForm.Uuid) => $"CAST(substr({key!.Token(name)}, 1, 32) AS UUID)",
            (MaskKind.Hash, TypeForm.Text) => $"sha256({name})",
            (MaskKind.Partial, TypeForm.Text) => Partial(name),
            (MaskKind.Email, TypeForm.Text) => Email(name),
            (MaskKind.Year, TypeForm.Moment) => $"CAST(date_trunc('year', {name}) AS {type})",
            (MaskKind.Month, TypeForm.Moment) => $"CAST(date_trunc('month', {name}) AS {type})",
            (MaskKind.Sql, _) => Unless(name, Expression!.For(principal) + "\n"),
            _ => nothing,
        };
    }

    /// <summary>What tells the mask from others in a fingerprint.</summary>
    public string Key(Principal principal) => $"{Name}\u0001{Value}\u0001{Keep}\u0001{Expression?.For(principal)}";

    private static string Unless(string name, string masked) => $"CASE WHEN {name} IS NULL THEN NULL ELSE ({masked}) END";

    // at least half of the text is hidden, and how long it was
    private string Partial(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"CASE WHEN {name} IS NULL THEN NULL WHEN length({name}) >= {2 * Keep} AND {Keep} > 0 THEN '***' || right({name}, {Keep}) ELSE '***' END");

    // what is not an address shows nothing: a text with an @ in it may be anything
    private static string Email(string name) =>
        $"""
        CASE WHEN {name} IS NULL THEN NULL
             WHEN regexp_full_match({name}, '[^@\s]{"{3,}"}@[A-Za-z0-9.-]+') THEN left({name}, 1) || '***@' || split_part({name}, '@', 2)
             WHEN regexp_full_match({name}, '[^@\s]+@[A-Za-z0-9.-]+') THEN '***@' || split_part({name}, '@', 2)
             ELSE '***' END
        """;
}
