using System.Runtime.InteropServices;
using System.Text.Json;
using Talentys.DuckDb.Children;
using Talentys.DuckDb.Wire;

namespace Talentys.DuckDb.Public;

/// <summary>The child process: what <c>talentys engine</c> runs.</summary>
public static class EngineProcess
{
    /// <summary>
    /// Takes its orders from standard input, answers statements on a socket until standard input ends (the parent is gone or
    /// wants no more), and gives the exit code.
    /// </summary>
    /// <param name="args">None are known.</param>
    /// <param name="cancellationToken">Ends the child.</param>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        var line = args.Length > 0 ? null : await input.ReadLineAsync(cancellationToken);
        if (line is null || JsonSerializer.Deserialize(line, WireJson.Default.ChildOrders) is not { } orders)
        {
            await Console.Error.WriteLineAsync("This command is started by the platform itself; it takes its orders from standard input.");
            return 2;
        }

        ChildLimits.OfferToOutOfMemoryKiller();
        if (orders.Options.GivesWay)
        {
            ChildLimits.GiveWay();
        }

        // Ctrl+C in a terminal reaches the children too: it is the parent that decides
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var parent = WaitForEndAsync(input, orders, stopping);
        await using var server = ChildServer.Open(orders);
        await Console.Out.WriteLineAsync(ChildServer.Ready);
        await server.ServeAsync(stopping.Token);
        await parent;
        return 0;
    }

    // A statement that does not stop would keep the process: there is nothing to save, so it ends itself.
    private static async Task WaitForEndAsync(StreamReader input, ChildOrders orders, CancellationTokenSource stopping)
    {
        while (await input.ReadLineAsync(stopping.Token) is not null)
        {
            // the parent sends nothing more
        }

        await stopping.CancelAsync();
        ChildLimits.RemoveFolder(Path.GetDirectoryName(orders.Socket));
        ChildLimits.RemoveFolder(orders.Options.SpillFolder);
        ChildLimits.EndThisProcess();
    }
}
