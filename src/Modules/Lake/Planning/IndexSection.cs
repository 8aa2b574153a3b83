namespace Talentys.Lake.Planning;

/// <summary>What a section of a manifest's index holds. The numbers are on disk.</summary>
internal enum SectionKind
{
    Paths = 1,
    Rows = 2,
    Bytes = 3,
    Sequences = 4,

    /// <summary>Which of <see cref="PartitionValues"/> a file is in.</summary>
    Partitions = 5,
    PartitionValues = 6,

    /// <summary>Which of <see cref="LeafSets"/> a file has.</summary>
    Leaves = 7,
    LeafSets = 8,

    /// <summary>Only where files are not plain Parquet: which of <see cref="FormatNames"/> a file is of.</summary>
    Formats = 9,
    FormatNames = 10,
    NullCounts = 20,
    ValueCounts = 21,
    NanCounts = 22,
    Lower = 23,
    Upper = 24,
}

/// <summary>A section of the index of a manifest.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Field">Field id of the column it tells of; 0 for what is not of a column.</param>
internal readonly record struct IndexSection(SectionKind Kind, int Field);
