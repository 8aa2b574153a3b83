using System.CommandLine;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary><c>talentys load</c>: files straight into tables, undeclared.</summary>
internal static class LoadCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var paths = new Argument<string[]>("paths") { Description = "Files, folders or patterns", Arity = ArgumentArity.OneOrMore };
        var into = new Option<string>("--into") { Description = "Schema of the tables", DefaultValueFactory = _ => "main" };
        var mode = new Option<string>("--mode") { Description = "replace or append", DefaultValueFactory = _ => "replace" };
        mode.AcceptOnlyFromAmong("replace", "append");
        var limit = new Option<string?>("--reject-limit") { Description = "Records that may be rejected: a count or a share (default 1%)" };
        var command = new Command("load", "Load files straight into tables") { paths, into, mode, limit };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var absolute = parsed.GetValue(paths)!.Select(Path.GetFullPath).ToList();
            if (shared.Target(parsed).Server is null && absolute.FirstOrDefault(IsMissing) is { } missing)
            {
                throw new FaultException(Fault.Invalid("load.path_missing", $"There is no file or folder {missing}.", null, "Check the path."));
            }

            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: true, output, cancellationToken);
            return await WorkCommand.RunAsync(
                session, "/api/v1/loads", new LoadRequest(absolute, parsed.GetValue(into)!, parsed.GetValue(mode)!, parsed.GetValue(limit)),
                shared.Json(parsed), output, cancellationToken);
        });
        return command;
    }

    /// <summary>A pattern is looked at by the load itself.</summary>
    private static bool IsMissing(string path) => path.AsSpan().IndexOfAny('*', '?', '[') < 0 && !File.Exists(path) && !Directory.Exists(path);
}
