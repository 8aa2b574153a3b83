namespace Talentys.Kernel;

/// <summary>One resource as read from its file, with the place of every value, so that faults name line and column.</summary>
/// <param name="Kind">Kind of the resource, <c>source</c>.</param>
/// <param name="Name">Name: the file name without its ending.</param>
/// <param name="Path">Path of the file, relative to the project, with forward slashes.</param>
/// <param name="Root">The content.</param>
public sealed record ResourceDocument(string Kind, string Name, string Path, ResourceNode.Mapping Root)
{
    /// <summary>Place of a node as people read it: <c>sources/erp.yml:4:3</c>.</summary>
    public string PlaceOf(ResourceNode node) => $"{Path}:{node.Line}:{node.Column}";

    /// <summary>An invalid-input fault at a node.</summary>
    public Fault FaultAt(ResourceNode node, string code, string message, string? mend = null) =>
        Fault.Invalid(code, message, PlaceOf(node), mend);
}

/// <summary>A value in a resource file with its place.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public abstract record ResourceNode(int Line, int Column)
{
    /// <summary>A text, number, boolean or null; kept as written.</summary>
    public sealed record Scalar(string? Text, bool Quoted, int Line, int Column) : ResourceNode(Line, Column);

    /// <summary>A list.</summary>
    public sealed record Sequence(IReadOnlyList<ResourceNode> Items, int Line, int Column) : ResourceNode(Line, Column);

    /// <summary>Keys and values, in the order of the file.</summary>
    public sealed record Mapping(IReadOnlyList<Entry> Entries, int Line, int Column) : ResourceNode(Line, Column)
    {
        /// <summary>The value of a key, or null.</summary>
        public ResourceNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key.Text == key)?.Value;

        /// <summary>The text of a scalar value, or null when it is missing, null or not a scalar.</summary>
        public string? Text(string key) => (this[key] as Scalar)?.Text;
    }

    /// <summary>A key and its value.</summary>
    public sealed record Entry(Scalar Key, ResourceNode Value);
}
