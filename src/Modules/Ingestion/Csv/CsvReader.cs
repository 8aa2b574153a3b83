using System.Globalization;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Loads;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Csv;

/// <summary>Turns the CSV files of a stream into SELECTs that cannot fail on a value, the records that would being rejected before.</summary>
internal sealed class CsvReader(LoadWork work)
{
    private const int MostRefused = 200_000;
    private readonly CsvPreparation preparation = new(work);

    public async Task<IReadOnlyList<ReadGroup>> ReadAsync(IReadOnlyList<InputFile> inputs, bool apart, CancellationToken cancellationToken)
    {
        List<CsvFile> files = [];
        foreach (var input in inputs)
        {
            var file = await Task.Run(() => Prepare(input, cancellationToken), cancellationToken);
            if (file is not null)
            {
                files.Add(file);
            }
        }

        if (files.Count == 0)
        {
            return [];
        }

        var columns = new CsvColumns(work, files);
        if (work.Definition.OnSchemaChange != SchemaChange.DiscardValue)
        {
            for (var i = 0; i < files.Count; i++)
            {
                files[i] = await RefuseAsync(files[i], columns, cancellationToken);
            }
        }

        return [.. files.GroupBy(file => Key(file, apart)).Select(group => Group([.. group], columns))];
    }

    private CsvFile? Prepare(InputFile input, CancellationToken cancellationToken)
    {
        try
        {
            var file = preparation.Prepare(input, cancellationToken);
            work.Read(input);
            if (file is null)
            {
                EmptyFiles.Tell(work, input);
            }
            else if (file.Names.Count(name => work.Definition.Wants(name, name)) > work.Options.MaxColumns)
            {
                throw new FaultException(LoadFaults.TooManyColumns(input.Display, file.Names.Count, work.Options.MaxColumns));
            }

            return file;
        }
        catch (Exception failure) when (FileFaults.Of(failure, input.Display) is { } fault)
        {
            throw new FaultException(fault, failure);
        }
    }

    /// <summary>Finds the records whose values do not fit a demanded type, and writes the file anew without them.</summary>
    private async Task<CsvFile> RefuseAsync(CsvFile file, CsvColumns columns, CancellationToken cancellationToken)
    {
        List<string> cases = [];
        foreach (var name in columns.Demanded.Where(name => file.Facts(name) is not null))
        {
            var column = SqlText.Quote(name);
            cases.Add($"when nullif({column}, '') is not null and {columns.Type(name, file).Expression(column)} is null "
                + $"then {SqlText.Literal($"{name}: '")} || left({column}, 60) || {SqlText.Literal($"' is no {columns.SqlType(name)}")}");
        }

        foreach (var name in columns.Foreign.Where(name => file.Facts(name) is not null))
        {
            cases.Add($"when {SqlText.Quote(name)} is not null then {SqlText.Literal($"{name}: the table has no such column")}");
        }

        if (cases.Count == 0)
        {
            return file;
        }

        var source = CsvSelect.From([file.Path], file, file.Profile.LongestRecord, _ => "VARCHAR");
        var rows = await work.Connection.RowsAsync(
            string.Create(CultureInfo.InvariantCulture,
                $"select record, reason from (select row_number() over () - 1 as record, case {string.Join(' ', cases)} end as reason from {source}) where reason is not null limit {MostRefused + 1}"),
            [], cancellationToken);
        if (rows.Count == 0)
        {
            return file;
        }

        if (rows.Count > MostRefused)
        {
            throw new FaultException(LoadFaults.TooManyRefused(file.Input.Path, MostRefused, (string)rows[0][1]!));
        }

        var refused = rows.ToDictionary(row => Convert.ToInt64(row[0], CultureInfo.InvariantCulture), row => (string)row[1]!);
        return await Task.Run(() => preparation.Clean(file, refused, cancellationToken), cancellationToken);
    }

    private static string Key(CsvFile file, bool apart) => apart
        ? file.Input.Path
        : string.Join('\u0001',
            [.. file.Names, .. file.Input.Partitions.Select(part => $"{part.Key}={part.Value}"),
            $"{file.Form.Delimiter} {file.Form.Quote} {file.Form.Header} {file.Profile.Endings} {Encodings.Compression.Of(file.Path)} {file.Form.Decimal}"]);

    private static ReadGroup Group(IReadOnlyList<CsvFile> files, CsvColumns columns)
    {
        var first = files[0];
        var longest = files.Max(file => file.Profile.LongestRecord);
        List<string> expressions = [];
        foreach (var column in columns.Read)
        {
            var quoted = SqlText.Quote(column.Name);
            expressions.Add($"{Value(column)} as {quoted}");
        }

        var source = CsvSelect.From(files.Select(file => file.Path), first, longest, name =>
            columns.Read.Any(column => column.Name == name) && columns.Type(name, first) is { Direct: true } type ? type.SqlType : "VARCHAR");
        return new ReadGroup(
            $"select {string.Join(", ", expressions)} from {source}", columns.Read, files.Sum(file => file.Profile.Accepted),
            [.. files.Select(file => file.Input)]);

        string Value(ReadColumn column)
        {
            var quoted = SqlText.Quote(column.Name);
            if (first.Facts(column.Name) is not null)
            {
                var type = columns.Type(column.Name, first);
                return type.Direct ? quoted : type.Expression(quoted);
            }

            var partition = first.Input.Partitions.FirstOrDefault(part => ColumnNames.Safe(part.Key) == column.Name).Value;
            return partition is { Length: > 0 } ? $"cast({SqlText.Literal(partition)} as {column.SqlType})" : $"cast(null as {column.SqlType})";
        }
    }
}
