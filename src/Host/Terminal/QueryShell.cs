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
    public static async Task<int> RunAsync(ApiSession session, Output output, CancellationToken cancellationToken)
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

            history.Add(statement.ReplaceLineEndings(" "));
            await RunAsync(session, statement == ".tables" ? "show all tables" : statement, output, cancellationToken);
        }

        Save(session.Folders, history);
        return 0;
    }

    private static async Task RunAsync(ApiSession session, string statement, Output output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Console.TreatControlCAsInput = false;
        Console.CancelKeyPress += Stop;
        try
        {
            await QueryTable.PrintAsync(session.Api, new QueryRequest(statement, Limit: Rows), output, stop.Token);
        }
        catch (FaultException failure)
        {
            output.Faults(failure.Faults);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            output.Message("Cancelled.");
        }
        finally
        {
            Console.CancelKeyPress -= Stop;
            Console.TreatControlCAsInput = true;
        }

        void Stop(object? sender, ConsoleCancelEventArgs pressed)
        {
            pressed.Cancel = true;
            stop.Cancel();
        }
    }

    private static string? ReadStatement(List<string> history)
    {
        var lines = new List<string>();
        while (new LineEditor(history, Console.Out).Read(lines.Count == 0 ? "talentys> " : "       -> ") is { } line)
        {
            lines.Add(line);
            var trimmed = line.Trim();
            if (trimmed.EndsWith(';') || (lines.Count == 1 && (trimmed.Length == 0 || trimmed.StartsWith('.'))))
            {
                return string.Join('\n', lines).Trim().TrimEnd(';').Trim();
            }
        }

        return null;
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
