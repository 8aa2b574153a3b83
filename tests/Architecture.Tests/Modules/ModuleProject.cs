namespace Talentys.Architecture.Tests.Modules;

/// <summary>A module as its project file on disk has it.</summary>
/// <param name="Name">Its name without <c>Talentys.</c></param>
/// <param name="Path">Its folder, from the root.</param>
/// <param name="References">Names of the modules that it refers to.</param>
/// <param name="Packages">Its packages.</param>
internal sealed record ModuleProject(string Name, string Path, IReadOnlyList<string> References, IReadOnlyList<string> Packages);
