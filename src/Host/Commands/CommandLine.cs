using System.CommandLine;
using System.CommandLine.Help;
using Talentys.DuckDb.Public;
using Talentys.Host.Terminal;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Host.Commands;

/// <summary>The <c>talentys</c> command: its verbs, and how failures become messages and exit codes.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line. 0: done; 1: the work failed; 2: the input is wrong; 130 and 143: it was stopped.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["engine", ..])
        {
            return await EngineProcess.RunAsync(args[1..], CancellationToken.None); // a child of the server, not for people
        }

        var output = new Output();
        var parsed = Root(output).Parse(args);
        if (parsed.Errors.Count > 0 && !Asks<HelpAction>(parsed))
        {
            foreach (var error in parsed.Errors)
            {
                output.Error(error.Message);
            }

            output.Message($"See talentys {string.Join(' ', Path(parsed.CommandResult).Append("--help"))}");
            return ExitCode.WrongInput;
        }

        using var stop = new StopSignals();
        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await stop.OfAsync(parsed.InvokeAsync(configuration, stop.Token));
        }
        catch (FaultException failure)
        {
            output.Faults(failure.Faults);
            return ExitCode.Of(failure.Fault.Kind);
        }
        catch (OperationCanceledException)
        {
            output.Error("Stopped.");
            return stop.Code;
        }
        catch (IOException failure)
        {
            output.Error(failure.Message);
            return ExitCode.Failed;
        }
    }

    private static RootCommand Root(Output output)
    {
        var shared = new SharedOptions();
        var root = new RootCommand("Talentys Data Platform: files in, Iceberg tables in the lake, SQL out.")
        {
            DemoCommand.Create(shared, output),
            InitCommand.Create(shared, output),
            SyncCommand.Create(shared, output),
            LoadCommand.Create(shared, output),
            QueryCommand.Create(shared, output),
            ServeCommand.Create(shared, output),
            DevCommand.Create(shared, output),
            SourcesCommand.Create(shared, output),
            TablesCommand.Create(shared, output),
            LineageCommand.Create(shared, output),
            DbtCommand.Build(shared, output),
            DbtCommand.Create(shared, output),
            RunsCommand.Create(shared, output),
            KeysCommand.Create(shared, output),
            UsersCommand.Create(shared, output),
            PoliciesCommand.Create(shared, output),
            SecretsCommand.Create(shared, output),
            ValidateCommand.Create(shared, output),
            SchemaCommand.Create(shared, output),
            GenerateCommand.Create(shared, output),
        };
        foreach (var option in shared.All)
        {
            root.Options.Add(option);
        }

        if (root.Options.OfType<VersionOption>().FirstOrDefault() is { } version)
        {
            version.Action = new ShowVersion(output);
        }

        return root;
    }

    private static bool Asks<TAction>(ParseResult parsed) => parsed.Action is TAction;

    private static IEnumerable<string> Path(System.CommandLine.Parsing.SymbolResult? result) =>
        result is System.CommandLine.Parsing.CommandResult { Parent: not null } command
            ? Path(command.Parent).Append(command.Command.Name)
            : [];

    private sealed class ShowVersion(Output output) : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            output.Data($"talentys {ProductVersion.Current}");
            return ExitCode.Done;
        }
    }
}
