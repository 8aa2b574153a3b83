namespace Talentys.Transformation.Public;

/// <summary>What is told of a project though nothing of it is wrong enough to end the work.</summary>
/// <param name="Name">dbt's name of its kind: <c>NoNodeForYamlKey</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Place">File, and what in it.</param>
public sealed record DbtWarning(string Name, string Message, string? Place)
{
    /// <inheritdoc/>
    public override string ToString() => Place is null ? Message : $"{Place}: {Message}";
}
