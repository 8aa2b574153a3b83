using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>Transforms as expressions of the engine.</summary>
internal static class TransformSql
{
    /// <summary>The expression; null where the engine has none.</summary>
    public static string? Sql(this Transform transform, string value, IcebergType.Primitive type)
    {
        var moment = type.Kind == PrimitiveKind.TimestampTz ? $"timezone('UTC', {value})" : value;
        return transform switch
        {
            Transform.Identity => value,
            Transform.Time { Unit: TimeUnit.Year } => $"CAST(year({moment}) - 1970 AS INTEGER)",
            Transform.Time { Unit: TimeUnit.Month } => $"CAST((year({moment}) - 1970) * 12 + month({moment}) - 1 AS INTEGER)",
            Transform.Time { Unit: TimeUnit.Day } => $"CAST({moment} AS DATE)",
            Transform.Time => $"CAST(floor(epoch_us({moment}) / 3600000000) AS INTEGER)",
            _ => null,
        };
    }
}
