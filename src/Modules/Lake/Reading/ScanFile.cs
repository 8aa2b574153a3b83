using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>A data file as the scan needs it, with the deletes that apply to its rows.</summary>
internal sealed record ScanFile
{
    /// <summary>No values.</summary>
    public static IReadOnlyDictionary<int, object?> NoConstants { get; } = new Dictionary<int, object?>();

    /// <summary>Local path.</summary>
    public required string Path { get; init; }

    /// <summary>What it holds, with field ids.</summary>
    public required PhysicalSchema Physical { get; init; }

    /// <summary>Values that its identity partitions tell, by field id of the column.</summary>
    public IReadOnlyDictionary<int, object?> Constants { get; init; } = NoConstants;

    /// <summary>Position delete files that name it.</summary>
    public IReadOnlyList<PositionDelete> Positions { get; init; } = [];

    /// <summary>Equality delete files that apply to it; files to which the same ones apply share the list.</summary>
    public IReadOnlyList<EqualityDelete> Equalities { get; init; } = [];
}

/// <summary>A file of positions of deleted rows.</summary>
/// <param name="Path">Local path.</param>
/// <param name="Named">How it names the data file, for it may be written otherwise there.</param>
internal sealed record PositionDelete(string Path, string Named);

/// <summary>A file of values of deleted rows.</summary>
/// <param name="Path">Local path.</param>
/// <param name="Physical">What it holds, with field ids.</param>
/// <param name="Constants">Values that its identity partitions tell, by field id of the column.</param>
/// <param name="Keys">The fields that rows are compared by, each from its column down, with the types that they have in the table.</param>
internal sealed record EqualityDelete(
    string Path, PhysicalSchema Physical, IReadOnlyDictionary<int, object?> Constants, IReadOnlyList<IReadOnlyList<NestedField>> Keys);
