using System.Text.RegularExpressions;
using Talentys.Architecture.Tests.Modules;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Engines;

/// <summary>Rule 3: the native library of the engine is touched in one place.</summary>
internal static partial class EngineRules
{
    private const string Owner = "DuckDb";
    private const string OwnersFolder = "src/Foundation/DuckDb/";

    /// <summary>Projects other than the owner that have a package of the engine.</summary>
    public static IEnumerable<string> Packages(IReadOnlyList<ModuleProject> projects) =>
        from project in projects
        where project.Name != Owner
        from package in project.Packages
        where package.StartsWith("DuckDB.", StringComparison.OrdinalIgnoreCase)
        select $"{project.Name} has the package {package}";

    /// <summary>Files outside the owner's folder that call native code or name the binding.</summary>
    public static IEnumerable<string> NativeCalls(IEnumerable<SourceFile> sources) =>
        from file in sources
        where !file.Path.StartsWith(OwnersFolder, StringComparison.Ordinal)
        where Native().IsMatch(file.Text)
        select $"{file.Path} calls native code";

    [GeneratedRegex(@"\[(?:\w+\.)*(?:DllImport|LibraryImport|UnmanagedCallersOnly)\b|\bNativeLibrary\.|delegate\*\s*unmanaged|\busing DuckDB\.NET")]
    private static partial Regex Native();
}
