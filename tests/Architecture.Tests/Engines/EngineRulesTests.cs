using Talentys.Architecture.Tests.Modules;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Engines;

public class EngineRulesTests
{
    [Fact]
    public void Only_one_project_has_the_engines_packages() => Rule.Holds(EngineRules.Packages(ProjectsOnDisk.Read()));

    [Fact]
    public void Only_one_project_calls_native_code() => Rule.Holds(EngineRules.NativeCalls(Repository.Sources("src")));

    [Fact]
    public void Planted_a_module_with_the_engines_package() =>
        Assert.Equal(
            ["Sales has the package DuckDB.NET.Data"],
            EngineRules.Packages(
            [
                new ModuleProject("Sales", "src/Modules/Sales", [], ["DuckDB.NET.Data", "YamlDotNet"]),
                new ModuleProject("DuckDb", "src/Foundation/DuckDb", [], ["DuckDB.NET.Data"]),
            ]));

    [Theory]
    [InlineData("[DllImport(\"libc\")] static extern int kill(int id);")]
    [InlineData("[LibraryImport(\"libc\")] static partial int kill(int id);")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"libc\")]")]
    [InlineData("NativeLibrary.Load(\"duckdb\");")]
    [InlineData("delegate* unmanaged<int, void> call;")]
    [InlineData("using DuckDB.NET.Native;")]
    public void Planted_a_native_call_in_a_module(string text) =>
        Assert.Equal(
            ["src/Modules/Sales/Sale.cs calls native code"],
            EngineRules.NativeCalls([new SourceFile("src/Modules/Sales/Sale.cs", text), new SourceFile("src/Foundation/DuckDb/Native/Api.cs", text)]));
}
