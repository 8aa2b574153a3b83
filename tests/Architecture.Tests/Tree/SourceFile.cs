namespace Talentys.Architecture.Tests.Tree;

/// <summary>A file of the tree: its path from the root, with /, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>Its lines.</summary>
    public IReadOnlyList<string> Lines { get; } = Text.Split('\n');

    /// <summary>Name without folder and extensions: <c>QueryPage</c> of <c>QueryPage.razor.cs</c>.</summary>
    public string Name => System.IO.Path.GetFileName(Path).Split('.')[0];
}
