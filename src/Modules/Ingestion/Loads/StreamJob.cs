using Talentys.Ingestion.Files;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Loads;

/// <summary>One stream to load: its table, its files, and how.</summary>
/// <param name="Table">Where the rows go.</param>
/// <param name="Files">The files, in order of their paths; never empty.</param>
/// <param name="Definition">How they are read and written.</param>
/// <param name="Single">Whether a person named this one file, so that an empty one is a fault and no warning.</param>
internal sealed record StreamJob(TableName Table, IReadOnlyList<InputFile> Files, StreamDefinition Definition, bool Single)
{
    public string Step => Table.ToString();
}
