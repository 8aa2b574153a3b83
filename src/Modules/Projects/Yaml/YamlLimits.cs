namespace Talentys.Projects.Yaml;

/// <summary>What a resource file may be at most.</summary>
internal static class YamlLimits
{
    /// <summary>Size of a file, in bytes.</summary>
    internal const int Bytes = 1024 * 1024;

    /// <summary>How deep lists and mappings may be nested.</summary>
    internal const int Depth = 100;
}
