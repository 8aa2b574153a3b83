using System.Globalization;
using Apache.Arrow;

namespace Talentys.DuckDb.Public;

/// <summary>What the engine tells of a statement without running it.</summary>
/// <param name="Schema">Its columns. One of the type null has a type that depends on a parameter whose type is not known.</param>
/// <param name="Parameters">Its parameters by their numbers or names; of the type null where the engine cannot tell.</param>
public sealed record EngineDescription(Schema Schema, IReadOnlyList<Field> Parameters)
{
    private const string Count = "parameters";

    /// <summary>
    /// Key of a column's metadata that names its type in the engine where Arrow's does not tell it: <c>UUID</c>, <c>JSON</c>,
    /// <c>TIMETZ</c>, <c>BIT</c>, <c>BIGNUM</c>, <c>HUGEINT</c>, <c>UHUGEINT</c>, <c>ENUM</c>, <see cref="Letter"/>;
    /// <c>TIMETZ[]</c>, <c>BIT[]</c> and <c>BIGNUM[]</c> for lists whose values are as the engine keeps them.
    /// </summary>
    public const string EngineType = "engine.type";

    /// <summary>
    /// A letter of PostgreSQL's type of that name, which its catalog is full of: an enum whose first value is this name. The engine has no
    /// type of texts that would be told apart from others wherever it is passed on.
    /// </summary>
    public const string Letter = "\"char\"";

    /// <summary>Reads the schema of a statement that was only described.</summary>
    public static EngineDescription Of(Schema described)
    {
        var parameters = described.Metadata is { } metadata && metadata.TryGetValue(Count, out var count)
            ? int.Parse(count, CultureInfo.InvariantCulture)
            : 0;
        var columns = described.FieldsList.Count - parameters;
        return new EngineDescription(
            new Schema(described.FieldsList.Take(columns), null), [.. described.FieldsList.Skip(columns)]);
    }

    /// <summary>The schema of which <see cref="Of"/> reads a description: columns, and parameters behind them.</summary>
    public static Schema Join(IEnumerable<Field> fields, int parameters) => new(
        fields, new Dictionary<string, string> { [Count] = parameters.ToString(CultureInfo.InvariantCulture) });
}
