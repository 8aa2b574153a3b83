using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Partitions;

/// <summary>
/// How a partition or sort value is made of a column's value (spec, "Partition transforms"). Values are those of
/// <see cref="SingleValue"/>; a null stays null.
/// </summary>
internal abstract partial record Transform
{
    /// <summary>The value as it is.</summary>
    public sealed record Identity : Transform
    {
        /// <inheritdoc/>
        public override string ToString() => "identity";
    }

    /// <summary>Hash of the value modulo a number of buckets.</summary>
    public sealed record Bucket(int Count) : Transform
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"bucket[{Count}]");
    }

    /// <summary>Strings and bytes cut to a width, numbers rounded down to a multiple of it.</summary>
    public sealed record Truncate(int Width) : Transform
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"truncate[{Width}]");
    }

    /// <summary>Years, months, days or hours since 1970.</summary>
    public sealed record Time(TimeUnit Unit) : Transform
    {
        /// <inheritdoc/>
        public override string ToString() => Unit.ToString().ToLowerInvariant();
    }

    /// <summary>Always null: what a field of an older spec became that was dropped.</summary>
    public sealed record Void : Transform
    {
        /// <inheritdoc/>
        public override string ToString() => "void";
    }

    /// <summary>A transform that is not known here: its values are carried, nothing is pruned by it, and nothing is written with it (spec).</summary>
    public sealed record Unknown(string Text) : Transform
    {
        /// <inheritdoc/>
        public override string ToString() => Text;
    }

    /// <summary>Reads the text that metadata has.</summary>
    public static Transform Parse(string text)
    {
        var sized = Sized().Match(text);
        if (sized.Success && int.TryParse(sized.Groups["size"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0)
        {
            return sized.Groups["name"].Value == "bucket" ? new Bucket(size) : new Truncate(size);
        }

        return text switch
        {
            "identity" => new Identity(),
            "void" => new Void(),
            "year" => new Time(TimeUnit.Year),
            "month" => new Time(TimeUnit.Month),
            "day" => new Time(TimeUnit.Day),
            "hour" => new Time(TimeUnit.Hour),
            _ => new Unknown(text),
        };
    }

    /// <summary>The value made of a column's value.</summary>
    /// <exception cref="InvalidOperationException">The transform does not take such values, or is not known.</exception>
    public object? Apply(object? value) => TransformValue.Of(this, value);

    /// <summary>An expression of the engine that makes the same of a column; null where there is none.</summary>
    public string? Sql(string value, IcebergType.Primitive type) => TransformSql.Of(this, value, type);

    /// <summary>What a condition on the column means for the partition value; null when nothing follows (spec, "Scan planning").</summary>
    /// <param name="condition">The condition, with values of the column.</param>
    /// <param name="type">Type of the column.</param>
    public ColumnPredicate? Project(ColumnPredicate condition, IcebergType.Primitive type) => TransformProjection.Of(this, condition, type);

    /// <summary>The type of the partition value for a column of some type.</summary>
    public IcebergType.Primitive ResultType(IcebergType.Primitive source) => this switch
    {
        Bucket => new IcebergType.Primitive(PrimitiveKind.Int),
        Time { Unit: TimeUnit.Day } => new IcebergType.Primitive(PrimitiveKind.Date),
        Time => new IcebergType.Primitive(PrimitiveKind.Int),
        _ => source,
    };

    /// <summary>Whether the transform takes a column of that type (spec).</summary>
    public bool Takes(IcebergType.Primitive source) => this switch
    {
        Identity or Void or Unknown => true,
        Bucket => source.Kind is not (PrimitiveKind.Boolean or PrimitiveKind.Float or PrimitiveKind.Double),
        Truncate => source.Kind is PrimitiveKind.Int or PrimitiveKind.Long or PrimitiveKind.Decimal or PrimitiveKind.String or PrimitiveKind.Binary,
        Time { Unit: TimeUnit.Hour } => source.Kind is PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz,
        Time => source.Kind is PrimitiveKind.Date or PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz,
        _ => false,
    };

    [GeneratedRegex(@"^(?<name>bucket|truncate)\[(?<size>\d+)\]$")]
    private static partial Regex Sized();
}

/// <summary>Units of time in transforms.</summary>
internal enum TimeUnit
{
    Year,
    Month,
    Day,
    Hour,
}
