namespace Talentys.Host.Composition;

/// <summary>How this program starts itself as an engine child.</summary>
internal static class EngineCommand
{
    /// <summary>Program and arguments: the executable itself, or <c>dotnet talentys.dll</c> when that is how it was started.</summary>
    public static IReadOnlyList<string> OfThisProgram()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [program, Path.Combine(AppContext.BaseDirectory, "talentys.dll"), "engine"]
            : [program, "engine"];
    }
}
