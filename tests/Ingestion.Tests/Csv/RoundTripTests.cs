using CsCheck;

namespace Talentys.Ingestion.Tests.Csv;

public sealed class RoundTripTests
{
    private static readonly Gen<string?> Cell = Gen.OneOf(
        Gen.Const((string?)null),
        Gen.Char["ab,;\t|\"'\n\r é漢😀 0.-"].Array[0, 8].Select(letters => (string?)new string(letters)),
        Gen.Int.Select(number => (string?)number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public async Task Any_table_written_as_csv_loads_back_equal()
    {
        await using var host = await IngestionHost.StartAsync();
        await Gen.Select(Gen.Int[1, 5], Gen.Char[",;\t|"], Gen.Bool.Select(windows => windows ? "\r\n" : "\n"))
            .SelectMany((columns, delimiter, ending) => Cell.Array[columns].Array[1, 30].Select(rows => (columns, delimiter, ending, rows)))
            .SampleAsync(async sample =>
            {
                var (columns, delimiter, ending, rows) = sample;
                var kept = rows.Select(row => row.Select(cell => cell is null ? null : new string([.. cell.EnumerateRunes().Where(rune => rune.Value != 0xFFFD).SelectMany(rune => rune.ToString())])).ToArray())
                    .Where(row => columns > 1 || row[0] is not null).ToArray();
                var name = $"t{Guid.NewGuid():N}";
                host.Write($"{name}/{name}.csv", Csv(columns, delimiter, ending, kept));
                var mark = delimiter == '\t' ? "tab" : delimiter.ToString();
                var types = string.Join(", ", Enumerable.Range(0, columns).Select(column => $"\"c{column}\": \"VARCHAR\""));
                host.Declare(name, """{"type": "files", "path": "PATH", "streams": {"t": {"csv": {"delimiter": "MARK", "header": true}, "types": {TYPES}}}}"""
                    .Replace("PATH", name, StringComparison.Ordinal).Replace("MARK", mark, StringComparison.Ordinal).Replace("TYPES", types, StringComparison.Ordinal));

                var run = await host.SyncAsync(name);

                Assert.Empty(run.Faults);
                Assert.Equal(kept.Length, run.Done.Metrics["rows"]);
                var read = await host.RowsAsync($"{name}.t", "select * from $t");
                Assert.Equal(
                    kept.Select(row => string.Join('\u0001', row.Select(cell => cell ?? "\u0002"))).Order(StringComparer.Ordinal),
                    read.Select(row => string.Join('\u0001', row.Select(cell => (string?)cell ?? "\u0002"))).Order(StringComparer.Ordinal));
            }, iter: 60, threads: 1);
    }

    private static string Csv(int columns, char delimiter, string ending, string?[][] rows)
    {
        var lines = rows.Select(row => string.Join(delimiter, row.Select(cell => cell switch
        {
            null => "",
            "" => "\"\"",
            _ when cell.IndexOfAny([delimiter, '"', '\n', '\r']) >= 0 || cell.Trim() != cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            _ => cell,
        })));
        return string.Join(ending, lines.Prepend(string.Join(delimiter, Enumerable.Range(0, columns).Select(column => $"c{column}")))) + ending;
    }
}
