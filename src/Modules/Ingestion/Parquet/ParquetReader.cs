using Talentys.Ingestion.Files;
using Talentys.Ingestion.Loads;
using Talentys.Kernel;

namespace Talentys.Ingestion.Parquet;

/// <summary>Turns the Parquet files of a stream into SELECTs, their types being taken as they are.</summary>
internal sealed class ParquetReader(LoadWork work)
{
    public async Task<IReadOnlyList<ReadGroup>> ReadAsync(IReadOnlyList<InputFile> inputs, bool apart, CancellationToken cancellationToken)
    {
        List<ReadGroup> groups = [];
        foreach (var group in inputs.GroupBy(file => apart ? file.Path : string.Join('/', file.Partitions.Select(part => $"{part.Key}={part.Value}"))))
        {
            List<InputFile> files = [];
            foreach (var file in group)
            {
                work.Read(file);
                if (file.Length == 0)
                {
                    EmptyFiles.Tell(work, file);
                }
                else
                {
                    files.Add(file);
                }
            }

            if (files.Count > 0)
            {
                groups.Add(await GroupAsync(files, cancellationToken));
            }
        }

        return groups;
    }

    private async Task<ReadGroup> GroupAsync(List<InputFile> files, CancellationToken cancellationToken)
    {
        var source = $"read_parquet({SqlText.List(files.Select(file => file.Path))}, union_by_name=true, hive_partitioning=false)";
        try
        {
            var schema = await work.Connection.RowsAsync($"describe select * from {source}", [], cancellationToken);
            var rows = await work.Connection.ScalarAsync<long>($"select count(*) from {source}", [], cancellationToken);
            return NamedColumns.Group(
                work, source, [.. schema.Select(row => KeyValuePair.Create((string)row[0]!, (string)row[1]!))], rows, files);
        }
        catch (FaultException failure) when (failure.Fault.Code == "engine.sql_error")
        {
            throw new FaultException(
                Fault.Failed("ingestion.parquet_invalid", $"It is no readable Parquet: {failure.Fault.Message.Split('\n')[0]}", files[0].Display, "Deliver the file again."),
                failure);
        }
    }
}
