using Talentys.Ingestion.Csv;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Json;
using Talentys.Ingestion.Parquet;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Loads;

/// <summary>Reads the files of a stream, each by its format, into SELECTs.</summary>
internal static class StreamReader
{
    /// <param name="work">The stream.</param>
    /// <param name="apart">One SELECT for each file, so that its rows can be replaced later.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IReadOnlyList<ReadGroup>> ReadAsync(LoadWork work, bool apart, CancellationToken cancellationToken)
    {
        // JSON stays there until its rows are written: the engine does not tell how far it is while it learns the columns
        work.Step.Progress(0, work.TotalBytes, "bytes");
        List<ReadGroup> groups = [];
        foreach (var format in work.Job.Files.GroupBy(file => Format(work, file)))
        {
            IReadOnlyList<InputFile> files = [.. format];
            groups.AddRange(format.Key switch
            {
                FileFormat.Json => await new JsonReader(work).ReadAsync(files, lines: false, apart, cancellationToken),
                FileFormat.Ndjson => await new JsonReader(work).ReadAsync(files, lines: true, apart, cancellationToken),
                FileFormat.Parquet => await new ParquetReader(work).ReadAsync(files, apart, cancellationToken),
                _ => await new CsvReader(work).ReadAsync(files, apart, cancellationToken),
            });
        }

        return groups;
    }

    private static FileFormat Format(LoadWork work, InputFile file)
    {
        var format = work.Definition.Format ?? FileFormats.Of(file.Path);
        return format is { } known
            ? known == FileFormat.Tsv ? FileFormat.Csv : known
            : FileFormats.IsText(file.Path) ? FileFormat.Csv : throw new FaultException(FileFaults.NoFormat(file.Display));
    }
}
