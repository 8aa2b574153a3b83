using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Kernel;

namespace Talentys.Host.Terminal;

/// <summary>The SQL shell: statements end with a semicolon, history is kept in the state folder.</summary>
internal static class QueryShell
{
    private const int HistoryLength = 1000;
    private const long Rows = 1000;

    /// <summary>Runs until <c>.exit</c> or Ctrl+D.</summary>
    public static async Task<int> RunAsync(ApiSession session, string? other, Output output, CancellationToken cancellationToken)
    {
        output.Message("Talentys SQL. End a statement with ; — .tables lists tables, .exit ends.");
        var history = Load(session.Folders);
        Console.TreatControlCAsInput = true;
        while (ReadStatement(history) is { } statement && statement is not (".exit" or ".quit"))
        {
            if (statement.Length == 0)
            {
                continue;
            }

            history.Add(statement.StartsWith('.') ? statement : $"{statement.ReplaceLineEndings(" ")};");
            await RunAsync(session, statement == ".tables" ? "show all tables" : statement, other, output, cancellationToken);
        }

        Save(session.Folders, history);
        return 0;
    }

    private static async Task RunAsync(ApiSession session, string statement, string? other, Output output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var printing = QueryTable.PrintAsync(session.Api, new QueryRequest(statement, Limit: Rows, As: other), output, stop.Token);
            while (!printing.IsCompleted)
            {
                await Task.WhenAny(printing, Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken));
                if (StopIsPressed())
                {
                    await stop.CancelAsync();
                }
            }

            await printing;
        }
        catch (FaultException failure)
        {
            output.Faults(failure.Faults);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            output.Message("Cancelled.");
        }
    }

    /// <summary>Ctrl+C is read as a key: as a signal it would end the whole command.</summary>
    private static bool StopIsPressed()
    {
        while (Console.KeyAvailable)
        {
            if (Console.ReadKey(intercept: true) is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
            {
                return true;
            }
        }

        return false;
    }

    private static string? ReadStatement(List<string> history)
    {
        var lines = new List<string>();
        while (true)
        {
            var (end, line) = new LineEditor(history, Console.Out).Read(lines.Count == 0 ? "talentys> " : "       -> ");
            if (end == LineEnd.Closed)
            {
                return null;
            }

            if (end == LineEnd.Abandoned)
            {
                lines.Clear();
                continue;
            }

            lines.Add(line);
            var trimmed = line.Trim();
            if (trimmed.EndsWith(';') || (lines.Count == 1 && (trimmed.Length == 0 || trimmed.StartsWith('.'))))
            {
                return string.Join('\n', lines).Trim().TrimEnd(';').Trim();
            }
        }
    }

    private static List<string> Load(PlatformFolders? folders) =>
        HistoryFile(folders) is { } file && File.Exists(file) ? [.. File.ReadLines(file).TakeLast(HistoryLength)] : [];

    private static void Save(PlatformFolders? folders, List<string> history)
    {
        if (HistoryFile(folders) is { } file)
        {
            File.WriteAllLines(file, history.TakeLast(HistoryLength));
        }
    }

    private static string? HistoryFile(PlatformFolders? folders) => folders is null ? null : Path.Combine(folders.State, "query_history");
}
