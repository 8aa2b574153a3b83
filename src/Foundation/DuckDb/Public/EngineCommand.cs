using System.Reflection;

namespace Talentys.DuckDb.Public;

/// <summary>How a child process is started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments; they must lead to <see cref="EngineProcess.RunAsync"/>.</param>
public sealed record EngineCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>This program again, with other arguments: through the runtime when it was started by <c>dotnet x.dll</c>.</summary>
    public static EngineCommand ThisProgram(params string[] arguments)
    {
        var path = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var isRuntime = string.Equals(Path.GetFileNameWithoutExtension(path), "dotnet", StringComparison.OrdinalIgnoreCase);
        return isRuntime && Assembly.GetEntryAssembly()?.Location is { Length: > 0 } assembly
            ? new EngineCommand(path, ["exec", assembly, .. arguments])
            : new EngineCommand(path, arguments);
    }
}
